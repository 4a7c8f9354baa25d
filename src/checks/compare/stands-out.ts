import { proportionDifference } from '../../statistics/proportion/proportion-difference.ts';
import type { Proportion } from '../../statistics/proportion/proportion.ts';

/**
 * Whether an event is more frequent inside a segment than in the rest of the rows, beyond chance. Of many segments one always
 * has the greatest share; where the rest has the event about as often, it has it by chance.
 */
export function standsOut(inside: Proportion, whole: Proportion, alpha: number): boolean {
  const difference = proportionDifference({
    before: { events: whole.events - inside.events, trials: whole.trials - inside.trials },
    after: inside,
  });
  return difference.kind === 'estimate' && difference.value > 0 && difference.pValue <= alpha;
}
