import type { Answer, Answers, Question, Questions } from '../checks/question.ts';
import type { InfraQuery } from '../config/schema/infra-schema.ts';
import type { ActionConfig } from '../config/schema/actions-schema.ts';
import type { MitigationKind } from '../suspects/vocabulary.ts';
import type { TableName } from '../sql/aggregate.ts';

/**
 * One model's tables and pipelines, cut at `now`: nothing later can be read through it. Questions that can share a scan
 * are put together; each is answered on its own, and the failure of one does not touch the others.
 */
export type Warehouse = {
  readonly now: Date;
  ask(questions: Questions, options: { readonly signal: AbortSignal }): Promise<Answers>;
  askOne(question: Question, options: { readonly signal: AbortSignal }): Promise<Answer>;
  /** Column names and broad types of a table; null when it is not configured. Throws when it is not there or cannot be read. */
  columns(
    table: TableName,
  ): Promise<
    | readonly { readonly name: string; readonly type: 'number' | 'text' | 'boolean' | 'time' | 'other' }[]
    | null
  >;
};

/** Opens the warehouse of a model. Without `now`, it is cut at the newest row of the model's tables. */
export type Warehouses = {
  open(model: string, now: Date | null): Promise<Warehouse>;
  newestRow(model: string): Promise<Date | null>;
  /** What is to be said about each query under `infra` of a model: whether it can be asked, and answers. */
  queries(model: string): Promise<readonly QueryFinding[]>;
  health(): Promise<readonly { readonly source: string; readonly ok: boolean; readonly message: string }[]>;
  close(): Promise<void>;
};

/** What came of trying a query. A `warning` may be right as it is: what it counts may never have happened. */
export type QueryFinding = { readonly query: InfraQuery; readonly words: string } & (
  { readonly level: 'ok' } | { readonly level: 'warning' | 'problem'; readonly hint: string }
);

/** Structured log: a person's words first, then fields. Secrets are redacted by the implementation. */
export type Log = {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
};

/**
 * Runs a configured action once. `key` names the run for the receiver, too; `unclear` when it may have run: it is not
 * tried again then without a person.
 */
export type RunAction = (
  input: {
    readonly name: string;
    readonly action: ActionConfig;
    readonly key: string;
    readonly incident: string;
    readonly kind: MitigationKind;
    readonly target: string | null;
    readonly sentence: string;
  },
  signal: AbortSignal,
) => Promise<{ readonly outcome: 'done' | 'failed' | 'unclear'; readonly words: string }>;
