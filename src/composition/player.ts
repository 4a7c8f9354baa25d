import type { Sandbox } from '../../sandbox/server.ts';
import type { Playback } from '../../sandbox/page-server/setup.ts';
import type { Log } from '../response/ports.ts';
import type { Clock } from '../time/clock.ts';
import { createRecordedClock } from './recorded-clock.ts';
import { openRecordingStage } from './recording-stage.ts';
import type { RecordingStage } from './recording-stage.ts';

/** Plays recorded incidents into a local Slack, one at a time. */
export type Player = {
  /** The buttons of the page. */
  readonly playback: Playback;
  /** The time of the recording: Slack and the bot go by it. */
  readonly clock: Clock;
  /** What is on; null before the first recording and after one that could not be opened. */
  stage(): RecordingStage | null;
  /** From here on recordings are played into this workspace. */
  attach(sandbox: Sandbox): void;
  /** Plays a recording; undefined takes the first. Throws when it cannot be opened, or nothing is attached. */
  start(name: string | undefined): Promise<RecordingStage>;
  close(): Promise<void>;
};

/** A monitor says it again while nobody has resolved it, once an hour of the recording. */
const repeatMinutes = 60;

export function createPlayer(log: Log): Player {
  const clock = createRecordedClock();
  const listeners = new Set<() => void>();
  let on: RecordingStage | null = null;
  let workspace: Sandbox | null = null;
  let state: 'idle' | 'starting' | 'playing' | 'failed' = 'idle';
  let playing: string | null = null;
  let problem: string | null = null;
  let nextRepeat = Number.POSITIVE_INFINITY;

  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const change = (next: typeof state, why: string | null = null): void => {
    state = next;
    problem = why;
    tell();
  };
  const leave = async (): Promise<void> => {
    const before = on;
    on = null;
    nextRepeat = Number.POSITIVE_INFINITY;
    await before?.close();
  };
  const start: Player['start'] = async (name) => {
    const sandbox = workspace;
    if (sandbox === null) throw new Error('the player is not attached to a workspace');
    playing = name ?? null;
    change('starting');
    try {
      await leave();
      const stage = await openRecordingStage(name, { sandbox, clock, log });
      on = stage;
      playing = stage.recorded.name;
      sandbox.empty();
      nextRepeat = clock.now().getTime() + repeatMinutes * 60_000;
      await stage.sendAlert();
      change('playing');
      return stage;
    } catch (error) {
      change('failed', error instanceof Error ? error.message : String(error));
      throw error;
    }
  };
  const repeating = setInterval(() => {
    if (on === null || clock.now().getTime() < nextRepeat) return;
    nextRepeat = clock.now().getTime() + repeatMinutes * 60_000;
    repeatAlert(on).catch((error: unknown) =>
      log.warn('the alert was not repeated', { error: String(error) }),
    );
  }, 500);
  repeating.unref();

  return {
    clock,
    stage: () => on,
    attach(sandbox) {
      workspace = sandbox;
    },
    start,
    async close() {
      clearInterval(repeating);
      await leave();
    },
    playback: {
      status: () => ({
        playing,
        state: state === 'playing' && clock.isPaused ? 'paused' : state,
        speed: clock.speed,
        recordedTime: on === null ? null : clock.now().toISOString(),
        asOf: Date.now(),
        problem,
      }),
      async play(name) {
        if (state === 'starting' || workspace === null) return;
        // What went wrong is shown beside the recording.
        await start(name).catch(() => {});
      },
      pause: () => (clock.pause(), tell()),
      resume: () => (clock.resume(), tell()),
      setSpeed: (speed) => (clock.setSpeed(speed), tell()),
      skip: (minutes) => (clock.skip(minutes), tell()),
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}

/** Only while the incident is open: afterwards the monitor is quiet, too. */
async function repeatAlert(stage: RecordingStage): Promise<void> {
  const open = await stage.bot.responder.incidents({ status: 'open' });
  if (open.length > 0) await stage.sendAlert();
}
