import type { Alert } from '../alert/alert.ts';
import type { About } from '../checks/check.ts';
import type { Evidence } from '../checks/evidence.ts';
import type { Charted } from '../charts/choose-chart.ts';
import type { ColumnFinding } from '../config/columns.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { FishboneConfig } from '../config/schema.ts';
import type { ExportedNote } from './note-of.ts';
import type { Held } from '../response/monitors/hold-gates.ts';
import type { InvestigateInput, Investigation } from '../response/triage/investigate.ts';
import type { Contract } from '../gates/contract.ts';
import type { Drafted } from '../gates/draft-contract.ts';
import type { GateRun } from '../gates/gate.ts';
import type { NamedMonitor } from '../monitors/alert-of.ts';
import type { Judged } from '../monitors/judge.ts';
import type { Backtest, BacktestInput } from '../response/monitors/backtest.ts';
import type { Log, Warehouses } from '../response/ports.ts';
import type { Hypothesis } from '../suspects/hypothesis.ts';
import type { CheckOnce } from './check-once.ts';
import type { Delivered } from './deliver-alert.ts';
import type { TableLook } from './init/table-look.ts';
import type { WrittenChart } from './write-charts.ts';

export type StorageHealth =
  | { readonly kind: 'new' }
  | { readonly kind: 'in-memory' }
  | { readonly kind: 'sound'; readonly words: string }
  | {
      readonly kind: 'damaged';
      readonly problems: readonly { readonly what: string; readonly hint: string }[];
    };

export type SlackHealth =
  { readonly kind: 'valid'; readonly words: string } | { readonly kind: 'refused'; readonly reason: string };

/**
 * The other rooms of the house as the command line needs them. Each is loaded when it is first used, so that `--help`
 * opens no database; a test gives its own.
 */
export type Rooms = {
  now(): Date;
  /** What goes well is worth a line (`info`) only while the bot runs. LOG_LEVEL wins. */
  log(level?: 'info' | 'warn'): Promise<Log>;
  /** For a run that a person watches: warnings in words, also when a pipe reads them. LOG_LEVEL wins. */
  logForPerson(): Promise<Log>;
  loadConfig(path: string): Promise<LoadedConfig>;
  checks(): Promise<readonly About[]>;
  /** The hypotheses, or the error that names each file and key that makes no sense. */
  hypotheses(): Promise<readonly Hypothesis[]>;
  openWarehouses(loaded: LoadedConfig): Promise<Warehouses>;
  /** Where the configuration and the tables of one model (or, with null, of all) do not fit together. */
  lookAtColumns(
    loaded: LoadedConfig,
    warehouses: Warehouses,
    model: string | null,
  ): Promise<readonly ColumnFinding[]>;
  readAlert(file: string, loaded: LoadedConfig): Promise<Alert>;
  investigate(input: InvestigateInput): Promise<Investigation>;
  /** Draws every chart there is into a folder. */
  writeCharts(folder: string, charted: Charted): Promise<readonly WrittenChart[]>;
  checkOnce(input: CheckOnce): Promise<Evidence>;
  /** The default monitors of these models, as YAML. */
  defaultMonitors(models: FishboneConfig['models']): Promise<string>;
  runMonitor(input: {
    readonly loaded: LoadedConfig;
    readonly named: NamedMonitor;
    readonly now: Date | null;
    readonly signal: AbortSignal;
  }): Promise<Judged>;
  backtest(input: BacktestInput): Promise<readonly Backtest[]>;
  /** Keeps what was replayed, for budgets of false alarms to learn from. */
  learn(loaded: LoadedConfig, tests: readonly Backtest[]): Promise<void>;
  runCanary(held: Held): Promise<GateRun>;
  writeContract(held: Held): Promise<Drafted>;
  runContract(
    held: Held,
    asked: { readonly contract: Contract; readonly top: number; readonly milliseconds: number },
  ): Promise<GateRun>;
  deliverAlert(file: string, loaded: LoadedConfig): Promise<Delivered>;
  storageHealth(path: string): Promise<StorageHealth>;
  slackHealth(tokens: { readonly bot: string; readonly app: string }): Promise<{
    readonly bot: SlackHealth;
    readonly app: SlackHealth;
  }>;
  lookAtTables(folder: string): Promise<readonly TableLook[]>;
  note(incident: string, loaded: LoadedConfig): Promise<ExportedNote>;
  /** `sandboxLog` is for the run in a local Slack, which a person watches. */
  backup(loaded: LoadedConfig, to: string): Promise<{ readonly path: string; readonly bytes: number }>;
  restore(
    loaded: LoadedConfig,
    from: string,
  ): Promise<{
    readonly path: string;
    readonly setAside: string | null;
    readonly incidents: number;
    readonly events: number;
  }>;
  forget(loaded: LoadedConfig, incident: string, reason: string): Promise<void>;
  start(options: { readonly config: string; readonly log: Log; readonly sandboxLog: Log }): Promise<void>;
  demo(options: { readonly log: Log; readonly words: readonly string[] }): Promise<void>;
};
