import { isModelMetric } from '../alert/metric.ts';
import { metricFloor } from '../checks/metric/metric-findings.ts';
import type { CheckContext } from '../checks/check.ts';
import type { Finding, Verdict } from '../checks/evidence.ts';
import type { Inquiry } from '../checks/inquiry.ts';
import { inconclusive } from '../checks/windowed.ts';
import type { MetricName } from '../alert/metric.ts';
import type { MonitorConfig } from '../config/schema.ts';
import { compareWindows } from '../symptom/measure.ts';
import type { Comparison } from '../symptom/compare-metric.ts';
import { sameHours } from './same-hours.ts';
import { metricLabel, metricUnit, valueWords } from '../symptom/metric-words.ts';

/** Beyond chance: a metric is looked at hundreds of times a week. */
const alpha = 0.001;

/** Volumes are compared hour by hour already. */
const countsWholeHours: readonly MetricName[] = ['volume', 'label_volume'];

/** A metric in both windows, at the same hours of the day, judged by the monitor's limits; without any, by what is beyond chance and worth a word. */
export function* watchMetric(
  context: CheckContext,
  monitor: MonitorConfig,
  metric: MetricName,
): Inquiry<Verdict> {
  const { model, windows, segment, profile } = context;
  const column = monitor.column ?? null;
  const known = profile.find(({ name }) => name === column) ?? null;
  const spec = { metric, model, column, profile: known };
  const spans = countsWholeHours.includes(metric) ? undefined : sameHours(windows);
  const compared = yield* compareWindows(spec, windows, { segment, spans });
  const { after } = compared;
  if (after === null) return inconclusive(`${metric} cannot be measured`, compared.reason ?? 'no rows');
  const name = metricLabel(model, metric, column);
  const broken = brokenLimit(monitor, metric, compared);
  const value = (of: number | undefined): string =>
    of === undefined ? 'unknown' : valueWords(of, metricUnit(metric));
  const sentence = `${name} is ${value(after.value)} (${value(compared.before?.value)} ${spans === undefined ? 'before' : 'at these hours before'})`;
  const finding: Finding = {
    subject: { kind: 'metric', name: metric },
    measure: name,
    unit: metricUnit(metric),
    before: compared.before?.value ?? null,
    after: after.value,
    effect: compared.difference?.value ?? null,
    low: compared.difference?.low ?? null,
    high: compared.difference?.high ?? null,
    nBefore: compared.before?.n ?? 0,
    nAfter: after.n,
    test: compared.test,
    p: compared.p,
    adjustedP: compared.p,
    threshold: broken?.limit ?? monitor.limits?.change ?? null,
    shifted: broken !== null,
    sentence,
  };
  if (broken !== null)
    return { answer: 'shifted', line: `${sentence}, ${broken.words}`, findings: [finding] };
  return { answer: 'steady', line: sentence, findings: [finding] };
}

type Broken = { readonly limit: number; readonly words: string };

function brokenLimit(monitor: MonitorConfig, metric: MetricName, compared: Comparison): Broken | null {
  const { above, below, change } = monitor.limits ?? {};
  const { after, difference, p } = compared;
  if (after !== null && above !== undefined && after.value > above)
    return { limit: above, words: `above its limit of ${above}` };
  if (after !== null && below !== undefined && after.value < below)
    return { limit: below, words: `below its limit of ${below}` };
  if (monitor.limits !== undefined && change === undefined) return null;
  const relative = isModelMetric(metric) ? 0.05 : 0.2;
  const floor =
    change ??
    (isModelMetric(metric)
      ? metricFloor(metric, { points: 0.02, relative })(compared.before?.value ?? 0)
      : relative * Math.abs(compared.before?.value ?? 0));
  if (difference === null || p === null || p > alpha || Math.abs(difference.value) < floor) return null;
  return { limit: floor, words: `a change of more than ${Number(floor.toPrecision(3))}` };
}
