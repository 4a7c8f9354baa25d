import { column } from '../sql/build.ts';
import type { Expression, Row } from '../sql/aggregate.ts';
import { ofTopClass } from '../symptom/one-class.ts';
import type { Check, CheckContext } from './check.ts';
import { calibrationOf, compareCalibration, type Calibration } from './metric/calibration-compare.ts';
import { classCalibrationQuestions, classCalibrationVerdict } from './classes/class-calibration.ts';
import { curveToDraw } from './drawn/curve-to-draw.ts';
import { topClass } from './classes/each-class.ts';
import type { Finding } from './evidence.ts';
import { binsOf, labelledScores, totalOf } from './labels/labelled-scores.ts';
import { delayQuestion, maturityOf, maturityWords } from './labels/mature-labels.ts';
import type { Questions } from './question.ts';
import { rowsOf, textOf } from './read-answers.ts';
import { inconclusive } from './windowed.ts';

/** Do scores still say how likely the outcome is, and if not, do they at least still rank? */
export const calibration: Check = {
  about: {
    id: 'calibration',
    title: 'Calibration',
    question: 'Do scores still say how likely the outcome is, and did the ranking hold?',
    tellsApart: ['model', 'code', 'data'],
    needs: ['predictions'],
    cost: { minutes: 0.2, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.02,
        unit: 'points between label rate and mean score',
        why: 'two points are what a threshold of a few percent begins to feel',
      },
      slope: {
        default: 0.2,
        unit: 'slope on the logit scale',
        why: 'scores a fifth too extreme or too timid change decisions at both ends',
      },
      aucFloor: { default: 0.01, unit: 'auc', why: 'less is no loss of ranking' },
      alpha: {
        default: 0.001,
        unit: 'false discovery rate',
        why: 'level and slope are tested, overall and by version',
      },
    },
  },

  query(context): Questions {
    const delay = delayQuestion(context);
    return delay === null ? {} : { delay };
  },

  follow(context, answers): Questions {
    const { label, version } = context.model.predictions;
    if (label === undefined || context.model.task === 'regression') return {};
    const by: Readonly<Record<string, Expression>> =
      version === undefined ? {} : { version: column(version) };
    const maturity = maturityOf(context, answers);
    if (context.model.task === 'multiclass') return classCalibrationQuestions(context, maturity, by);
    return { scores: labelledScores(context, maturity, by) };
  },

  verdict(context, answers) {
    const { model } = context;
    if (model.task === 'multiclass')
      return classCalibrationVerdict(context, answers, calibration.verdict(topClass(context), answers));
    if (model.predictions.label === undefined)
      return inconclusive('no label column is configured', 'Name it under predictions.label.');
    if (model.task === 'regression')
      return inconclusive('the scores are values', 'Calibration is a property of probabilities.');
    const read = rowsOf(answers, 'scores');
    if (read.kind === 'not-read') return inconclusive(read.reason);
    const before = calibrationOf(binsOf(read.rows, 'before'));
    const after = calibrationOf(binsOf(read.rows, 'after'));
    for (const [one, words] of [
      [before, 'baseline'],
      [after, 'incident'],
    ] as const) {
      if ('reason' in one) return inconclusive(`no calibration in the ${words} window: ${one.reason}`);
    }
    if ('reason' in before || 'reason' in after) return inconclusive('no calibration');
    const maturity = maturityWords(maturityOf(context, answers));
    const whole = compareCalibration(context, { before, after, version: null, others: false });
    const curve = {
      before: curveToDraw(binsOf(read.rows, 'before')),
      after: curveToDraw(binsOf(read.rows, 'after')),
    };
    const findings = [
      ...whole.map((finding, index) => (index === 0 ? { ...finding, curve } : finding)),
      ...byVersion(context, read.rows, before),
    ];
    const shifted = findings.filter((finding) => finding.shifted);
    const [first] = shifted;
    if (first !== undefined) {
      // How sure the model is of what it predicts is no ranking of anybody.
      const ranks = first.detail?.['rankingHeld'] === true && !ofTopClass(model);
      const held = ranks ? ' while the ranking held' : '';
      return {
        answer: 'shifted',
        line: `${shifted.map((finding) => finding.sentence).join('; ')}${held} (${maturity})`,
        findings,
      };
    }
    const level = whole[0];
    const reach =
      level?.low === null || level?.high === null || level === undefined
        ? Infinity
        : (level.high - level.low) / 2;
    if (reach > roughest * (context.thresholds['floor'] ?? 0.02)) {
      return {
        ...inconclusive(
          'too few labels yet to say whether calibration held',
          `${level?.sentence ?? 'unknown'}, from ${after.n} labels.`,
        ),
        findings,
      };
    }
    return {
      answer: 'steady',
      line: `calibrated as before: ${level?.sentence ?? ''} (${maturity})`,
      findings,
    };
  },
};

/** An interval that reaches this many floors to either side has not looked closely enough to say that nothing moved. */
const roughest = 1.5;

const fewestLabels = 200;

/** Every version since the onset against itself before; a new one against all that served before it. */
function byVersion(context: CheckContext, rows: readonly Row[], before: Calibration): readonly Finding[] {
  const versions = [...new Set(rows.flatMap((row) => textOf(row['version']) ?? []))].toSorted();
  if (versions.length < 2) return [];
  return versions.flatMap((version): readonly Finding[] => {
    const of = (row: Row): boolean => textOf(row['version']) === version;
    const bins = { before: binsOf(rows, 'before', of), after: binsOf(rows, 'after', of) };
    if (totalOf(bins.after).trials < fewestLabels) return [];
    const others = totalOf(bins.before).trials < fewestLabels;
    const [one, two] = [others ? before : calibrationOf(bins.before), calibrationOf(bins.after)];
    if ('reason' in one || 'reason' in two) return [];
    return compareCalibration(context, { before: one, after: two, version, others });
  });
}
