import { latestEvidence } from './state/state.ts';
import type { IncidentState } from './state/state.ts';
import { mitigatedAtOf } from './durations.ts';
import { alertLikeness, announcedOf } from './alike-by-alert.ts';
import type { SimilarIncident } from './facts/note-facts.ts';
import { overlap } from './overlap.ts';
import { leadingSuspect } from '../suspects/vocabulary.ts';

/** What an incident is known again by. */
export type Fingerprint = {
  readonly model: string;
  readonly metric: string | null;
  /** The cause, or the leading suspect. */
  readonly hypothesis: string | null;
  readonly culprit: string | null;
  /** `device=android`, as it carries the change. */
  readonly segments: readonly string[];
  /** The checks that answered `shifted`: the pattern. */
  readonly shifted: readonly string[];
};

export function fingerprintOf(state: IncidentState): Fingerprint {
  const top = leadingSuspect(state.ranking);
  const checks = [...new Set(state.evidence.map((one) => one.check))];
  return {
    model: state.model,
    metric: state.symptom?.metric ?? state.alerts[0]?.alert.metric ?? null,
    hypothesis: state.confirmed?.cause ?? state.resolution?.cause ?? top?.id ?? null,
    culprit: (state.confirmed?.culprit ?? top?.culprit)?.name ?? null,
    segments: (state.scope?.segments ?? [])
      .filter((one) => one.carries)
      .flatMap((one) => Object.entries(one.where).map(([name, value]) => `${name}=${String(value)}`)),
    shifted: checks.filter((check) => latestEvidence(state, check)?.verdict.answer === 'shifted'),
  };
}

/**
 * What each kind of likeness counts. The cause and what the checks show say most; the same model or metric alone says
 * little, as they are what incidents are opened for.
 */
const WEIGHT = { hypothesis: 0.3, culprit: 0.2, shifted: 0.25, segments: 0.15, metric: 0.05, model: 0.05 };

/** Less alike is not worth a look. */
const WORTH = 0.4;
const MOST = 3;

/** How alike two incidents are, 0 to 1, and in what. Symmetric; what neither knows counts for nothing. */
export function likeness(
  one: Fingerprint,
  other: Fingerprint,
): { readonly likeness: number; readonly reasons: readonly string[] } {
  const reasons: string[] = [];
  let sum = 0;
  const same = (weight: number, a: string | null, b: string | null, words: string): void => {
    if (a === null || a !== b) return;
    sum += weight;
    reasons.push(`${words} ${a}`);
  };
  same(WEIGHT.hypothesis, one.hypothesis, other.hypothesis, 'the same suspect');
  same(WEIGHT.culprit, one.culprit, other.culprit, 'the same culprit');
  const checks = overlap(one.shifted, other.shifted);
  sum += WEIGHT.shifted * checks.share;
  if (checks.both.length > 0) reasons.push(`the same checks had moved: ${checks.both.join(', ')}`);
  const segments = overlap(one.segments, other.segments);
  sum += WEIGHT.segments * segments.share;
  if (segments.both.length > 0) reasons.push(`the same segment ${segments.both.join(', ')}`);
  same(WEIGHT.metric, one.metric, other.metric, 'the same metric');
  same(WEIGHT.model, one.model, other.model, 'the same model');
  return { likeness: sum, reasons };
}

/**
 * The closed incidents most like this one, the likest first: by what the checks showed, or, before there is a ranking, by
 * what the alert says.
 */
export function similarTo(state: IncidentState, past: readonly IncidentState[]): readonly SimilarIncident[] {
  return past
    .filter((one) => one.id !== state.id && one.resolution !== null)
    .map((one) => ({ one, ...compared(state, one) }))
    .filter((found) => found.likeness >= WORTH)
    .sort((a, b) => b.likeness - a.likeness || b.one.declaredAt.getTime() - a.one.declaredAt.getTime())
    .slice(0, MOST)
    .map(({ one, ...alike }) => ({
      incident: one.id,
      title: one.symptom?.sentence ?? one.title,
      ...alike,
      cause: one.confirmed?.cause ?? one.resolution?.cause ?? null,
      ended: endedBy(one),
    }));
}

/** By what a comparison goes: the checks, once they have spoken. */
export const comparedBy = (state: IncidentState): 'alert' | 'checks' =>
  state.ranking === null ? 'alert' : 'checks';

function compared(state: IncidentState, other: IncidentState): ReturnType<typeof likeness> {
  return comparedBy(state) === 'alert'
    ? alertLikeness(announcedOf(state), announcedOf(other))
    : likeness(fingerprintOf(state), fingerprintOf(other));
}

function endedBy(state: IncidentState): string {
  const worked =
    mitigatedAtOf(state) === null
      ? undefined
      : state.mitigations.findLast((one) => one.recoveries.at(-1)?.verdict === 'recovered');
  return worked?.sentence ?? state.resolution?.reason ?? '';
}
