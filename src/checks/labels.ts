import type { Row } from '../sql/aggregate.ts';
import type { Check, CheckContext } from './check.ts';
import type { Finding, Verdict } from './evidence.ts';
import {
  agreementOf,
  scoreGroups,
  strataOf,
  turningGroup,
  type Agreement,
  type Place,
} from './labels/label-agreement.ts';
import { classLabelQuestions, classLabelVerdict } from './classes/class-labels.ts';
import { completenessFindings, kpiAgainstLabels, type KpiMove } from './labels/label-arrival.ts';
import { agreementFindings, floorOf } from './labels/label-findings.ts';
import { labelledScores } from './labels/labelled-scores.ts';
import { arrivalQuestion, completenessQuestion, kpiQuestion } from './labels/label-questions.ts';
import { delayQuestion, maturityOf, maturityWords, type Maturity } from './labels/mature-labels.ts';
import type { Questions } from './question.ts';
import { countOf, numberOf, rowsOf, rowsOrNone } from './read-answers.ts';
import { inconclusive } from './windowed.ts';

/** Do labels still mean what they meant, whenever they arrive? */
export const labels: Check = {
  about: {
    id: 'labels',
    title: 'Labels',
    question:
      'Do labels still mean the same for the same score, do they come in time, and does the business agree with them?',
    tellsApart: ['data', 'model', 'upstream'],
    needs: ['predictions'],
    cost: { minutes: 0.3, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.1,
        unit: 'share of the label rate',
        why: 'a label rate that moves by less than a tenth of itself is within what months differ by',
      },
      completeness: {
        default: 0.05,
        unit: 'share of requests',
        why: 'one label in twenty missing at the same age is more than a late batch',
      },
      alpha: {
        default: 0.001,
        unit: 'false discovery rate',
        why: 'several clocks are tested, and a wrong verdict here blames the yardstick for everything',
      },
    },
  },

  query(context): Questions {
    const delay = delayQuestion(context);
    return context.model.predictions.label === undefined || delay === null ? {} : { delay };
  },

  follow(context, answers): Questions {
    const { model } = context;
    if (model.predictions.label === undefined || model.task === 'regression') return {};
    const maturity = maturityOf(context, answers);
    const arrivals = arrivalQuestion(context, maturity);
    const kpi = kpiQuestion(context, maturity);
    if (model.task === 'multiclass') return classLabelQuestions(context, maturity);
    return {
      requested: labelledScores(context, maturity),
      completeness: completenessQuestion(context, maturity),
      ...(arrivals === null ? {} : { arrivals }),
      ...(kpi === null ? {} : { kpi }),
    };
  },

  verdict(context, answers) {
    const { model } = context;
    const { label } = model.predictions;
    if (label === undefined)
      return inconclusive('no label column is configured', 'Name it under predictions.label.');
    if (model.task === 'regression')
      return inconclusive('labels of a regression are values', 'This check compares labels that are 0 or 1.');
    if (model.task === 'multiclass')
      return classLabelVerdict(context, answers, (of, its) => labels.verdict(of, its));
    const maturity = maturityOf(context, answers);
    const read = rowsOf(answers, 'requested');
    if (read.kind === 'not-read') return inconclusive(read.reason);
    const inWindow = (window: string) => read.rows.filter((row) => row['window'] === window);
    const completeness = completenessFindings(context, rowsOrNone(answers, 'completeness'), maturity);
    const empty = (['before', 'after'] as const).find((window) => inWindow(window).length === 0);
    if (empty !== undefined && !completeness.some((finding) => finding.shifted)) {
      const name = empty === 'before' ? 'baseline' : 'incident';
      return inconclusive(
        `no labels in the ${name} window yet`,
        `No request of the ${name} window has a score and a label (${maturityWords(maturity)}).`,
      );
    }
    const group = scoreGroups(read.rows);
    const groupOf = (row: Row): number | null => group[numberOf(row['bin']) ?? -1] ?? null;
    const turn = turningGroup(read.rows, groupOf);
    const byScore = (row: Row): Place | null => {
      const found = groupOf(row);
      return found === null ? null : { stratum: `${found}`, high: found >= turn };
    };
    const withDelay = (row: Row): Place | null => {
      const found = byScore(row);
      return found === null ? null : { ...found, stratum: `${found.stratum} ${countOf(row['delay'])}` };
    };
    const arrivals = rowsOrNone(answers, 'arrivals');
    const clocks: Clocks = {
      requested: agreementOf(strataOf(read.rows, byScore)),
      arrived: arrivals.length === 0 ? null : agreementOf(strataOf(arrivals, withDelay)),
      // Requests of before the onset: nothing that then broke in serving can have touched their scores.
      earlier:
        arrivals.length === 0
          ? null
          : agreementOf(strataOf(arrivals, withDelay, (row) => row['old'] === true)),
    };
    const plain = plainRate(read.rows);
    const kpi = kpiAgainstLabels(rowsOrNone(answers, 'kpi')[0], plain);
    return judge({ context, maturity, clocks, plain, kpi, completeness });
  },
};

