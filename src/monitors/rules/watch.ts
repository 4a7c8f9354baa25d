import type { ModelConfig } from '../../config/schema.ts';
import type { MonitorInput } from '../default-set.ts';
import type { Fragment } from '../../sql/fragment.ts';

/** What one rule is about: a feature, a stage, a version; null for all traffic. */
export type WatchedModel = {
  readonly name: string;
  readonly model: ModelConfig;
  readonly subject: string | null;
};

/** The line that a value must not cross, and where it is from. `null`: nobody said one, and none was measured. */
export type Limit = { readonly value: number; readonly side: 'above' | 'below'; readonly from: string };

/** An aggregate of a table over the newest rows. Names are quoted already, values bound. */
export type Counted = {
  readonly table: string;
  readonly time: string;
  readonly value: Fragment;
  /** How many rows the value is from; fewer than a hundred say nothing. */
  readonly rows: Fragment;
  readonly where?: Fragment;
  readonly by?: Fragment;
};

/** One thing that can be watched, and how each tool writes it. A tool that cannot says null. */
export type Watch = {
  readonly id: string;
  /** Words of an action item that mean it. */
  readonly words: RegExp;
  /** A named feature is one that the words say: what is blamed alone does not narrow it. */
  readonly subject: 'feature' | 'named feature' | 'stage' | 'version' | null;
  /** `the null rate of balance`. */
  readonly title: (subject: string | null) => string;
  readonly unit: 'share' | 'ms' | 'seconds' | 'an hour' | 'points';
  /** The limit where neither the words nor the evidence give one. */
  readonly usual: number | null;
  /** The check's findings that have the value before and during, so that the limit can lie between. */
  readonly measured: { readonly check: string; readonly measure: string | null } | null;
  readonly sql: (watched: WatchedModel) => Counted | null;
  /** PromQL over the metrics that `infra` names: the value alone. */
  readonly promql: (watched: WatchedModel) => string | null;
  readonly monitor: (watched: WatchedModel, limit: Limit | null) => MonitorInput | null;
};
