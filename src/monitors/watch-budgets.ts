import type { CheckContext } from '../checks/check.ts';
import type { Finding, Verdict } from '../checks/evidence.ts';
import type { Inquiry } from '../checks/inquiry.ts';
import { countOf, numberOf, rowsOrNone } from '../checks/read-answers.ts';
import type { MonitorConfig } from '../config/schema.ts';
import type { Expression, Measure } from '../sql/aggregate.ts';
import { column, countIf, during, isNotNull, number, quantile, table } from '../sql/build.ts';
import { latencyOf, WHOLE_REQUEST } from '../symptom/serving-carriers.ts';

/** The p95 of every stage that has a budget, and of their sum, beside what the check said of them: slowest first. */
export function* watchBudgets(
  context: CheckContext,
  monitor: MonitorConfig,
  verdict: Verdict,
): Inquiry<Verdict> {
  const { requests } = context.model;
  const budgets = Object.entries(monitor.budgets);
  if (requests === undefined || budgets.length === 0) return verdict;
  const values = budgets.flatMap(([stage, budget]) => {
    const value =
      stage === WHOLE_REQUEST ? latencyOf(context.model, (name) => column(name)) : number(column(stage));
    return value === null ? [] : [{ stage, budget, value }];
  });
  const measures = Object.fromEntries(
    values.flatMap(({ value }, i): [string, Measure][] => [
      [`p${i}`, quantile(value, 0.95)],
      [`n${i}`, countIf(isNotNull(value))],
    ]),
  );
  const where: readonly Expression[] = [during(column(requests.time), context.windows.incident)];
  const answers = yield {
    budgets: { kind: 'aggregate', from: table('requests'), where, by: {}, measures },
  };
  const [row] = rowsOrNone(answers, 'budgets');
  const over = values
    .flatMap(({ stage, budget }, i): Finding[] => {
      const p95 = numberOf(row?.[`p${i}`]);
      return p95 === null || p95 <= budget
        ? []
        : [overBudget(stage, { budget, p95, n: countOf(row?.[`n${i}`]) })];
    })
    .toSorted((a, b) => (b.after ?? 0) - (a.after ?? 0));
  if (over.length === 0) return verdict;
  const line = over.map(({ sentence }) => sentence).join('; ');
  return {
    answer: 'shifted',
    line: verdict.answer === 'shifted' ? `${line}; ${verdict.line}` : line,
    findings: [...over, ...verdict.findings],
  };
}

function overBudget(
  stage: string,
  { budget, p95, n }: { readonly budget: number; readonly p95: number; readonly n: number },
): Finding {
  const who = stage === WHOLE_REQUEST ? 'the whole request' : stage;
  return {
    subject:
      stage === WHOLE_REQUEST ? { kind: 'metric', name: 'latency_p95' } : { kind: 'stage', name: stage },
    measure: 'p95 against its budget',
    unit: 'ms',
    before: budget,
    after: p95,
    effect: p95 - budget,
    low: null,
    high: null,
    nBefore: 0,
    nAfter: n,
    test: null,
    p: null,
    adjustedP: null,
    threshold: budget,
    shifted: true,
    sentence: `${who} takes ${p95.toFixed(0)} ms at p95, and its budget is ${budget} ms`,
  };
}