export type Clocks = {
  readonly requested: Agreement;
  readonly arrived: Agreement | null;
  readonly earlier: Agreement | null;
};

type Judged = {
  readonly context: CheckContext;
  readonly maturity: Maturity;
  readonly clocks: Clocks;
  readonly plain: ReturnType<typeof plainRate>;
  readonly kpi: KpiMove | null;
  readonly completeness: readonly Finding[];
};

function judge(judged: Judged): Verdict {
  const { maturity, plain, completeness } = judged;
  const { found, fault } = agreementFindings(judged);
  const missing = completeness.filter((finding) => finding.shifted);
  const findings = [...found, ...completeness].toSorted((a, b) => Number(b.shifted) - Number(a.shifted));
  if (fault !== null || missing.length > 0) {
    const line = [...(fault === null ? [] : [fault]), ...missing.map((one) => one.sentence)].join('; ');
    return { answer: 'shifted', line, findings };
  }
  if (plain.after.events === 0 || plain.after.events === plain.after.trials) {
    const reason = `All ${plain.after.trials} mature labels of the incident window are of one class.`;
    return { ...inconclusive('only one class of labels in the incident window', reason), findings };
  }
  const reach = sharpestReach(found);
  if (reach === null || reach > roughest * floorOf(judged)) {
    const reason = `${plain.after.trials} mature labels in the incident window; with so few a fault of ${pointsWords(reach)} would not be seen.`;
    return { ...inconclusive('too few labels yet', reason), findings };
  }
  const rate = (share: { readonly events: number; readonly trials: number }): string =>
    `${((share.events / share.trials) * 100).toFixed(1)} %`;
  const dependsOnScore = found.some((finding) => finding.detail?.['changedGivenScore'] === true);
  const line = dependsOnScore
    ? `label rate ${rate(plain.before)} → ${rate(plain.after)}: the score means something else, but the labels themselves did not move (${maturityWords(maturity)})`
    : `labels as before given the score, rate ${rate(plain.before)} → ${rate(plain.after)} (${maturityWords(maturity)})`;
  return { answer: 'steady', line, findings };
}

/** An interval that reaches this many floors to either side has not looked closely enough to say that nothing moved. */
const roughest = 2;

/** Half the width of the narrowest interval over the clocks that see the fault if there is one. */
function sharpestReach(found: readonly Finding[]): number | null {
  const widths = found.flatMap((finding) =>
    finding.low === null || finding.high === null || finding.detail?.['clock'] === 'earlier'
      ? []
      : [(finding.high - finding.low) / 2],
  );
  return widths.length === 0 ? null : Math.min(...widths);
}

const pointsWords = (reach: number | null): string =>
  reach === null ? 'any size' : `${(reach * 100).toFixed(1)} points`;

export type LabelRate = { readonly events: number; readonly trials: number };

function plainRate(rows: readonly Row[]): { readonly before: LabelRate; readonly after: LabelRate } {
  const of = (window: 'before' | 'after'): LabelRate => {
    const ones = rows.filter((row) => row['window'] === window);
    return {
      trials: ones.reduce((total, row) => total + countOf(row['n']), 0),
      events: ones.reduce((total, row) => total + countOf(row['positives']), 0),
    };
  };
  return { before: of('before'), after: of('after') };
}
