import type { Segment } from '../../alert/alert.ts';
import type { CheckContext } from '../../checks/check.ts';
import type { Evidence } from '../../checks/evidence.ts';
import { TRIAGE_CHECKS } from '../../checks/list.ts';
import { informed, informedWithin } from '../../checks/informed.ts';
import { didYouMean } from '../../config/nearest.ts';
import { isProven, weighProofs } from '../../incident/proofs.ts';
import type { IncidentState } from '../../incident/state/state.ts';
import { redact } from '../../redact/redact.ts';
import { HYPOTHESES } from '../../suspects/list.ts';
import { pointingChecks } from '../../suspects/pointing-checks.ts';
import { leadingSuspect } from '../../suspects/vocabulary.ts';
import type { Suspect } from '../../suspects/vocabulary.ts';
import { metricCheck } from '../checks/metric-check.ts';
import { readIncident } from '../record/read-incident.ts';
import { recordDecision } from '../record/record.ts';
import type { Outcome, Refusal } from '../responder.ts';
import { runInquiry } from '../checks/run-inquiries.ts';
import { runTogether } from '../checks/run-together.ts';
import type { Services } from '../services.ts';
import { incidentContext, sinceChange } from '../triage/incident-context.ts';
import { withinTime } from '../checks/time-limit.ts';

export type ConfirmInput = {
  readonly incident: string;
  /** A hypothesis id; null takes the leading suspect. */
  readonly suspect: string | null;
  /** When the one thing was changed; null takes the newest mitigation that was done. */
  readonly since: Date | null;
  /** Why it is the cause although proofs are missing. */
  readonly override: string | null;
  readonly person: string;
  readonly now: Date;
};

const MOST_SEGMENTS = 2;
const MOST_OWN = 3;

/**
 * Weigh the proofs that a suspect is the cause. What can be measured after the change is measured: the checks that pointed at
 * the suspect and the metric itself, over all traffic and in the segments that were hurt. It becomes the cause when every
 * proof is there, or when a person says why that is not needed.
 */
export async function confirm(services: Services, input: ConfirmInput): Promise<Outcome> {
  const found = await readIncident(services, input.incident);
  if (found.kind === 'refused') return found;
  const { state } = found;
  const suspect = suspectIn(state, input.suspect);
  if ('kind' in suspect) return suspect;
  const since = input.since ?? mendedAt(state) ?? state.proofs?.since ?? null;
  const senseless = since === null ? null : senselessMoment(state, since, input.now);
  if (senseless !== null) return senseless;

  const hypothesis = HYPOTHESES.find((one) => one.id === suspect.id);
  const pointing = hypothesis === undefined ? [] : pointingChecks(hypothesis);
  const spoke = new Set(suspect.for.map((argument) => argument.check));
  const own = pointing.filter((check) => spoke.has(check));
  const metric = state.symptom === null ? null : metricCheck(state.symptom.metric);
  const measured =
    since === null
      ? ({ kind: 'measured', result: [] } as const)
      : await withinTime((signal) =>
          measureSince(services, {
            state,
            since,
            checks: [...own.slice(0, MOST_OWN), ...(metric === null ? [] : [metric])],
            signal,
          }),
        );
  if (measured.kind === 'refused') return measured;

  return recordDecision(services, {
    incident: input.incident,
    actor: { kind: 'person', id: input.person },
    at: services.clock.now(),
    decide: (now) => {
      const evidence = measured.result.map((one, place) => ({
        ...one,
        id: `E${now.evidence.length + place + 1}`,
      }));
      const proofs = weighProofs(
        { ...now, evidence: [...now.evidence, ...evidence] },
        { suspect, own, metric, since },
      );
      const override = redact(input.override?.trim() ?? '');
      const settled = isProven(proofs) || override !== '';
      return [
        ...evidence.map((one) => ({ type: 'check-finished' as const, evidence: one, asked: false })),
        { type: 'proofs-weighed', suspect: suspect.id, culprit: suspect.culprit, since, proofs },
        ...(settled
          ? [
              {
                type: 'cause-confirmed' as const,
                cause: suspect.id,
                culprit: suspect.culprit,
                category: suspect.category,
                evidence: [...new Set(proofs.flatMap((one) => one.evidence))],
                override: isProven(proofs) ? null : override,
              },
            ]
          : []),
      ];
    },
  });
}

function suspectIn(state: IncidentState, name: string | null): Suspect | Refusal {
  const { ranking } = state;
  const names = [...new Set((ranking?.suspects ?? []).map((one) => one.id))];
  if (ranking === null || names.length === 0)
    return {
      kind: 'refused',
      message: `nothing has been ranked in ${state.id} yet`,
      hint: 'Wait for the triage.',
    };
  if (name === null)
    return (
      leadingSuspect(ranking) ?? {
        kind: 'refused',
        message: 'no evidence speaks for any suspect yet',
        hint: 'What would tell: next',
      }
    );
  return (
    ranking.suspects.find((one) => one.id === name) ?? {
      kind: 'refused',
      message: `'${name}' is no suspect of ${state.id}${didYouMean(name, names)}`,
      hint: `Suspects: ${names.join(', ')}.`,
    }
  );
}

function mendedAt(state: IncidentState): Date | null {
  return state.mitigations.findLast((one) => one.state === 'done')?.endedAt ?? null;
}

function senselessMoment(state: IncidentState, since: Date, now: Date): Refusal | null {
  const onset = state.symptom?.onset?.at ?? null;
  if (since > now)
    return {
      kind: 'refused',
      message: `${since.toISOString()} has not happened yet`,
      hint: 'Say when the change was made: confirm since 15:10.',
    };
  return onset !== null && since <= onset
    ? {
        kind: 'refused',
        message: `${since.toISOString()} is before it began (${onset.toISOString()})`,
        hint: 'Say when it was mended: confirm since 15:10.',
      }
    : null;
}

type Since = {
  readonly state: IncidentState;
  readonly since: Date;
  readonly checks: readonly string[];
  readonly signal: AbortSignal;
};

/** The checks over the time since the change, against the same baseline; numbered when they are recorded. */
async function measureSince(services: Services, input: Since): Promise<readonly Evidence[]> {
  const { state, since, signal } = input;
  const model = services.config.config.models[state.model];
  if (model === undefined) return [];
  const warehouse = await services.warehouses.open(state.model, services.dataNow());
  const bare: CheckContext = {
    ...sinceChange(incidentContext(state, model, warehouse), since, warehouse.now),
    parameters: { since: since.toISOString() },
  };
  const known = (await runInquiry(informed(bare), warehouse, signal)).result;
  // What puts load on what serves waits for a person's word.
  const checks = TRIAGE_CHECKS.filter((check) => input.checks.includes(check.about.id));
  const contexts: CheckContext[] = [known];
  for (const segment of hurtSegments(state, model.predictions.segments))
    contexts.push((await runInquiry(informedWithin(known, segment), warehouse, signal)).result);
  const evidence: Evidence[] = [];
  for (const context of contexts)
    evidence.push(
      ...(await runTogether({
        by: services,
        checks,
        context,
        warehouse,
        signal,
        after: evidence.length,
        keep: async (one) => one,
      })),
    );
  return evidence;
}

function hurtSegments(state: IncidentState, known: readonly string[]): readonly Segment[] {
  const { scope } = state;
  return (scope?.answer === 'segments' ? scope.segments : [])
    .map((one) => one.where)
    .filter((where) => Object.keys(where).every((dimension) => known.includes(dimension)))
    .slice(0, MOST_SEGMENTS);
}
