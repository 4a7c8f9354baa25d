import type { Segment } from '../../alert/alert.ts';
import { findSamples } from '../../samples/find-samples.ts';
import { knownSegment } from './known-check.ts';
import { readIncident } from '../record/read-incident.ts';
import { recordDecision } from '../record/record.ts';
import type { Outcome } from '../responder.ts';
import { incidentContext } from '../triage/incident-context.ts';
import { runInquiry } from './run-inquiries.ts';
import type { Services } from '../services.ts';
import { withinTime } from './time-limit.ts';

export type ShowSamplesInput = {
  readonly incident: string;
  /** Null: the segment that carries the change, or all traffic. */
  readonly segment: Segment | null;
  readonly person: string;
};

/** A few requests that went wrong beside such that went right, as far as the configuration lets rows be shown. */
export async function showSamples(services: Services, input: ShowSamplesInput): Promise<Outcome> {
  const found = await readIncident(services, input.incident);
  if (found.kind === 'refused') return found;
  const { state, model } = found;
  const affected = state.scope?.answer === 'segments' ? (state.scope.segments[0]?.where ?? {}) : {};
  const segment = input.segment ?? (knownSegment(found, affected) === null ? affected : {});
  const unknown = knownSegment(found, segment);
  if (unknown !== null) return unknown;
  const warehouse = await services.warehouses.open(state.model, services.dataNow());
  const context = { ...incidentContext(state, model, warehouse), segment };
  const work = services.running.begin(input.incident, new AbortController().signal);
  const measured = await withinTime(
    (signal) => runInquiry(findSamples(context), warehouse, signal),
    undefined,
    work,
  );
  if (measured.kind === 'refused') return measured;
  const { result } = measured.result;
  switch (result.kind) {
    case 'none':
      return { kind: 'refused', message: result.message, hint: result.hint };
    case 'found':
      return recordDecision(services, {
        incident: input.incident,
        actor: { kind: 'person', id: input.person },
        at: services.clock.now(),
        decide: () => [{ type: 'samples-shown', samples: result.samples }],
      });
  }
}
