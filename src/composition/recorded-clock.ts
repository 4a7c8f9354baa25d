import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/clock.ts';

/** The time in a recording: it can be set, stopped, hurried and moved ahead. Before it is set it shows the time of today. */
export type RecordedClock = Clock & {
  set(at: Date): void;
  pause(): void;
  resume(): void;
  /** @param speed seconds of the recording in one second */
  setSpeed(speed: number): void;
  skip(minutes: number): void;
  readonly speed: number;
  readonly isPaused: boolean;
};

/** @param wall what the recording's time is measured against */
export function createRecordedClock(wall: Clock = systemClock): RecordedClock {
  // The recording shows `shown` at `since`, and goes on from there at `speed`.
  let since = wall.now().getTime();
  let shown = since;
  let speed = 1;
  let isPaused = false;
  const now = (): number => (isPaused ? shown : shown + Math.max(0, wall.now().getTime() - since) * speed);
  const from = (at: number): void => {
    shown = at;
    since = wall.now().getTime();
  };
  return {
    now: () => new Date(now()),
    set(at) {
      isPaused = false;
      speed = 1;
      from(at.getTime());
    },
    pause() {
      from(now());
      isPaused = true;
    },
    resume() {
      isPaused = false;
      from(shown);
    },
    setSpeed(next) {
      from(now());
      speed = next;
    },
    skip: (minutes) => from(now() + minutes * 60_000),
    get speed() {
      return speed;
    },
    get isPaused() {
      return isPaused;
    },
  };
}
