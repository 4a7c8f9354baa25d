import { Segment } from '../alert/alert.ts';
import type { Evidence } from '../checks/evidence.ts';
import type { Suspect } from '../suspects/vocabulary.ts';
import type { Proof } from './facts/cause-facts.ts';
import type { IncidentState } from './state/state.ts';
import type { Recovery } from './facts/team-facts.ts';

/** What there is to weigh: the suspect, the checks that point at it, the check of the metric, and when it was mended. */
export type Weighing = {
  readonly suspect: Suspect;
  /** Checks that point at the suspect, and that answered `shifted` about it. */
  readonly own: readonly string[];
  /** The check that measures the symptom itself; null when none does. */
  readonly metric: string | null;
  readonly since: Date | null;
};

/** Traffic of this long after the change must look as before. */
const LASTING_MINUTES = 60;

/**
 * What an experiment has shown so far, and what is missing: the symptom there with the suspect, one thing changed, both gone,
 * everywhere, and for long enough. Only measurements count; what is merely probable does not.
 */
export function weighProofs(state: IncidentState, weighing: Weighing): readonly Proof[] {
  const after = newest(state.evidence.filter((one) => isSince(one, weighing.since)));
  const recovery = recoveryAfter(state, weighing.since);
  return [
    present(state, weighing),
    oneChange(state, weighing),
    gone(after, weighing, recovery),
    everywhere(state, after, recovery),
    lasting(after, weighing, recovery),
  ];
}

export const isProven = (proofs: readonly Proof[]): boolean =>
  proofs.every((proof) => proof.state === 'shown');

function present(state: IncidentState, { own }: Weighing): Proof {
  const shifted = newest(state.evidence.filter((one) => one.parameters['since'] === undefined)).filter(
    (one) => own.includes(one.check) && one.verdict.answer === 'shifted',
  );
  const symptom = state.symptom?.changed === true;
  if (shifted.length > 0 && symptom)
    return proof('present', 'shown', `${state.symptom.sentence}, and ${checksOf(shifted)} shifted.`, shifted);
  if (shifted.length > 0)
    return proof('present', 'missing', 'The suspect is there; no metric has moved beyond chance.', shifted);
  return proof('present', 'missing', 'No check has shown the suspect itself yet.', []);
}

function oneChange(state: IncidentState, { since }: Weighing): Proof {
  const done = state.mitigations.filter((one) => one.state === 'done');
  if (since === null)
    return proof('one-change', 'missing', 'Nothing has been changed yet, or nobody said when.', []);
  if (done.length > 1)
    return proof(
      'one-change',
      'refuted',
      `${done.length} things were changed (${done.map((one) => one.id).join(', ')}): which of them helped cannot be told apart.`,
      [],
    );
  const [only] = done;
  return proof(
    'one-change',
    'shown',
    only === undefined ? `A person says so, at ${clockOf(since)}.` : `${only.sentence} At ${clockOf(since)}.`,
    [],
  );
}

/** Gone is both: the suspect's own checks are steady, and so is the metric, where it can be measured already. */
function gone(
  after: readonly Evidence[],
  { own, metric, since }: Weighing,
  recovery: WatchedRecovery | null,
): Proof {
  const overall = after.filter((one) => Object.keys(segmentOf(one)).length === 0);
  const relevant = overall.filter((one) => own.includes(one.check) || one.check === metric);
  const still = relevant.filter((one) => one.verdict.answer === 'shifted');
  const steady = relevant.filter((one) => one.verdict.answer === 'steady');
  if (still.length > 0)
    return proof('gone', 'refuted', `${checksOf(still)} is as bad as before the change.`, still);
  const metricAnswered = relevant.some((one) => one.check === metric && one.verdict.answer === 'steady');
  // What was watched after the mitigation speaks for the metric, unless it has been measured anew.
  if (!metricAnswered && recovery?.verdict === 'not-recovered')
    return proof('gone', 'refuted', `After ${recovery.mitigation}: ${recovery.sentence}`, steady);
  if (!metricAnswered && recovery?.verdict === 'recovered')
    return proof(
      'gone',
      'shown',
      `${steady.length === 0 ? '' : `${checksOf(steady)} is as it was before the incident. `}After ${recovery.mitigation}: ${recovery.sentence}`,
      steady,
    );
  if (steady.length === 0)
    return proof(
      'gone',
      'missing',
      since === null ? 'To be measured after a change.' : unsaid(relevant),
      relevant,
    );
  return proof('gone', 'shown', `${checksOf(steady)} is as it was before the incident.`, steady);
}

