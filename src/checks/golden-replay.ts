import { column } from '../sql/build.ts';
import type { Row } from '../sql/aggregate.ts';
import { auc } from '../statistics/auc/auc.ts';
import { midranks } from '../statistics/auc/midranks.ts';
import { pairedAucDifference } from '../statistics/auc/paired-auc-difference.ts';
import type { Check, CheckContext } from './check.ts';
import { correlation } from './correlation.ts';
import type { Finding, Verdict } from './evidence.ts';
import { recordOf, scoresOf } from './pipeline-scores.ts';
import type { Questions } from './question.ts';
import { numberOf, rowsOf, textOf } from './read-answers.ts';
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
    return compare({ context, rows: read.rows, current: current.scores, before });
  },
};

/** Scores that have nothing to do with the expected ones: another model answers there. */
function unlike(scores: readonly number[], expected: readonly number[]): boolean {
  const away = scores.filter((score, index) => Math.abs(score - (expected[index] ?? score)) > 0.05);
  return away.length > scores.length / 2 && new Set(scores).size > 1;
}

type Comparison = {
  readonly context: CheckContext;
  readonly rows: readonly Row[];
  readonly current: readonly number[];
  readonly before: readonly number[];
};

function compare({ context, rows, current, before }: Comparison): Verdict {
  const { pipelines } = context.model;
  const limit = (name: string, otherwise: number): number => context.thresholds[name] ?? otherwise;
  const tolerance = limit('tolerance', 0.001);
  const sameVersion =
    pipelines?.previous === undefined || pipelines.current.version === pipelines.previous.version;
  const differing = current.flatMap((score, index) =>
    Math.abs(score - (before[index] ?? score)) > tolerance ? [index] : [],
  );
  const share = differing.length / current.length;
  const labels = labelsOf(rows);
  const paired = labels === null ? null : pairedAucDifference({ before, after: current, labels });
  const [aucNow, aucThen] = labels === null ? [null, null] : [auc(current, labels), auc(before, labels)];
  const name = pipelines?.current.version ?? 'current';
  const known = paired?.kind === 'estimate' ? paired : null;
  const lost =
    known !== null && known.pValue <= limit('alpha', 0.01) && known.value <= -limit('aucFloor', 0.01);
  const detail = {
    sameVersion,
    shareDiffering: share,
    meanCurrent: mean(current),
    meanBefore: mean(before),
    meanLabel: labels === null ? null : mean(labels),
    rankCorrelation: correlation(midranks(current), midranks(before)),
    aucCurrent: aucNow?.kind === 'estimate' ? aucNow.value : null,
    aucBefore: aucThen?.kind === 'estimate' ? aucThen.value : null,
    firstDiffering: differing
      .slice(0, 3)
      .map((index) => textOf(rows[index]?.['sample id']) ?? '')
      .join(', '),
  };
  const shifted = sameVersion ? share > limit('floor', 0.01) || lost : lost || offCalibration(detail);
  const sentence = sentenceOf({ name, detail, shifted, n: current.length });
  const finding: Finding = {
    subject: { kind: 'version', name },
    measure: 'AUC on the golden set',
    unit: 'score',
    before: detail.aucBefore,
    after: detail.aucCurrent,
    effect: known?.value ?? null,
    low: known?.interval.low ?? null,
    high: known?.interval.high ?? null,
    nBefore: before.length,
    nAfter: current.length,
    test: known?.test ?? null,
    p: known?.pValue ?? null,
    adjustedP: known?.pValue ?? null,
    threshold: limit('aucFloor', 0.01),
    shifted,
    detail,
    sentence,
  };
  return { answer: shifted ? 'shifted' : 'steady', line: sentence, findings: [finding] };
}

type Detail = {
  readonly sameVersion: boolean;
  readonly shareDiffering: number;
  readonly meanCurrent: number;
  readonly meanBefore: number;
  readonly meanLabel: number | null;
  readonly rankCorrelation: number | null;
  readonly aucCurrent: number | null;
  readonly aucBefore: number | null;
};

/** Another version that orders the samples alike and yet speaks on another scale, further from the labels than before. */
function offCalibration(detail: Detail): boolean {
  const { meanLabel, meanCurrent, meanBefore } = detail;
  if (meanLabel === null) return false;
  const away = Math.abs(meanCurrent - meanLabel);
  return (detail.rankCorrelation ?? 0) > 0.97 && away > 0.03 && away > 2 * Math.abs(meanBefore - meanLabel);
}

function sentenceOf(said: {
  readonly name: string;
  readonly detail: Detail & { readonly firstDiffering: string };
  readonly shifted: boolean;
  readonly n: number;
}): string {
  const { detail } = said;
  const metric =
    detail.aucBefore === null || detail.aucCurrent === null
      ? ''
      : `, AUC ${detail.aucBefore.toFixed(3)} → ${detail.aucCurrent.toFixed(3)}`;
  const share = `${(detail.shareDiffering * 100).toFixed(detail.shareDiffering < 0.1 ? 1 : 0)} %`;
  if (!said.shifted) return `${said.n} golden samples pass on ${said.name}${metric}`;
  const how = detail.sameVersion ? `although the version is the same` : `from the previous version`;
  return `${share} of ${said.n} golden samples score differently ${how}${metric}; first: ${detail.firstDiffering}`;
}

function expectedOf(rows: readonly Row[]): readonly number[] | null {
  const scores = rows.map((row) => numberOf(row['sample expected']));
  const known = scores.filter((score) => score !== null);
  return known.length === scores.length ? known : null;
}

function labelsOf(rows: readonly Row[]): readonly number[] | null {
  const labels = rows.map((row) => numberOf(row['sample label']));
  const known = labels.filter((label) => label !== null);
  return known.length === labels.length ? known : null;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
