import type { InfraQuery } from '../../config/schema/infra-schema.ts';
import { infraText } from '../../config/schema/infra-schema.ts';
import type { CheckContext } from '../check.ts';
import { labelName, segmentLabel } from './metered.ts';
import type { Metered, MeteredLabel } from './metered.ts';
import type { Answers } from '../question.ts';
import { numberOf, rowsOf, textOf } from '../read-answers.ts';

/** Whether the configuration has this query to a metrics server. */
export function isMetered(context: CheckContext, query: InfraQuery): boolean {
  return infraText(context.model.infra, query) !== null;
}

/** A question about both windows, for the segment that the check was asked about; labels without a name are left out. */
export function meteredQuestion(
  context: CheckContext,
  asked: Pick<Metered, 'query' | 'fold'> & {
    readonly by: readonly MeteredLabel[];
    readonly where?: Metered['where'];
    readonly everySeconds?: number;
  },
): Metered {
  const { baseline, incident } = context.windows;
  const { where = [], by, ...rest } = asked;
  return {
    kind: 'metered',
    ...rest,
    by: by.filter((label) => isNamed(context, label)),
    windows: { before: baseline, after: incident },
    where: [...where, ...segmentOf(context)],
  };
}

export function isNamed(context: CheckContext, label: MeteredLabel): boolean {
  const { infra } = context.model;
  return infra !== undefined && labelName(infra, label) !== null;
}

/** Conditions for every dimension of the segment. One without a label is refused by the server's adapter, which says which. */
function segmentOf(context: CheckContext): Metered['where'] {
  const { version } = context.model.predictions;
  return Object.entries(context.segment).map(([dimension, value]) => ({
    label: dimension === version ? 'version' : segmentLabel(dimension),
    values: [value === null ? '' : String(value)],
  }));
}

/** How often something was counted with certain labels, in each window; null where nothing was there to count it. */
export type MeteredCount = {
  readonly label: (label: MeteredLabel) => string | null;
  readonly before: number | null;
  readonly after: number | null;
  /** For how much of the windows there are samples. */
  readonly hours: { readonly before: number; readonly after: number };
};

/** The counts that answer a question of the fold `count`, or the reason why there are none. */
export function meteredCounts(
  answers: Answers,
  name: string,
):
  | { readonly kind: 'counts'; readonly counts: readonly MeteredCount[] }
  | { readonly kind: 'not-read'; readonly reason: string } {
  const read = rowsOf(answers, name);
  if (read.kind === 'not-read') return read;
  return {
    kind: 'counts',
    counts: read.rows.map((row) => ({
      label: (label) => textOf(row[label]),
      before: numberOf(row['before']),
      after: numberOf(row['after']),
      hours: {
        before: (numberOf(row['before seconds']) ?? 0) / 3600,
        after: (numberOf(row['after seconds']) ?? 0) / 3600,
      },
    })),
  };
}

/** Counts added up over the labels: whole numbers, because rises between samples are extrapolated and a share needs counts. */
export function total(counts: readonly MeteredCount[], window: 'before' | 'after'): number {
  return Math.round(counts.reduce((sum, count) => sum + Math.max(0, count[window] ?? 0), 0));
}

/** For how many hours of each window the best covered of these counters has samples; shown beside what was counted. */
export function hoursMeasured(counts: readonly MeteredCount[]): {
  readonly hoursBefore: number;
  readonly hoursAfter: number;
} {
  const most = (window: 'before' | 'after'): number =>
    Number(Math.max(0, ...counts.map((count) => count.hours[window])).toFixed(2));
  return { hoursBefore: most('before'), hoursAfter: most('after') };
}

/** Which windows have no count at all, in words; null when both have one. */
export function uncounted(counts: readonly MeteredCount[]): string | null {
  const missing = (['before', 'after'] as const).filter((window) => total(counts, window) === 0);
  const [only, ...others] = missing.map((window) => (window === 'before' ? 'baseline' : 'incident'));
  if (only === undefined) return null;
  return others.length === 0 ? `the ${only} window` : 'either window';
}
