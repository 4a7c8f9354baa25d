import type { LoadedConfig } from '../config/load.ts';
import type { Clock } from '../time/clock.ts';
import type { Log, RunAction, Warehouses } from './ports.ts';
import type { MonitorStore } from './store/monitor-store.ts';
import type { IncidentStore } from './store/store.ts';
import type { RunningWork } from './checks/running-work.ts';

/** What the verbs need of the world; the composition root gives it to them. */
export type Services = {
  readonly config: LoadedConfig;
  readonly incidents: IncidentStore;
  /** Runs and mutes of monitors; where nothing is watched by itself there are none. */
  readonly monitors?: MonitorStore;
  readonly warehouses: Warehouses;
  readonly clock: Clock;
  readonly log: Log;
  /** The bot's own version, kept in evidence. */
  readonly version: string;
  /** The moment to which every query is cut: null follows the clock; a replay of recorded tables says otherwise. */
  readonly dataNow: () => Date | null;
  /** The name of the next write of the delivery that is being handled; null outside of one. */
  readonly nextStep?: () => string | null;
  /** Runs a configured action; a bot without any has none. */
  readonly runAction?: RunAction;
  /** Whether a person, as `team:user`, is among these ids of people and user groups; without it only people are known. */
  readonly isAmong?: (ids: readonly string[], person: string) => Promise<boolean>;
  /** Something was committed that is to be said. */
  readonly wake: () => void;
  /** What goes on for each incident, so that a person can cancel it. */
  readonly running: RunningWork;
  /** Work that goes on after the verb has answered (a triage); the bot waits for it when it stops. */
  readonly background: (name: string, work: (signal: AbortSignal) => Promise<void>) => void;
};
