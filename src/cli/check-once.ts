import type { Alert, Segment } from '../alert/alert.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { Log, Warehouses } from '../response/ports.ts';

/** What to compare: what an alert says, or what came after `onset` (up to `until`, or the newest row) with what came before. */
export type CheckSubject =
  | { readonly kind: 'alert'; readonly alert: Alert }
  | { readonly kind: 'spans'; readonly onset: Date; readonly until: Date | null };

/** One check, outside any incident. */
export type CheckOnce = {
  readonly config: LoadedConfig;
  readonly warehouses: Warehouses;
  readonly check: string;
  readonly model: string;
  readonly subject: CheckSubject;
  readonly segment: Segment;
  readonly now: Date | null;
  readonly version: string;
  readonly log: Log;
  readonly signal: AbortSignal;
};
