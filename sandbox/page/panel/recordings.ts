import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PlaybackStatus, Recording } from '../contract.ts';
import { h } from '../h.ts';
import { doIt } from '../net/ask.ts';
import { desk } from '../state/desk.ts';

const speeds = [1, 5, 20];

/** The recorded incidents that can be played, and the buttons for the one that is on. */
export function Recordings(): VNode {
  const { offers, playback } = desk.get().workspace;
  if (!playback || offers.recordings.length === 0)
    return h('p', { class: 'hint' }, 'Nothing is recorded here: the app works on data of its own.');
  return h(
    'section',
    { class: 'recordings', 'aria-label': 'Recorded incidents' },
    h('h3', null, 'Recorded incidents'),
    h(
      'ul',
      null,
      offers.recordings.map((it) => h('li', { key: it.id }, h(RecordingCard, { recording: it, playback }))),
    ),
  );
}

type CardProps = { readonly recording: Recording; readonly playback: PlaybackStatus };

function RecordingCard({ recording, playback }: CardProps): VNode {
  const isOn = playback.playing === recording.id;
  const isBusy = playback.state === 'starting';
  return h(
    'div',
    { class: isOn ? 'recording on' : 'recording' },
    h('strong', null, recording.title),
    h('p', null, recording.sentence),
    isOn && playback.state !== 'failed' && h(Controls, { playback }),
    isOn && playback.problem !== null && h('p', { class: 'error', role: 'alert' }, playback.problem),
    h(
      'button',
      {
        type: 'button',
        class: isOn ? 'button small' : 'button small primary',
        disabled: isBusy,
        'aria-label': `${isOn ? 'Play again' : 'Play'}: ${recording.title}`,
        onClick: () => doIt({ do: 'play', recording: recording.id }),
      },
      isOn && isBusy ? 'Starting …' : isOn ? '↺ Play again' : '▶ Play',
    ),
    isOn && h('span', { class: 'hint' }, ' from the beginning, in an empty workspace'),
  );
}

function Controls({ playback }: { readonly playback: PlaybackStatus }): VNode {
  const isPaused = playback.state === 'paused';
  return h(
    'div',
    { class: 'controls' },
    h(RecordedClock, { playback }),
    h(
      'button',
      { type: 'button', class: 'button small', onClick: () => doIt({ do: isPaused ? 'resume' : 'pause' }) },
      isPaused ? '▶ Go on' : '⏸ Pause',
    ),
    h(
      'div',
      { class: 'segmented', role: 'group', 'aria-label': 'Speed of the recording' },
      speeds.map((speed) =>
        h(
          'button',
          {
            type: 'button',
            'aria-pressed': playback.speed === speed,
            onClick: () => doIt({ do: 'speed', speed }),
          },
          `${speed}×`,
        ),
      ),
    ),
    h(
      'button',
      { type: 'button', class: 'button small', onClick: () => doIt({ do: 'skip', minutes: 30 }) },
      '+30 min',
    ),
  );
}

/** The time in the recording, running as it runs there. */
function RecordedClock({ playback }: { readonly playback: PlaybackStatus }): VNode | null {
  const [, redraw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => redraw((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  if (playback.recordedTime === null) return null;
  const passed = playback.state === 'paused' ? 0 : Math.max(0, Date.now() - playback.asOf) * playback.speed;
  const time = new Date(new Date(playback.recordedTime).getTime() + passed);
  return h(
    'time',
    { class: 'recorded-clock', title: 'The time in the recording' },
    time.toLocaleString('en-GB', {
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    }),
  );
}
