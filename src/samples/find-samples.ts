import { PREDICTED_CLASS, TRUE_CLASS } from '../sql/class-columns.ts';
import { ofTopClass, topClassOf } from '../symptom/one-class.ts';
import type { CheckContext } from '../checks/check.ts';
import type { Inquiry } from '../checks/inquiry.ts';
import type { Questions } from '../checks/question.ts';
import { momentOf, numberOf, rowsOf, rowsOrNone, textOf } from '../checks/read-answers.ts';
import { shownValue } from '../checks/features/shown-columns.ts';
import { inSegment } from '../checks/windowed.ts';
import type { Expression, Row, Rows } from '../sql/aggregate.ts';
import {
  abs,
  all,
  any,
  column,
  during,
  eq,
  gt,
  isNotNull,
  isNull,
  minus,
  ne,
  number,
  table,
} from '../sql/build.ts';
import type { Window } from '../time/window.ts';
import { nearestOf } from './match.ts';
import type { Sample, Samples } from './samples.ts';

export type SamplesFound =
  | { readonly kind: 'found'; readonly samples: Samples }
  | { readonly kind: 'none'; readonly message: string; readonly hint: string };

/** The worst of these are shown; good ones are sought among the newest of those. */
const MOST_BAD = 40;
const MOST_GOOD = 400;

/**
 * Requests that went wrong since the onset, each beside the one before it that is most like it and went right: the segments
 * agree where possible, the allowed columns as nearly as possible. Only the columns that the configuration allows are read
 * of the features; no other ever leaves the table.
 */
export function* findSamples(asked: CheckContext): Inquiry<SamplesFound> {
  const several = asked.model.task === 'multiclass';
  // Of several classes: was the predicted one right, and how sure was the model?
  const context = several ? { ...asked, model: topClassOf(asked.model) } : asked;
  const { predictions, samples: allowed } = context.model;
  if (allowed === undefined)
    return none(
      `rows of ${context.modelName} may not be shown`,
      `List the columns that may be under models.${context.modelName}.samples.columns in fishbone.yml.`,
    );
  if (predictions.label === undefined)
    return none(
      `${context.modelName} has no labels, so nothing says which examples are bad`,
      'Name the label under predictions.label in fishbone.yml.',
    );
  const answers = yield { bad: badExamples(context) };
  const read = rowsOf(answers, 'bad');
  if (read.kind === 'not-read')
    return none(`the examples could not be read: ${read.reason}`, 'Try again, or run doctor.');
  const bad = apart(read.rows, allowed.columns).slice(0, allowed.limit);
  if (bad.length === 0)
    return none(
      'no request since the onset is known to have gone wrong',
      'Labels may not have arrived yet, or the segment is another one: samples country=BR.',
    );
  const candidates = yield goodExamples(context, bad);
  const good = [...rowsOrNone(candidates, 'same'), ...rowsOrNone(candidates, 'near')];
  const { segments } = predictions;
  const matchedOn = [...segments, ...allowed.columns.filter((name) => !segments.includes(name))];
  const pairs = nearestOf(bad, good, { segments, columns: allowed.columns });
  return {
    kind: 'found',
    samples: {
      segment: context.segment,
      columns: allowed.columns,
      matchedOn,
      pairs: pairs.map((pair) => ({
        bad: sampleOf(pair.bad, allowed.columns),
        good: pair.good === null ? null : sampleOf(pair.good, allowed.columns),
        distance: pair.distance,
        sameSegments: pair.sameSegments,
      })),
      badness: several ? 'wrong class' : decides(context) ? 'wrong decision' : 'large error',
      windows: context.windows,
    },
  };
}

const none = (message: string, hint: string): SamplesFound => ({ kind: 'none', message, hint });

/** Asked about the top class of several, where the label says whether it was right. */
const ofSeveral = ({ model }: CheckContext): boolean => ofTopClass(model);

const decides = ({ model }: CheckContext): boolean =>
  model.predictions.decision !== undefined && model.task !== 'regression';

