import type { Finding, Verdict } from '../checks/evidence.ts';

/**
 * How far a finding is from no change, in its check's own unit: a difference by its size, a ratio by its logarithm, so that
 * half as many and twice as many are equally far.
 */
export function sizeOf({ unit, effect }: Finding): number {
  if (effect === null) return 0;
  if (unit !== 'ratio') return Math.abs(effect);
  return effect > 0 ? Math.abs(Math.log(effect)) : Infinity;
}

/** What a run shows as its value: what shifted, else the whole before any part of it, so that values in time are of one thing. */
export function shownFinding(verdict: Pick<Verdict, 'findings'>): Finding | null {
  const whole = verdict.findings.filter(({ where }) => where === undefined);
  const findings =
    verdict.findings.some(({ shifted }) => shifted) || whole.length === 0 ? verdict.findings : whole;
  return strongest({ findings })?.finding ?? null;
}

/** The finding that speaks for a run: the strongest that shifted, else the strongest there is. */
export function strongest(
  verdict: Pick<Verdict, 'findings'>,
): { readonly finding: Finding; readonly size: number } | null {
  const sized = verdict.findings.map((finding) => ({ finding, size: sizeOf(finding) }));
  const shifted = sized.filter(({ finding }) => finding.shifted);
  return (
    (shifted.length > 0 ? shifted : sized).toSorted(
      (a, b) => (Number.isFinite(b.size) ? b.size : 1e9) - (Number.isFinite(a.size) ? a.size : 1e9),
    )[0] ?? null
  );
}
