import type { Aggregate, Cell, Row, Rows } from '../sql/aggregate.ts';
import type { Metered } from './serving/metered.ts';

/** Score these records (raw features) with one of the model's configured serving pipelines. */
export type Score = {
  readonly kind: 'score';
  readonly pipeline: 'current' | 'previous';
  readonly records: readonly Readonly<Record<string, Cell>>[];
  /** At most so many records a second: a slice beside the real traffic must not slow it down. Without it, as fast as it goes. */
  readonly perSecond?: number;
};

/** What a check may ask of the world. */
export type Question = Aggregate | Rows | Score | Metered;
export type Questions = Readonly<Record<string, Question>>;

/** How a question was put, so that it can be put again: shown in evidence. */
export type Asked = {
  readonly source: string;
  readonly text: string;
  readonly parameters: readonly Cell[];
  readonly milliseconds: number;
};

/** The class that a pipeline of several predicts for a record, and the scores in the order of the classes where it gives them. */
export type ClassPrediction = { readonly predicted: string; readonly scores: readonly number[] | null };

/** What came back. A failure is an answer too: it names the source and the cause, and the check says `inconclusive`. */
export type Answer =
  | { readonly kind: 'rows'; readonly rows: readonly Row[]; readonly asked: Asked }
  | { readonly kind: 'scores'; readonly scores: readonly number[]; readonly asked: Asked }
  | { readonly kind: 'classes'; readonly predictions: readonly ClassPrediction[]; readonly asked: Asked }
  | {
      readonly kind: 'failed';
      readonly cause: 'not-configured' | 'missing' | 'timeout' | 'cancelled' | 'broken';
      readonly source: string;
      readonly message: string;
      readonly hint: string;
    };
export type Answers = Readonly<Record<string, Answer>>;
