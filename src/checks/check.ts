import type { InfraQuery } from '../config/schema/infra-schema.ts';
import type { ModelConfig } from '../config/schema.ts';
import type { Alert, Segment } from '../alert/alert.ts';
import type { Symptom } from '../symptom/symptom.ts';
import type { TableName } from '../sql/aggregate.ts';
import type { Category } from '../suspects/vocabulary.ts';
import type { Windows } from '../time/window.ts';
import type { FeatureProfile } from './features/profile.ts';
import type { Answers, Questions } from './question.ts';
import type { Verdict } from './evidence.ts';
import type { Sample } from './sample.ts';

/** A number a check judges by, with the reason for its default; `fishbone.yml` may set another under `checks:`. */
export type Threshold = { readonly default: number; readonly unit: string; readonly why: string };

export type About = {
  /** As typed after `/rca check`: kebab-case, equal to the file's name. */
  readonly id: string;
  readonly title: string;
  /** The question it answers, as a responder would ask it. */
  readonly question: string;
  readonly tellsApart: readonly Category[];
  readonly needs: readonly (TableName | 'pipelines')[];
  /** Queries under `infra` that answer where a needed table is not named: one of them is enough. */
  readonly insteadOfTables?: readonly InfraQuery[];
  readonly cost: {
    readonly minutes: number;
    readonly risk: 'none' | 'reads production' | 'touches production';
  };
  readonly thresholds: Readonly<Record<string, Threshold>>;
  /** What it reads from a sample of the rows where a window has very many; without it, it reads every row. */
  readonly samples?: string;
};

/** Everything a check may know. `thresholds` holds the values in force, by the names that `about` gives. */
export type CheckContext = {
  readonly modelName: string;
  readonly model: ModelConfig;
  readonly windows: Windows;
  readonly alert: Alert | null;
  readonly symptom: Symptom | null;
  /** Restrict the check to these rows; empty: all traffic. */
  readonly segment: Segment;
  readonly profile: readonly FeatureProfile[];
  /** Of very many classes those to look at one by one; not given: the first of the configuration. */
  readonly classes?: readonly string[] | undefined;
  /** Ask about this feature alone; not given: about all of them. */
  readonly feature?: string;
  /** Rows that a check whose `about` says so may leave out; not given: none. */
  readonly sample?: Sample | undefined;
  readonly thresholds: Readonly<Record<string, number>>;
  readonly parameters: Readonly<Record<string, string>>;
};

/**
 * A test that tells suspects apart. `query` says what to count, `follow` (if any) asks again knowing the first answers,
 * `verdict` judges. All three are pure: the same answers give the same verdict for ever.
 */
export type Check = {
  readonly about: About;
  query(context: CheckContext): Questions;
  follow?(context: CheckContext, answers: Answers): Questions;
  verdict(context: CheckContext, answers: Answers): Verdict;
};
