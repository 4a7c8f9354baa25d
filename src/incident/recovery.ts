import type { Measurement } from '../symptom/symptom.ts';
import type { Recovery } from './facts/team-facts.ts';

/** Fewer rows since the mitigation say nothing. */
const FEWEST = 50;
/** What may be left of the change in a metric that is back, and what is plainly still there. */
const BACK = 0.25;
const STILL = 0.5;
const CHANCE = 0.01;

/**
 * Whether a metric came back: what is left of the incident's change, as a share of it. `before` is the baseline, `incident`
 * while it burned, `now` since the mitigation, `p` that `now` differs from `before` by chance.
 */
export function judgeRecovery(measured: {
  readonly before: Measurement | null;
  readonly incident: Measurement | null;
  readonly now: Measurement | null;
  readonly p: number | null;
}): { readonly verdict: Recovery; readonly left: number | null; readonly reason: string } {
  const { before, incident, now, p } = measured;
  if (now === null || now.n < FEWEST)
    return { verdict: 'too-early', left: null, reason: `${now?.n ?? 0} rows since then say too little` };
  if (before === null || incident === null || before.value === incident.value) {
    const isBack = p !== null && p > CHANCE;
    return {
      verdict: isBack ? 'recovered' : 'not-recovered',
      left: null,
      reason: isBack ? 'no longer beyond chance' : 'still beyond chance',
    };
  }
  const left = (now.value - before.value) / (incident.value - before.value);
  if (left <= BACK) return { verdict: 'recovered', left, reason: leftWords(left) };
  if (left < STILL && p !== null && p > CHANCE)
    return { verdict: 'recovered', left, reason: `${leftWords(left)}, within chance` };
  return { verdict: 'not-recovered', left, reason: leftWords(left) };
}

const leftWords = (left: number): string =>
  left <= 0 ? 'nothing of the change is left' : `${Math.round(left * 100)} % of the change is left`;
