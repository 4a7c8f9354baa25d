import type { Offers, PlaybackStatus } from '../page/contract.ts';

/** Plays recordings into the workspace. The sandbox only has the buttons; whoever starts it has the recordings. */
export type Playback = {
  status(): PlaybackStatus;
  /** Starts a recording from its beginning; resolves once its alert is on the way. */
  play(recording: string): Promise<void>;
  pause(): void;
  resume(): void;
  /** @param speed how many seconds of the recording pass in one second */
  setSpeed(speed: number): void;
  /** Moves the time in the recording ahead. */
  skip(minutes: number): void;
  /** Calls back whenever the status is another; the returned function ends it. */
  subscribe(listener: () => void): () => void;
};

/** What the page offers besides Slack itself: plain data, and the recordings' buttons. */
export type PageSetup = {
  /** Asked anew whenever a page comes or the workspace was emptied. */
  readonly offers?: () => Partial<Offers>;
  readonly playback?: Playback;
};

/** What is offered, with nothing where nothing was given. */
export function offersOf(setup: PageSetup): Offers {
  return {
    recordings: [],
    words: [],
    reactions: [],
    guide: [],
    afterwards: [],
    channel: null,
    ...setup.offers?.(),
  };
}
