import type { Companion, Symptom } from '../symptom/symptom.ts';
import type { Culprit, HypothesisId } from './vocabulary.ts';

/** Beyond this, in minutes, a series does not say when it began. */
const SHARP_MINUTES = 30;

/** A moment with its interval. */
export type Dated = { readonly at: Date; readonly from: Date; readonly to: Date; readonly words: string };

/**
 * When that began which the suspect itself consists in: for routing the shares of versions, for another mix the share of its
 * dimension, for demand the number of requests, for labels their arrival. The symptom's own onset may be blurred or unknown, with few
 * labels, while this series shows the moment. Null for suspects that are not themselves such a series, and without a sharp one.
 */
export function ownMove(id: HypothesisId, culprit: Culprit | null, symptom: Symptom | null): Dated | null {
  const isOwn = seriesOf(id, culprit);
  if (isOwn === null) return null;
  const sharp = [...(symptom?.companions ?? []), ...(symptom?.bystanders ?? [])].flatMap((one) => {
    const { at, from, to, words, gain } = one;
    if (!isOwn(one) || from === undefined || to === undefined) return [];
    return to.getTime() - from.getTime() <= SHARP_MINUTES * 60_000 ? [{ at, from, to, words, gain }] : [];
  });
  return sharp.toSorted((a, b) => b.gain - a.gain)[0] ?? null;
}

function seriesOf(id: HypothesisId, culprit: Culprit | null): ((one: Companion) => boolean) | null {
  if (id === 'config.routing') return ({ subject }) => subject.kind === 'version';
  if (id === 'external.mix')
    return ({ subject }) => subject.kind === 'segment' && subject.name === culprit?.name;
  if (id === 'external.demand') return ({ carrier }) => carrier === 'volume';
  if (id === 'data.labels') return ({ carrier }) => carrier === 'label-arrivals';
  return null;
}
