import { servingHurt } from '../harm.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { worldSigns } from '../signs/world-signs.ts';
import { conclusive } from '../view.ts';
import type { EvidenceView } from '../view.ts';

/** More of one kind of people only is another mix. A count that is not beyond doubt points at demand where the alert is about it, or people wait. Fewer people make nobody wait and break no request: what hurts in serving is explained only by more of them. */
function mayBeDemand(view: EvidenceView): boolean {
  const evidence = view.check('volume');
  const total = evidence?.verdict.findings[0];
  if (!conclusive(evidence) || total?.subject.kind !== 'metric') return false;
  const doubtful =
    worldSigns.volumeMoved.read(view, null).state === 'unknown' &&
    (view.symptom?.metric === 'volume' || servingHurt(view));
  if (!total.shifted && !doubtful) return false;
  return !(total.detail?.['direction'] === 'down' && servingHurt(view));
}

export const externalDemand: Hypothesis = {
  id: 'external.demand',
  category: 'external',
  sentence: 'More or fewer people came than at this time of day; the system does what it always did.',
  culprits: (view) => (mayBeDemand(view) ? [{ kind: 'baseline', name: null }] : []),
  expects: {
    volumeMoved: 0.96,
    anythingBroken: 0.08,
    disagrees: 0.03,
    buildDiffers: 0.02,
    shadowBuildDiffers: 0.02,
    mixMoved: 0.3,
    businessMoved: 0.5,
    saturated: 0.2,
    stageSlow: 0.25,
  },
  change: {
    kinds: { campaign: 0.6 },
    words:
      /campaign|promo|marketing|sale|season|launch|newsletter|holiday|event|push|outage|traffic|television|\btv\b|spot|advert|store|press/i,
  },
  mitigations: [
    { kind: 'none', words: 'Leave the model alone; add capacity if queues grow.', reversible: true },
    { kind: 'scale', words: 'Add capacity for the demand.', reversible: true },
  ],
  guardrails: ['demand forecast in the alert’s baseline'],
  why: 'Why was this demand not expected?',
};
