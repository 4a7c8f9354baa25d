import { didYouMean } from '../../config/nearest.ts';
import { measureScope as askScope } from '../../scope/measure.ts';
import { measureSymptom as askSymptom } from '../../symptom/measure.ts';
import { incidentContext } from './incident-context.ts';
import { readIncident } from '../record/read-incident.ts';
import { recordFacts } from '../record/record.ts';
import type { Outcome } from '../responder.ts';
import { runInquiry } from '../checks/run-inquiries.ts';
import type { Services } from '../services.ts';
import { withinTime } from '../checks/time-limit.ts';

/** Measure the symptom again with the data there are now. */
export async function measureSymptom(
  services: Services,
  input: { readonly incident: string; readonly person: string },
): Promise<Outcome> {
  const found = await readIncident(services, input.incident);
  if (found.kind === 'refused') return found;
  const warehouse = await services.warehouses.open(found.state.model, services.dataNow());
  const basis = {
    modelName: found.state.model,
    model: found.model,
    alert: found.state.alerts[0]?.alert ?? null,
    now: warehouse.now,
  };
  const measured = await withinTime((signal) => runInquiry(askSymptom(basis), warehouse, signal));
  if (measured.kind === 'refused') return measured;
  const { result: symptom } = measured.result;
  return recordFacts(services, input.incident, [{ type: 'symptom-measured', symptom }], {
    kind: 'person',
    id: input.person,
  });
}

/** Break the change down by dimensions; without any, look for the segments that carry it over all of them. */
export async function measureScope(
  services: Services,
  input: { readonly incident: string; readonly dimensions: readonly string[]; readonly person: string },
): Promise<Outcome> {
  const found = await readIncident(services, input.incident);
  if (found.kind === 'refused') return found;
  const { predictions, requests } = found.model;
  const known = [...predictions.segments, predictions.version, requests?.host].filter(
    (one) => one !== undefined,
  );
  const unknown = input.dimensions.find((dimension) => !known.includes(dimension));
  if (unknown !== undefined) {
    return {
      kind: 'refused',
      message: `${found.state.model} has no dimension '${unknown}'${didYouMean(unknown, known)}`,
      hint: `Dimensions: ${known.join(', ')}.`,
    };
  }
  const warehouse = await services.warehouses.open(found.state.model, services.dataNow());
  const context = incidentContext(found.state, found.model, warehouse);
  const measured = await withinTime((signal) =>
    runInquiry(askScope(context, input.dimensions), warehouse, signal),
  );
  if (measured.kind === 'refused') return measured;
  const { result: scope } = measured.result;
  return recordFacts(
    services,
    input.incident,
    [{ type: 'scope-measured', scope, breakdown: input.dimensions.length > 0 }],
    { kind: 'person', id: input.person },
  );
}
