import type { Judged } from '../../monitors/judge.ts';

/** Why a run happened at its slot: in time, or once for all that were missed before it. */
export type RunCause = 'scheduled' | 'caught-up' | 'replayed';

export type MonitorRun = {
  readonly monitor: string;
  /** The moment of the schedule that the run is for: nothing later was read. */
  readonly slot: Date;
  readonly cause: RunCause;
  /** Slots before this one that nobody ran. */
  readonly missed: number;
  readonly startedAt: Date;
  /** Null while it runs. */
  readonly finishedAt: Date | null;
  readonly outcome: Judged['outcome'] | 'running';
  readonly value: number | null;
  readonly size: number | null;
  readonly threshold: number | null;
  readonly n: number | null;
  readonly reason: string;
  /** The monitor has an alert out: this run, or one before it that has not been taken back. */
  readonly firing: boolean;
  /** This run sent an alert. */
  readonly alerted: boolean;
};

export type Mute = {
  readonly monitor: string;
  readonly from: Date;
  readonly until: Date;
  readonly reason: string;
  readonly by: string;
};

export type Claim =
  | { readonly kind: 'claimed' }
  /** The slot was run, or is being run, by this or another process. */
  | { readonly kind: 'taken' }
  /** The run before it has not ended. */
  | { readonly kind: 'overlaps'; readonly slot: Date };

/** Runs and mutes of monitors. What two processes may both want is settled in SQL. */
export type MonitorStore = {
  /** Takes a slot, once and for all. A run whose lease is over counts as failed: its process ended in the middle. */
  claim(input: {
    readonly monitor: string;
    readonly slot: Date;
    readonly cause: RunCause;
    readonly missed: number;
    readonly now: Date;
    readonly leaseSeconds: number;
  }): Promise<Claim>;
  finish(
    run: Pick<
      MonitorRun,
      'monitor' | 'slot' | 'value' | 'size' | 'threshold' | 'n' | 'reason' | 'firing' | 'alerted'
    > & {
      readonly outcome: Judged['outcome'];
      readonly finishedAt: Date;
    },
  ): Promise<void>;
  /** Newest slot first. */
  runs(monitor: string, limit: number): Promise<readonly MonitorRun[]>;
  /** A run of the past, measured anew: kept as history unless the slot has a run already. */
  keepReplayed(run: MonitorRun): Promise<void>;
  mute(mute: Mute): Promise<void>;
  /** False when it was not muted. */
  unmute(monitor: string, now: Date): Promise<boolean>;
  mutes(now: Date): Promise<readonly Mute[]>;
  /** Deletes runs of slots before then; how many. */
  prune(before: Date): Promise<number>;
};
