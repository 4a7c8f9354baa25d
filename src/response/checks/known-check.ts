import type { Segment } from '../../alert/alert.ts';
import type { Check } from '../../checks/check.ts';
import { CHECKS } from '../../checks/list.ts';
import { didYouMean } from '../../config/nearest.ts';
import type { FoundIncident } from '../record/read-incident.ts';
import type { Refusal } from '../responder.ts';

/** The check of this name, or the refusal that names the nearest one. */
export function knownCheck(name: string): { readonly kind: 'check'; readonly check: Check } | Refusal {
  const check = CHECKS.find((one) => one.about.id === name);
  if (check !== undefined) return { kind: 'check', check };
  const names = CHECKS.map((one) => one.about.id);
  return {
    kind: 'refused',
    message: `there is no check '${name}'${didYouMean(name, names)}`,
    hint: `Checks: ${names.join(', ')}.`,
  };
}

/** Null when the model's tables can be cut by every dimension of the segment. */
export function knownSegment({ state, model }: FoundIncident, segment: Segment): Refusal | null {
  const known = [...model.predictions.segments, model.predictions.version, model.requests?.host].filter(
    (one) => one !== undefined,
  );
  const unknown = Object.keys(segment).find((dimension) => !known.includes(dimension));
  return unknown === undefined
    ? null
    : {
        kind: 'refused',
        message: `${state.model} has no dimension '${unknown}'${didYouMean(unknown, known)}`,
        hint: `Dimensions: ${known.join(', ')}.`,
      };
}