function everywhere(
  state: IncidentState,
  after: readonly Evidence[],
  recovery: WatchedRecovery | null,
): Proof {
  const hurt = state.scope?.answer === 'segments' ? state.scope.segments : [];
  if (hurt.length === 0) {
    const overall = after.filter((one) => one.verdict.answer === 'steady');
    return overall.length > 0 || recovery?.verdict === 'recovered'
      ? proof('everywhere', 'shown', 'All traffic was hurt alike, and all of it is well.', [])
      : proof('everywhere', 'missing', 'To be measured after a change.', []);
  }
  const within = after.filter((one) => Object.keys(segmentOf(one)).length > 0);
  const still = within.filter((one) => one.verdict.answer === 'shifted');
  if (still.length > 0) return proof('everywhere', 'refuted', `Still there in ${placesOf(still)}.`, still);
  const steady = within.filter((one) => one.verdict.answer === 'steady');
  const unmeasured = hurt.filter(({ where }) => !steady.some((one) => whereOf(one) === wordsOf(where)));
  const watched = (verdict: Recovery): readonly string[] =>
    unmeasured
      .map(({ where }) => wordsOf(where))
      .filter((words) =>
        (recovery?.segments ?? []).some((one) => one.verdict === verdict && wordsOf(one.where) === words),
      );
  const sick = watched('not-recovered');
  if (sick.length > 0) return proof('everywhere', 'refuted', `Still there in ${sick.join('; ')}.`, steady);
  const back = watched('recovered');
  const missing = unmeasured.filter(({ where }) => !back.includes(wordsOf(where)));
  const well = [...new Set([...steady.map(whereOf), ...back])];
  return missing.length === 0
    ? proof('everywhere', 'shown', `Well again in ${well.join('; ')}.`, steady)
    : proof(
        'everywhere',
        'missing',
        `Not shown yet for ${missing.map(({ where }) => wordsOf(where)).join('; ')}.`,
        steady,
      );
}

function lasting(after: readonly Evidence[], { since }: Weighing, recovery: WatchedRecovery | null): Proof {
  const watched = recovery?.verdict === 'recovered' ? [recovery.at.getTime()] : [];
  const until = Math.max(...after.map((one) => one.windows.now.getTime()), ...watched);
  const minutes = since === null || until < 0 ? 0 : Math.floor((until - since.getTime()) / 60_000);
  return minutes >= LASTING_MINUTES
    ? proof('lasting', 'shown', `${minutes} minutes of traffic since the change.`, [])
    : proof(
        'lasting',
        'missing',
        since === null
          ? 'To be seen after a change.'
          : `${minutes} of ${LASTING_MINUTES} minutes of traffic since the change.`,
        [],
      );
}

type WatchedRecovery = IncidentState['mitigations'][number]['recoveries'][number] & {
  readonly mitigation: string;
};

/** What the metric did after the change, as the bot watched it: the newest look of the newest mitigation. */
function recoveryAfter(state: IncidentState, since: Date | null): WatchedRecovery | null {
  if (since === null) return null;
  const done = state.mitigations.findLast((one) => one.state === 'done');
  const last = done?.recoveries.at(-1);
  return done === undefined || last === undefined || last.at <= since
    ? null
    : { ...last, mitigation: done.id };
}

function proof(
  question: Proof['question'],
  state: Proof['state'],
  ...[words, evidence]: readonly [string, readonly Evidence[]]
): Proof {
  return { question, state, words, evidence: evidence.map((one) => one.id) };
}

/** The newest answer of each check on each segment. */
function newest(evidence: readonly Evidence[]): readonly Evidence[] {
  return [
    ...new Map(evidence.map((one) => [`${one.check} ${one.parameters['segment'] ?? '{}'}`, one])).values(),
  ];
}

const isSince = (evidence: Evidence, since: Date | null): boolean =>
  since !== null && evidence.parameters['since'] === since.toISOString();

/** Several checks look into one segment; it is named once. */
const placesOf = (evidence: readonly Evidence[]): string => [...new Set(evidence.map(whereOf))].join('; ');

const segmentOf = (evidence: Evidence): Segment =>
  Segment.parse(JSON.parse(evidence.parameters['segment'] ?? '{}'));
const whereOf = (evidence: Evidence): string => wordsOf(segmentOf(evidence));
const wordsOf = (segment: Segment): string =>
  Object.entries(segment)
    .map(([dimension, value]) => `${dimension}=${String(value)}`)
    .join(', ');
const checksOf = (evidence: readonly Evidence[]): string =>
  [...new Set(evidence.map((one) => one.check))].join(', ');
const unsaid = (evidence: readonly Evidence[]): string =>
  evidence.length === 0
    ? 'Nothing that could be measured says so.'
    : `${checksOf(evidence)} could not say yet.`;
const clockOf = (at: Date): string => `${at.toISOString().slice(11, 16)} UTC`;
