import { percent } from './numbers.ts';

/** How probable a suspect is, as people read it: digits below a tenth of a percent are none that anybody acts on. */
export function chance(probability: number): string {
  return probability > 0 && probability < 0.001 ? '<0.1 %' : percent(probability);
}
