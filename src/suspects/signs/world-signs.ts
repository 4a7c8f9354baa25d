import type { Finding } from '../../checks/evidence.ts';
import { WITHIN } from '../../checks/metric/metric-within.ts';
import { conclusive } from '../view.ts';
import type { EvidenceView } from '../view.ts';
import { anywhere, no, onSubject, UNKNOWN, yes } from './sign.ts';
import { claimRefuted } from '../claim.ts';
import { hurts } from '../harm.ts';
import { powerOf, powerOfCheck } from '../power.ts';
import type { Reading, Sign } from './sign.ts';

/** Signs about who came, how many, and what it did to the business. */
export const worldSigns = {
  mixMoved: {
    check: 'mix-shift',
    background: 0.08,
    family: 'mix',
    read: (view, culprit) =>
      culprit?.kind === 'segment'
        ? onSubject('mix-shift', 'segment')(view, culprit)
        : anywhere('mix-shift')(view, culprit),
  },
  volumeMoved: {
    check: 'volume',
    background: 0.06,
    family: 'volume',
    read: (view, culprit) => {
      const seen = anywhere('volume')(view, culprit);
      if (seen.state !== 'no') return seen;
      const findings = view.check('volume')?.verdict.findings ?? [];
      if (findings.some(mayBeUnlikeOtherDays)) return UNKNOWN;
      const total = findings.find(({ subject }) => subject.kind === 'metric');
      return total === undefined ? seen : no(seen.evidence, seen.words, powerOf(total));
    },
  },
  businessMoved: {
    check: 'business-impact',
    background: 0.35,
    family: 'business',
    read: anywhere('business-impact'),
  },
  survivesBaselines: { check: 'baseline', background: 0.8, family: 'baseline', read: anywhere('baseline') },
  metricMoved: {
    check: 'model-metric',
    background: 0.7,
    family: 'metric',
    read: (view, culprit) => {
      const within = sameWithin(view);
      if (within !== null) return within;
      const checked = anywhere('model-metric')(view, culprit);
      if (checked.state !== 'unknown') return checked;
      const { symptom } = view;
      const first = view.evidence[0];
      if (symptom === null || first === undefined || symptom.difference === null || !hurts(symptom.metric))
        return UNKNOWN;
      if (symptom.changed) return yes(first.id, symptom.sentence);
      // Few rows show no difference, whatever happened: only an interval that excludes the claim says that nothing moved.
      return claimRefuted(view) ? no(first.id, symptom.sentence) : UNKNOWN;
    },
  },
  anythingBroken: {
    check: 'parity',
    background: 0.75,
    family: 'anything',
    read: (view) => {
      const looked = [
        'null-rate',
        'constant',
        'out-of-range',
        'categories',
        'feature-store',
        'parity',
        'golden-replay',
        'errors',
        'fallback',
        'threshold',
      ]
        .map((id) => view.check(id))
        .filter(conclusive);
      const broken = looked.find((one) => one.verdict.answer === 'shifted');
      if (broken !== undefined) return yes(broken.id, broken.verdict.line);
      const power = looked.reduce((sum, one) => sum + powerOfCheck(one), 0) / looked.length;
      return looked.length >= 3
        ? no(looked[0]?.id ?? 'E1', `${looked.length} checks for defects are steady`, power)
        : UNKNOWN;
    },
  },
} satisfies Record<string, Sign>;

/** As far from what is usual as demand must be, or beyond every day there was, but with too few days to call it more than chance. */
function mayBeUnlikeOtherDays({ subject, effect, after, threshold, detail }: Finding): boolean {
  const [least, most] = [detail?.['least'], detail?.['most']];
  if (subject.kind !== 'metric' || after === null || threshold === null) return false;
  return (
    (effect !== null && (effect >= 1 + threshold || effect <= 1 - threshold)) ||
    (typeof most === 'number' && after > most * (1 + threshold)) ||
    (typeof least === 'number' && after < least * (1 - threshold))
  );
}

/** Widest interval, in floors of the metric to either side, from which it may be said that nothing moved within the groups. */
const ROUGHEST = 4;

/** The mix of traffic moved, and within its groups the metric did not: the total moved because other people came. */
function sameWithin(view: EvidenceView): Reading | null {
  const evidence = view.check('mix-shift');
  if (!conclusive(evidence) || evidence.verdict.answer !== 'shifted') return null;
  const finding = evidence.verdict.findings.find((one) => one.measure === WITHIN);
  if (finding === undefined || finding.shifted || finding.low === null || finding.high === null) return null;
  const reach = (finding.high - finding.low) / 2;
  return reach <= ROUGHEST * Math.max(finding.threshold ?? 0, 0.01)
    ? no(evidence.id, finding.sentence)
    : null;
}
