import type { CheckContext } from '../checks/check.ts';
import type { Verdict } from '../checks/evidence.ts';
import { inconclusive } from '../checks/windowed.ts';

/** The same question about one feature alone: nothing is read of the others, and chance has one try and not one a feature. */
export function aboutFeature(context: CheckContext, feature: string): CheckContext {
  const { model, profile } = context;
  const segments = model.predictions.segments.filter((name) => name === feature);
  return {
    ...context,
    feature,
    model: { ...model, predictions: { ...model.predictions, features: [feature], segments } },
    profile: profile.filter(({ name }) => name === feature),
  };
}

/** What a verdict says of one feature, and nothing beside it. An answer that leaves nothing of the feature says so. */
export function verdictOn(verdict: Verdict, feature: string): Verdict {
  if (verdict.answer === 'inconclusive') return verdict;
  const findings = verdict.findings.filter(
    ({ subject }) => subject.kind === 'feature' && subject.name === feature,
  );
  if (findings.length === verdict.findings.length && findings.length > 0) return verdict;
  if (findings.length === 0) return inconclusive(`nothing could be measured of ${feature}`);
  const shifted = findings.filter((finding) => finding.shifted);
  const said = shifted.length > 0 ? shifted : findings;
  return {
    answer: shifted.length > 0 ? 'shifted' : 'steady',
    line: said.map(({ sentence }) => sentence).join('; '),
    findings,
  };
}
