import type { Infra, InfraQuery } from '../../config/schema/infra-schema.ts';
import type { Window } from '../../time/window.ts';

/** What series of a metrics server can be told apart by. `le` and `quantile` are Prometheus' own labels. */
export type MeteredLabel =
  'host' | 'stage' | 'status' | 'error' | 'version' | 'le' | 'quantile' | `segment ${string}`;

/**
 * Ask a metrics server about one of the configured queries, in both windows. The answer has a row for each value of
 * `by` (a label that series lack is null), with these columns for `<window>` in `before` and `after`; a window without
 * samples has none of them:
 *
 * - `count`: by how much counters rose in `<window>`, and `<window> seconds`, for how much of it there are samples;
 * - `level`: `<window> n`, `<window> sum`, `<window> squares` and `<window> max` of the samples that are numbers.
 *
 * With `everySeconds` there is a row for every span of that length too, aligned to the epoch; `at` says when it begins.
 */
export type Metered = {
  readonly kind: 'metered';
  readonly query: InfraQuery;
  readonly fold: 'count' | 'level';
  readonly by: readonly MeteredLabel[];
  readonly windows: { readonly before: Window; readonly after: Window };
  /** Only series with one of these values. */
  readonly where: readonly { readonly label: MeteredLabel; readonly values: readonly string[] }[];
  readonly everySeconds?: number;
};

/** What the label is called at this server; null where the configuration does not name it. */
export function labelName(infra: Infra, label: MeteredLabel): string | null {
  if (label === 'le' || label === 'quantile') return label;
  const dimension = dimensionOf(label);
  if (dimension !== null) return infra.labels.segments[dimension] ?? null;
  return infra.labels[label as Exclude<keyof Infra['labels'], 'segments'>] ?? null;
}

const SEGMENT = 'segment ';
const dimensionOf = (label: MeteredLabel): string | null =>
  label.startsWith(SEGMENT) ? label.slice(SEGMENT.length) : null;

export const segmentLabel = (dimension: string): MeteredLabel => `${SEGMENT}${dimension}`;
