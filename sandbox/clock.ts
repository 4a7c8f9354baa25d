/**
 * The clock of Slack's rules: rate limits, delivery retries, lifetimes of response URLs. It runs `speed` times as fast
 * as the wall and can be moved ahead, so that "five minutes later" costs a test nothing. Message timestamps and
 * signatures stay on wall time, because the bot compares those with its own clock.
 */
export type Clock = {
  readonly speed: number;
  /** Milliseconds since 1970 on this clock. */
  now(): number;
  /** Runs the work once `ms` have passed on this clock; the returned function calls it off. */
  after(ms: number, work: () => void): () => void;
  /** Moves the clock ahead and runs what has become due, in order. */
  advance(ms: number): void;
  stop(): void;
};

type Appointment = { dueAt: number; work: () => void; timer: NodeJS.Timeout };

export function startClock(speed: number): Clock {
  const startedAt = Date.now();
  let movedMs = 0;
  let isStopped = false;
  const appointments = new Set<Appointment>();
  const now = (): number => startedAt + (Date.now() - startedAt) * speed + movedMs;

  return {
    speed,
    now,
    after(ms, work) {
      if (isStopped) return () => {};
      const run = (): void => {
        appointments.delete(appointment);
        work();
      };
      const timer = setTimeout(run, ms / speed);
      const appointment: Appointment = { dueAt: now() + ms, work: run, timer };
      appointments.add(appointment);
      return () => {
        clearTimeout(timer);
        appointments.delete(appointment);
      };
    },
    advance(ms) {
      movedMs += ms;
      const due = [...appointments].filter((appointment) => appointment.dueAt <= now());
      for (const appointment of due.sort((a, b) => a.dueAt - b.dueAt)) {
        clearTimeout(appointment.timer);
        appointment.work();
      }
    },
    stop() {
      isStopped = true;
      for (const appointment of appointments) clearTimeout(appointment.timer);
      appointments.clear();
    },
  };
}
