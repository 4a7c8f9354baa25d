import type { CheckContext } from '../check.ts';
import { completenessFindings } from '../labels/label-arrival.ts';
import { classKpiFinding, classKpiQuestions } from './class-kpi.ts';
import { eachClass, answersOf, named, sayingWhich } from './each-class.ts';
import type { Finding, Verdict } from '../evidence.ts';
import { arrivalQuestion, completenessQuestion } from '../labels/label-questions.ts';
import { labelledScores } from '../labels/labelled-scores.ts';
import { maturityOf, type Maturity } from '../labels/mature-labels.ts';
import type { Answers, Questions } from '../question.ts';
import { rowsOrNone } from '../read-answers.ts';

/** Each class's labels against its scores, or against its predictions where no scores are known; how many labels came, once. */
export function classLabelQuestions(context: CheckContext, maturity: Maturity): Questions {
  const classes = eachClass(context).map(({ context: own }, place) => {
    const arrivals = arrivalQuestion(own, maturity);
    return named(place, {
      requested: labelledScores(own, maturity),
      ...(arrivals === null ? {} : { arrivals }),
    });
  });
  return {
    completeness: completenessQuestion(context, maturity),
    ...classKpiQuestions(context, maturity),
    ...(Object.assign({}, ...classes) as Questions),
  };
}

/**
 * Do labels of each class still mean what they meant? One class against the rest, so that the tests of labels that are yes or no hold;
 * each at its part of the error allowed. The business counts no classes: beside it stands how often the labels call a prediction right.
 */
export function classLabelVerdict(
  context: CheckContext,
  answers: Answers,
  verdictOf: (context: CheckContext, answers: Answers) => Verdict,
): Verdict {
  const maturity = maturityOf(context, answers);
  const completeness = completenessFindings(context, rowsOrNone(answers, 'completeness'), maturity);
  const classes = eachClass(context).map(({ name, context: own }, place) => ({
    name,
    verdict: verdictOf(
      { ...own, model: { ...own.model, business: undefined } },
      answersOf(place, answers, ['delay']),
    ),
  }));
  const label = context.model.predictions.label?.column ?? '';
  const found = classes.flatMap(({ name, verdict }) =>
    verdict.findings.map((finding): Finding => ({
      ...finding,
      subject: { kind: 'label', name: label },
      measure: `${finding.measure} of ${name}`,
      detail: { ...finding.detail, class: name },
      sentence: `${name}: ${finding.sentence}`,
    })),
  );
  const kpi = classKpiFinding(context, answers);
  const findings = [...completeness, ...found, ...(kpi === null ? [] : [kpi])].toSorted(
    (a, b) => Number(b.shifted) - Number(a.shifted),
  );
  const business = kpi === null ? '' : `; ${kpi.sentence}`;
  const faults = classes.filter(({ verdict }) => verdict.answer === 'shifted');
  const missing = completeness.filter((finding) => finding.shifted);
  if (faults.length > 0 || missing.length > 0) {
    const said = faults.slice(0, 3).map(({ name, verdict }) => `${name}: ${verdict.line}`);
    const more = faults.length > said.length ? `; and ${faults.length - said.length} more classes` : '';
    return sayingWhich(context, {
      answer: 'shifted',
      line: [...said, ...missing.map((finding) => finding.sentence)].join('; ') + more + business,
      findings,
    });
  }
  const steady = classes.filter(({ verdict }) => verdict.answer === 'steady');
  const [first] = classes;
  if (steady.length === 0 && first !== undefined) return { ...first.verdict, findings };
  const unknown = classes.length - steady.length;
  return sayingWhich(context, {
    answer: 'steady',
    line: `labels of ${steady.length} classes are as before given ${steady.length === 1 ? 'its' : 'their'} scores${unknown > 0 ? `; of ${unknown} too few came to tell` : ''}${business}`,
    findings,
  });
}
