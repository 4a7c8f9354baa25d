import { column } from '../sql/build.ts';
import type { Row } from '../sql/aggregate.ts';
import type { Check } from './check.ts';
import { goldenClassVerdict } from './classes/class-golden.ts';
import { compareGolden } from './pipelines/golden-compare.ts';
import { recordOf, scoresOf } from './pipelines/pipeline-scores.ts';
import type { Questions } from './question.ts';
import { numberOf, rowsOf } from './read-answers.ts';
import { spreadOf } from './pipelines/spread.ts';
import { inconclusive } from './windowed.ts';

const MOST_SAMPLES = 2000;

/** Known labelled samples through the pipeline that serves now and through the last good one. */
export const goldenReplay: Check = {
  about: {
    id: 'golden-replay',
    title: 'Golden set replay',
    question: 'Do known labelled samples still get the scores that the last good version gave them?',
    tellsApart: ['model', 'code', 'data', 'config'],
    needs: ['golden', 'pipelines'],
    cost: { minutes: 0.5, risk: 'reads production' },
    thresholds: {
      tolerance: {
        default: 0.001,
        unit: 'score',
        why: 'two builds of the same model differ by rounding only',
      },
      floor: { default: 0.01, unit: 'share of samples', why: 'one golden sample in a hundred may be flaky' },
      aucFloor: {
        default: 0.01,
        unit: 'AUC',
        why: 'a retrain moves the AUC of a golden set by some thousandths',
      },
      alpha: { default: 0.01, unit: 'p', why: 'one comparison on a fixed set' },
    },
  },

  query(context): Questions {
    const { golden, pipelines, predictions } = context.model;
    if (golden === undefined || pipelines === undefined) return {};
    return {
      samples: {
        kind: 'rows',
        from: { kind: 'table', table: 'golden' },
        where: [],
        columns: Object.fromEntries([
          ['sample id', column(golden.id)],
          ...(golden.label === undefined ? [] : [['sample label', column(golden.label)] as const]),
          ...(golden.expected === undefined ? [] : [['sample expected', column(golden.expected)] as const]),
          ...predictions.features.map((feature) => [feature, column(feature)] as const),
        ]),
        orderBy: [{ by: column(golden.id), descending: false }],
        limit: MOST_SAMPLES,
      },
    };
  },

  follow(context, answers): Questions {
    const read = rowsOf(answers, 'samples');
    const { pipelines } = context.model;
    if (read.kind === 'not-read' || read.rows.length === 0 || pipelines === undefined) return {};
    const records = read.rows.map((row) => recordOf(row, context.model.predictions.features));
    return {
      current: { kind: 'score', pipeline: 'current', records },
      ...(pipelines.previous === undefined
        ? {}
        : { previous: { kind: 'score' as const, pipeline: 'previous' as const, records } }),
    };
  },

  verdict(context, answers) {
    const { golden, pipelines } = context.model;
    if (golden === undefined)
      return inconclusive('no golden set is configured', 'Name a table of labelled samples under golden.');
    if (pipelines === undefined)
      return inconclusive('no serving pipelines are configured', 'Name their addresses under pipelines.');
    const read = rowsOf(answers, 'samples');
    if (read.kind === 'not-read') return inconclusive(read.reason);
    if (read.rows.length === 0) return inconclusive('the golden set is empty');
    if (context.model.task === 'multiclass') return goldenClassVerdict(context, answers, read.rows);
    const current = scoresOf(answers, 'current', read.rows.length);
    if ('reason' in current) return inconclusive('the current pipeline gave no scores', current.reason);
    const previous =
      pipelines.previous === undefined ? null : scoresOf(answers, 'previous', read.rows.length);
    const before = previous !== null && 'scores' in previous ? previous.scores : expectedOf(read.rows);
    if (before === null) {
      return inconclusive(
        'nothing to compare the current scores with',
        previous !== null && 'reason' in previous
          ? previous.reason
          : 'Configure pipelines.previous or golden.expected.',
      );
    }
    const expected = expectedOf(read.rows);
    if (expected !== null && unlike(before, expected) && unlike(current.scores, expected)) {
      return inconclusive(
        'no pipeline reproduces the scores that the golden set expects',
        `Is ${pipelines.previous?.url ?? pipelines.current.url} the right model? Most samples score otherwise than recorded.`,
      );
    }
    return compareGolden({ context, rows: read.rows, current: current.scores, before });
  },
};

/** Scores that have nothing to do with the expected ones: another model answers there. */
function unlike(scores: readonly number[], expected: readonly number[]): boolean {
  const far = 0.2 * spreadOf(expected);
  const away = scores.filter((score, index) => Math.abs(score - (expected[index] ?? score)) > far);
  return away.length > scores.length / 2 && new Set(scores).size > 1;
}

function expectedOf(rows: readonly Row[]): readonly number[] | null {
  const scores = rows.map((row) => numberOf(row['sample expected']));
  const known = scores.filter((score) => score !== null);
  return known.length === scores.length ? known : null;
}
