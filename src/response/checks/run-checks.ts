import { Segment } from '../../alert/alert.ts';
import type { Check } from '../../checks/check.ts';
import { CHECKS } from '../../checks/list.ts';
import { informed } from '../../checks/informed.ts';
import type { Actor } from '../../incident/facts/events.ts';
import { stateOf } from '../../incident/evolve/evolve.ts';
import type { IncidentState } from '../../incident/state/state.ts';
import type { Plan } from '../../incident/state/work-state.ts';
import { closedIncidents } from '../past/closed-incidents.ts';
import { knownCheck, knownSegment } from './known-check.ts';
import { proposeSeverity } from '../triage/propose-severity.ts';
import { rankedAgain } from '../triage/rank-again.ts';
import { readIncident } from '../record/read-incident.ts';
import { recordDecision, recordFacts } from '../record/record.ts';
import type { Outcome } from '../responder.ts';
import { incidentContext } from '../triage/incident-context.ts';
import { runInquiry } from './run-inquiries.ts';
import { runTogether } from './run-together.ts';
import type { Services } from '../services.ts';

export type RunChecksInput = {
  readonly incident: string;
  readonly checks: readonly string[];
  readonly segment: Segment;
  readonly person: string;
};

/** Several checks on request: the plan is recorded and shown at once, and the checks go on behind it. */
export async function runChecks(services: Services, input: RunChecksInput): Promise<Outcome> {
  const found = await readIncident(services, input.incident);
  if (found.kind === 'refused') return found;
  for (const check of input.checks) {
    const known = knownCheck(check);
    if (known.kind === 'refused') return known;
  }
  const unknown = knownSegment(found, input.segment);
  if (unknown !== null) return unknown;
  const steps = [...new Set(input.checks)].map((check) => ({ check, segment: input.segment }));
  const recorded = await recordDecision(services, {
    incident: input.incident,
    actor: { kind: 'person', id: input.person },
    at: services.clock.now(),
    decide: () => [{ type: 'checks-planned', because: 'asked', steps }],
  });
  if (recorded.kind === 'refused') return recorded;
  const state = stateOf(await services.incidents.read(input.incident));
  const plan = state?.plans.findLast((one) => one.because === 'asked' && one.ended === null);
  if (plan !== undefined) goOn(services, input.incident, plan);
  return recorded;
}

/** Goes on with a plan, at its beginning or after a restart: only what has not answered runs. */
export function goOn(services: Services, incident: string, plan: Plan): void {
  services.background(`checks of ${incident}`, (signal) => runPlan(services, incident, plan, signal));
}

async function runPlan(
  services: Services,
  incident: string,
  plan: Plan,
  stopping: AbortSignal,
): Promise<void> {
  const started = performance.now();
  const work = services.running.begin(incident, stopping);
  let failure: string | null = null;
  try {
    await runSteps(services, incident, plan, work.signal);
  } catch (error) {
    if (stopping.aborted) return;
    if (work.cancelledBy() === null) failure = error instanceof Error ? error.message : String(error);
  } finally {
    work.end();
  }
  const by = work.cancelledBy();
  const actor: Actor = by === null ? { kind: 'bot' } : { kind: 'person', id: by };
  if (failure !== null) {
    services.log.error('checks failed', { incident, error: failure });
    const hint = 'Try single checks with: check <name>.';
    await recordFacts(services, incident, [{ type: 'step-failed', step: 'checks', message: failure, hint }]);
  }
  const closed = await closedIncidents(services.incidents);
  const seconds = (performance.now() - started) / 1000;
  const how = by === null && failure === null ? 'finished' : 'cancelled';
  await recordDecision(services, {
    incident,
    actor,
    at: services.clock.now(),
    step: null,
    decide: (state) => {
      if (state.plans.find((one) => one.seq === plan.seq)?.ended !== null) return [];
      const done = plan.steps.length - openSteps(state, plan).length;
      return [
        { type: 'checks-ended', plan: plan.seq, how, done, seconds },
        ...(done === 0 ? [] : rankedAgain(services, state, closed)),
      ];
    },
  });
  await proposeSeverity(services, incident);
}

async function runSteps(
  services: Services,
  incident: string,
  plan: Plan,
  signal: AbortSignal,
): Promise<void> {
  const found = await readIncident(services, incident);
  if (found.kind === 'refused') throw new Error(found.message);
  const { state, model } = found;
  const open = openSteps(state, plan);
  const [first] = open;
  if (first === undefined) return;
  const checks: readonly Check[] = CHECKS.filter((one) => open.some((step) => step.check === one.about.id));
  const warehouse = await services.warehouses.open(state.model, services.dataNow());
  const bare = { ...incidentContext(state, model, warehouse), segment: first.segment };
  const context = (await runInquiry(informed(bare), warehouse, signal)).result;
  await runTogether({
    by: services,
    checks,
    context,
    warehouse,
    signal,
    after: state.evidence.length,
    async keep(evidence) {
      let kept = evidence;
      await recordDecision(services, {
        incident,
        actor: plan.by,
        at: services.clock.now(),
        step: null,
        decide: (now) => {
          kept = { ...evidence, id: `E${now.evidence.length + 1}` };
          return [{ type: 'check-finished', evidence: kept, asked: false }];
        },
      });
      return kept;
    },
  });
}

/** What has not answered since the plan was made. */
function openSteps(state: IncidentState, plan: Plan): Plan['steps'] {
  return plan.steps.filter(
    (step) =>
      !state.evidence.some(
        (one) =>
          one.check === step.check &&
          one.startedAt >= plan.at &&
          JSON.stringify(Segment.parse(JSON.parse(one.parameters['segment'] ?? '{}'))) ===
            JSON.stringify(step.segment),
      ),
  );
}
