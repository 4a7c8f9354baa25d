import type { Alert } from '../alert/alert.ts';
import { askCheck } from '../checks/ask.ts';
import { commonClasses } from '../checks/classes/common-classes.ts';
import type { Check, CheckContext } from '../checks/check.ts';
import type { Verdict } from '../checks/evidence.ts';
import type { Inquiry } from '../checks/inquiry.ts';
import { CHECKS } from '../checks/list.ts';
import { isModelMetric } from '../alert/metric.ts';
import { inconclusive } from '../checks/windowed.ts';
import type { ModelConfig, MonitorConfig } from '../config/schema.ts';
import { signalOfMetric } from './alert-subject.ts';
import { profilesOf, strongestFeatures } from './known-profiles.ts';
import type { KnownProfiles } from './known-profiles.ts';
import { aboutOne, oneOf, verdictOn } from './about-one.ts';
import { spansAt } from './spans.ts';
import { strongest } from './strength.ts';
import { watchBudgets } from './watch-budgets.ts';
import { watchMetric } from './watch-metric.ts';

/** What one run measured. `harm`: what the model's metric and the KPI say, when a small shift asked for it. */
export type Watched = {
  readonly verdict: Verdict;
  readonly harm: { readonly did: boolean; readonly words: string } | null;
};

/** One run of a monitor at a slot, as an inquiry: several of them share scans. */
export function* watch(
  modelName: string,
  model: ModelConfig,
  watching: { readonly monitor: MonitorConfig; readonly slot: Date; readonly known: KnownProfiles },
): Inquiry<Watched> {
  const { monitor, slot, known } = watching;
  const plain = contextOfRun(modelName, model, watching);
  const bare = monitor.check === undefined ? plain : { ...plain, classes: yield* commonClasses(plain) };
  const profile = needsProfile(monitor) ? yield* profilesOf(bare, known) : [];
  const { top_features: top } = monitor;
  const chosen = top === undefined ? profile : yield* strongestFeatures({ ...bare, profile }, top, known);
  const context: CheckContext = { ...bare, profile: chosen };
  const verdict = yield* verdictOf(context, monitor);
  const floor = monitor.quiet_without_harm?.below;
  if (floor === undefined || verdict.answer !== 'shifted' || (strongest(verdict)?.size ?? 0) >= floor)
    return { verdict, harm: null };
  return { verdict, harm: yield* harmIn(contextOfRun(modelName, model, { monitor, slot })) };
}

function contextOfRun(
  modelName: string,
  model: ModelConfig,
  { monitor, slot }: { readonly monitor: MonitorConfig; readonly slot: Date },
): CheckContext {
  return {
    modelName,
    model: { ...model, checks: withThresholds(model, monitor) },
    windows: spansAt(monitor, model, slot),
    alert: draftOf(modelName, monitor, slot),
    symptom: null,
    segment: monitor.segment,
    profile: [],
    thresholds: {},
    parameters: {},
  };
}

/** Those of the monitor win over those of the model. */
function withThresholds(model: ModelConfig, { check, thresholds }: MonitorConfig): ModelConfig['checks'] {
  return check === undefined
    ? model.checks
    : { ...model.checks, [check]: { ...model.checks[check], ...thresholds } };
}

function* verdictOf(context: CheckContext, monitor: MonitorConfig): Inquiry<Verdict> {
  const { metric } = monitor;
  if (metric === 'volume' && monitor.limits === undefined)
    return yield* verdictOf(context, { ...monitor, metric: undefined, check: 'volume' });
  if (metric !== undefined && (!isModelMetric(metric) || monitor.limits !== undefined))
    return yield* watchMetric(context, monitor, metric);
  const check = checkNamed(metric === undefined ? monitor.check : 'model-metric');
  if (check === null) return inconclusive(`there is no check '${monitor.check ?? ''}'`);
  if (monitor.column !== undefined) {
    const one = oneOf(check.about.id, monitor.column);
    const verdict = verdictOn(yield* askCheck(check, aboutOne(context, one)), one);
    return yield* watchBudgets(context, monitor, verdict);
  }
  return yield* watchBudgets(context, monitor, yield* askCheck(check, context));
}

/** Did the model's metric or the business suffer, as far as can be told now? */
function* harmIn(context: CheckContext): Inquiry<NonNullable<Watched['harm']>> {
  const said: string[] = [];
  for (const id of ['model-metric', 'business-impact']) {
    const check = checkNamed(id);
    if (check === null) continue;
    const verdict = yield* askCheck(check, { ...context, alert: null });
    if (verdict.answer === 'shifted') return { did: true, words: verdict.line };
    said.push(verdict.line);
  }
  return { did: false, words: said.join('; ') };
}

function checkNamed(id: string | undefined): Check | null {
  return CHECKS.find((check) => check.about.id === id) ?? null;
}

/** Checks that bin values by what the features looked like before. */
const profiled = [
  'baseline',
  'categories',
  'constant',
  'feature-drift',
  'influence',
  'out-of-range',
  'parity',
  'schema',
  'upstream',
];

function needsProfile({ check, metric, top_features: top }: MonitorConfig): boolean {
  return top !== undefined || metric === 'psi' || (check !== undefined && profiled.includes(check));
}

/** The alert that this run would make: checks read from it which metric is meant. */
function draftOf(model: string, monitor: MonitorConfig, slot: Date): Alert | null {
  if (monitor.metric === undefined) return null;
  return {
    source: 'monitor',
    status: 'firing',
    fingerprint: 'monitor',
    model,
    signal: signalOfMetric(monitor.metric),
    metric: monitor.metric,
    column: monitor.column ?? null,
    segment: monitor.segment,
    severity: monitor.severity,
    title: '',
    summary: '',
    value: null,
    baseline: null,
    startedAt: slot,
    endedAt: null,
    links: [],
  };
}
