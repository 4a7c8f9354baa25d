import { ShapeError } from '../shape-error.ts';

/** How often changes of one kind were recorded before the incident: `changes` in `hours` of history. */
export type ChangeHistory = { readonly changes: number; readonly hours: number };

/** The share of guilty changes that are recorded at all, and recorded where we look; a judgement, shown beside the answer. */
export const RECORDED_SHARE = 0.9;

/**
 * How much likelier it is to see what was seen (a change of this kind inside the lead window before the onset, or none) if such a change
 * brought the incident than if it did not. With base rate λ and lead L: seen, [h + (1 − h)·c]/c with c the chance of one by coincidence;
 * not seen, 1 − h. The base rate is not known but counted, so c is the negative-binomial predictive 1 − (T/(T + L))^(k + ½).
 * `leadHours` spans the lead window plus the width of the onset's interval. Above 1 speaks for the change.
 * Source: Bayes factor with a Gamma(½) (Jeffreys) prior on the Poisson rate.
 */
export function changeSeenRatio(
  seen: boolean,
  history: ChangeHistory,
  leadHours: number,
  recordedShare = RECORDED_SHARE,
): number {
  if (!seen) return 1 - recordedShare;
  const coincidence = chanceOfCoincidence(history, leadHours);
  return (recordedShare + (1 - recordedShare) * coincidence) / coincidence;
}

/** The chance that at least one change of the kind falls into `leadHours` for reasons of its own. Without any history: near 1. */
export function chanceOfCoincidence({ changes, hours }: ChangeHistory, leadHours: number): number {
  if (!(leadHours > 0 && hours >= 0 && changes >= 0)) {
    throw new ShapeError(
      `${changes} changes in ${hours} hours and a lead of ${leadHours} hours make no rate.`,
      'Give a lead above 0 and the length of the history the changes were counted in.',
    );
  }
  return -Math.expm1((changes + 0.5) * Math.log(hours / (hours + leadHours)));
}
