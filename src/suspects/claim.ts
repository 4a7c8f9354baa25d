import type { EvidenceView } from './view.ts';

/** The interval of the measured difference does not reach what the alert claims: the claim is refuted, not just unproven. */
export function claimRefuted({ symptom, alert }: EvidenceView): boolean {
  const difference = symptom?.difference ?? null;
  if (difference === null || difference.low === null || difference.high === null) return false;
  const claim =
    alert === null || alert.value === null || alert.baseline === null ? null : alert.value - alert.baseline;
  if (claim === null) return difference.low <= 0 && difference.high >= 0;
  return claim < 0 ? difference.low > claim : difference.high < claim;
}

/** Less than half of what the alert claims, whatever moved. */
export function farBelowClaim({ symptom, alert }: EvidenceView): boolean {
  if (alert === null || alert.value === null || alert.baseline === null) return false;
  const difference = symptom?.difference ?? null;
  return difference !== null && Math.abs(difference.value) < Math.abs(alert.value - alert.baseline) / 2;
}
