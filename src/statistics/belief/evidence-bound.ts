/**
 * The most that a p-value can speak for its effect, in nats: −ln(−e · p · ln p) for p below 1/e, and 0 above. Whatever size the effect
 * may have, no alternative makes the data likelier than this many times what chance makes them.
 * Source: Sellke, Bayarri & Berger 2001, "Calibration of p values for testing precise null hypotheses".
 */
export function mostEvidence(p: number): number {
  if (p <= 0) return Infinity;
  return p >= 1 / Math.E ? 0 : -Math.log(-Math.E * p * Math.log(p));
}