/** Wrong decisions, or errors, the largest error first. */
function badExamples(context: CheckContext): Rows {
  const { decision, label } = context.model.predictions;
  const actual = number(column(label?.column ?? ''));
  const wrong = ofSeveral(context)
    ? [eq(actual, 0)]
    : decides(context) && decision !== undefined
      ? [ne(number(column(decision)), actual)]
      : halfWrong(context);
  return examples(context, {
    during: context.windows.incident,
    where: wrong,
    orderBy: [{ by: errorOf(context), descending: true }],
    limit: MOST_BAD,
  });
}

/** Right ones of before: in the very segments of the bad ones, and anywhere, the newest first. */
function goodExamples(context: CheckContext, bad: readonly Row[]): Questions {
  const { predictions, task } = context.model;
  const { decision, label, segments } = predictions;
  const actual = number(column(label?.column ?? ''));
  const right = ofSeveral(context)
    ? [eq(actual, 1)]
    : decides(context) && decision !== undefined
      ? [eq(number(column(decision)), actual)]
      : [];
  const newest = { by: column(predictions.time), descending: true };
  const sought = {
    during: context.windows.baseline,
    where: right,
    // Where nothing is decided, the smallest errors are the good ones.
    orderBy:
      right.length === 0 || task === 'regression' ? [{ by: errorOf(context), descending: false }] : [newest],
    limit: MOST_GOOD,
  };
  const inSame = any(...bad.map((row) => all(...segments.map((name) => sameAs(name, row[name] ?? null)))));
  return {
    near: examples(context, sought),
    ...(segments.length === 0 ? {} : { same: examples(context, { ...sought, where: [...right, inSame] }) }),
  };
}

function sameAs(name: string, cell: Row[string]): Expression {
  return cell === null ? isNull(column(name)) : eq(column(name), cell);
}

function examples(
  context: CheckContext,
  sought: {
    readonly during: Window;
    readonly where: readonly Expression[];
    readonly orderBy: Rows['orderBy'];
    readonly limit: number;
  },
): Rows {
  const { predictions, samples } = context.model;
  const shown = [...new Set([...predictions.segments, ...(samples?.columns ?? [])])];
  return {
    kind: 'rows',
    from: table('predictions'),
    where: [
      during(column(predictions.time), sought.during),
      ...inSegment(context),
      isNotNull(column(predictions.label?.column ?? '')),
      isNotNull(number(column(predictions.score))),
      ...sought.where,
    ],
    columns: {
      ...Object.fromEntries(shown.map((name) => [name, column(name)])),
      '#id': column(predictions.id),
      '#at': column(predictions.time),
      '#score': number(column(predictions.score)),
      '#label': number(column(predictions.label?.column ?? '')),
      ...(ofSeveral(context) ? { '#predicted': column(PREDICTED_CLASS), '#actual': column(TRUE_CLASS) } : {}),
      ...(predictions.decision === undefined ? {} : { '#decision': number(column(predictions.decision)) }),
    },
    orderBy: [...sought.orderBy, { by: column(predictions.id), descending: false }],
    limit: sought.limit,
  };
}

function errorOf({ model }: CheckContext): Expression {
  const { label, score } = model.predictions;
  return abs(minus(number(column(label?.column ?? '')), number(column(score))));
}

/** A probability more than half away from what happened; of a regression, the largest errors speak for themselves. */
function halfWrong(context: CheckContext): readonly Expression[] {
  if (context.model.task === 'regression') return [];
  return [gt(errorOf(context), 0.5)];
}

/** Examples that look the same are shown once. */
function apart(rows: readonly Row[], columns: readonly string[]): readonly Row[] {
  const seen = new Map(
    rows.map((row) => [JSON.stringify(columns.map((name) => row[name])), row] as const).toReversed(),
  );
  const kept = new Set(seen.values());
  return rows.filter((row) => kept.has(row));
}

function sampleOf(row: Row, columns: readonly string[]): Sample {
  const at = momentOf(row['#at']);
  return {
    id: shownValue(textOf(row['#id'])),
    at: at === null ? null : new Date(at),
    score: numberOf(row['#score']) ?? 0,
    decision: numberOf(row['#decision']),
    ...(textOf(row['#predicted']) === null
      ? {}
      : { classes: { predicted: textOf(row['#predicted']) ?? '', actual: textOf(row['#actual']) ?? '' } }),
    label: numberOf(row['#label']) ?? 0,
    values: columns.map((name) => shownValue(row[name])),
  };
}
