import type { CheckContext } from '../checks/check.ts';
import type { Verdict } from '../checks/evidence.ts';
import { inconclusive } from '../checks/windowed.ts';
import { STAGE_CHECK } from '../config/sense/checks-of-one.ts';

/** The one thing that a check is asked about. */
export type One = { readonly kind: 'feature' | 'stage'; readonly name: string };

export function oneOf(check: string, name: string): One {
  return { kind: check === STAGE_CHECK ? 'stage' : 'feature', name };
}

/** The same question about one of them alone: nothing is read of the others, and chance has one try and not one each. */
export function aboutOne(context: CheckContext, one: One): CheckContext {
  return one.kind === 'stage' ? aboutStage(context, one.name) : aboutFeature(context, one.name);
}

function aboutFeature(context: CheckContext, feature: string): CheckContext {
  const { model, profile } = context;
  const segments = model.predictions.segments.filter((name) => name === feature);
  return {
    ...context,
    feature,
    model: { ...model, predictions: { ...model.predictions, features: [feature], segments } },
    profile: profile.filter(({ name }) => name === feature),
  };
}

/** Where metrics tell the stages apart, they are read together, and the verdict is of the one. */
function aboutStage(context: CheckContext, stage: string): CheckContext {
  const { model } = context;
  const { requests } = model;
  const stages = requests?.stages.filter((name) => name === stage) ?? [];
  return requests === undefined || stages.length === 0
    ? context
    : { ...context, model: { ...model, requests: { ...requests, stages } } };
}

/**
 * What a verdict says of one of them, and nothing beside it; of a stage also on which hosts. An answer that leaves nothing of
 * it says so.
 */
export function verdictOn(verdict: Verdict, { kind, name }: One): Verdict {
  if (verdict.answer === 'inconclusive') return verdict;
  const about = verdict.findings.filter(({ subject }) => subject.kind === kind && subject.name === name);
  if (about.length === 0) return inconclusive(`nothing could be measured of ${name}`);
  const others = verdict.findings.filter((finding) => !about.includes(finding));
  if (others.every(({ subject }) => kind === 'stage' && subject.kind === 'host')) return verdict;
  const shifted = about.filter((finding) => finding.shifted);
  const said = shifted.length > 0 ? shifted : about;
  return {
    answer: shifted.length > 0 ? 'shifted' : 'steady',
    line: said.map(({ sentence }) => sentence).join('; '),
    findings: about,
  };
}
