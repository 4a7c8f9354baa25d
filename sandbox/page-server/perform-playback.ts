import type { Deed, DeedAnswer } from '../page/contract.ts';
import type { Playback } from './setup.ts';

type PlaybackDeed = Extract<Deed, { readonly do: 'play' | 'pause' | 'resume' | 'speed' | 'skip' }>;

/** A person presses a button of the recordings. */
export async function performPlayback(
  playback: Playback | undefined,
  deed: PlaybackDeed,
): Promise<DeedAnswer> {
  if (!playback)
    return {
      outcome: 'refused',
      code: 'nothing_to_play',
      message: 'Nothing is recorded that could be played.',
    };
  switch (deed.do) {
    case 'play':
      await playback.play(deed.recording);
      break;
    case 'pause':
      playback.pause();
      break;
    case 'resume':
      playback.resume();
      break;
    case 'speed':
      playback.setSpeed(deed.speed);
      break;
    case 'skip':
      playback.skip(deed.minutes);
      break;
  }
  return { outcome: 'done' };
}
