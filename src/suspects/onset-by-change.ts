import type { Onset } from '../symptom/symptom.ts';
import { ownMove } from './own-move.ts';
import type { Weighed } from './posterior.ts';
import type { EvidenceView } from './view.ts';

/** A suspect this probable, with a change that is named, says more about when it began than a blurred series does. */
const SURE = 0.7;
/** An interval shorter than this, in minutes, needs no help. */
const SHARP_MINUTES = 15;
/** Faults show by the next time bin after their change, in minutes. */
const BIN_MINUTES = 5;
const MINUTE = 60_000;

/**
 * The onset as the blamed change dates it: the first bin that begins after the change, where the series alone leave the moment open
 * and the change lies within what they allow. Null where the series are sharp already, or the change is not sure.
 */
export function onsetByChange(
  view: EvidenceView,
  blamed: { readonly change: string | null; readonly probability: number; readonly onset: Onset | null },
): Onset | null {
  const { onset } = blamed;
  const { change, probability } = blamed;
  if (onset === null || change === null || probability < SURE) return null;
  if (onset.to.getTime() - onset.from.getTime() < SHARP_MINUTES * MINUTE) return null;
  const at = view.findingOn('changes', 'change', change)?.at ?? null;
  if (at === null) return null;
  const bin = BIN_MINUTES * MINUTE;
  const began = Math.ceil(at.getTime() / bin) * bin;
  if (began < onset.from.getTime() || began > onset.to.getTime()) return null;
  if (began === onset.at.getTime()) return null;
  return { ...onset, at: new Date(began), method: `${onset.method}; dated by ${change}` };
}

/**
 * The onset as the suspect's own series dates it (see own-move.ts), where the symptom's is blurred or unknown and the suspect is
 * nearly sure. Null otherwise.
 */
export function onsetByCulprit(view: EvidenceView, top: Weighed | null): Onset | null {
  const { symptom } = view;
  if (top === null || top.probability < SURE || symptom === null) return null;
  const { onset } = symptom;
  if (onset !== null && onset.to.getTime() - onset.from.getTime() < SHARP_MINUTES * MINUTE) return null;
  const own = ownMove(top.hypothesis.id, top.culprit, symptom);
  if (own === null || (onset !== null && widthOf(onset) <= widthOf(own))) return null;
  const { at, from, to, words } = own;
  return { at, from, to, shape: 'step', method: `likelihood ratio of one change of the ${words}` };
}

const widthOf = ({ from, to }: Pick<Onset, 'from' | 'to'>): number => to.getTime() - from.getTime();
