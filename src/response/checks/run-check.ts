import type { Segment } from '../../alert/alert.ts';
import { askCheck } from '../../checks/ask.ts';
import type { CheckContext } from '../../checks/check.ts';
import { informed } from '../../checks/informed.ts';
import { closedIncidents } from '../past/closed-incidents.ts';
import { evidenceFrom } from './evidence-of.ts';
import { incidentContext } from '../triage/incident-context.ts';
import { knownCheck, knownSegment } from './known-check.ts';
import { rankedAgain } from '../triage/rank-again.ts';
import { recordDecision } from '../record/record.ts';
import { readIncident } from '../record/read-incident.ts';
import type { Outcome } from '../responder.ts';
import { runInquiries, runInquiry } from './run-inquiries.ts';
import type { Services } from '../services.ts';
import { withinTime } from './time-limit.ts';

export type RunCheckInput = {
  readonly incident: string;
  readonly check: string;
  readonly segment: Segment;
  readonly parameters: Readonly<Record<string, string>>;
  readonly person: string;
};

/** Run one check on request: its answer becomes evidence, the suspects are ranked again, both are told. */
export async function runCheck(services: Services, input: RunCheckInput): Promise<Outcome> {
  const named = knownCheck(input.check);
  if (named.kind === 'refused') return named;
  const { check } = named;
  const found = await readIncident(services, input.incident);
  if (found.kind === 'refused') return found;
  const { state, model } = found;
  const unknown = knownSegment(found, input.segment);
  if (unknown !== null) return unknown;

  const startedAt = services.clock.now();
  const warehouse = await services.warehouses.open(state.model, services.dataNow());
  const bare = {
    ...incidentContext(state, model, warehouse),
    segment: input.segment,
    parameters: input.parameters,
  };
  const measure = async (signal: AbortSignal) => {
    const context = await informedOr(bare, services, runInquiry(informed(bare), warehouse, signal));
    const outcomes = await runInquiries({ [check.about.id]: askCheck(check, context) }, warehouse, {
      signal,
    });
    return { context, outcome: outcomes[check.about.id] };
  };
  const measured = await withinTime(
    measure,
    undefined,
    services.running.begin(input.incident, new AbortController().signal),
  );
  if (measured.kind === 'refused') return measured;
  const { context, outcome } = measured.result;
  if (outcome === undefined) throw new Error(`check ${check.about.id} ended without an outcome`);
  if ('crashed' in outcome)
    services.log.error(`check ${check.about.id} crashed`, {
      error: outcome.crashed.message,
      stack: outcome.crashed.stack,
    });

  const closed = await closedIncidents(services.incidents);
  return recordDecision(services, {
    incident: input.incident,
    actor: { kind: 'person', id: input.person },
    at: services.clock.now(),
    decide: (now) => {
      const frame = {
        id: `E${now.evidence.length + 1}`,
        check: check.about.id,
        context,
        configHash: services.config.hash,
        version: services.version,
        startedAt,
        finishedAt: services.clock.now(),
      };
      const evidence = evidenceFrom(frame, outcome);
      return [
        { type: 'check-finished', evidence, asked: true },
        ...rankedAgain(services, { ...now, evidence: [...now.evidence, evidence] }, closed),
      ];
    },
  });
}

/** A check goes on without a profile of the features, as it does in a triage. */
async function informedOr(
  bare: CheckContext,
  services: Services,
  inquiry: Promise<{ readonly result: CheckContext }>,
): Promise<CheckContext> {
  try {
    return (await inquiry).result;
  } catch (error) {
    services.log.error('profile failed', { error: error instanceof Error ? error.message : String(error) });
    return bare;
  }
}
