import { Segment } from '../../alert/alert.ts';
import { readIncident } from '../record/read-incident.ts';
import type { Outcome } from '../responder.ts';
import { runCheck } from './run-check.ts';
import type { Services } from '../services.ts';

/** Put the same question again: the check of an earlier evidence, with its segment and parameters. */
export async function rerun(
  services: Services,
  input: { readonly incident: string; readonly evidence: string; readonly person: string },
): Promise<Outcome> {
  const found = await readIncident(services, input.incident);
  if (found.kind === 'refused') return found;
  const earlier = found.state.evidence.find((one) => one.id === input.evidence);
  if (earlier === undefined) {
    const ids = found.state.evidence.map((one) => one.id);
    return {
      kind: 'refused',
      message: `there is no evidence ${input.evidence} in ${input.incident}`,
      hint: ids.length === 0 ? 'There is no evidence yet.' : `There is ${ids[0]} to ${ids.at(-1)}.`,
    };
  }
  const { segment, ...parameters } = earlier.parameters;
  return runCheck(services, {
    incident: input.incident,
    check: earlier.check,
    segment: Segment.parse(JSON.parse(segment ?? '{}')),
    parameters,
    person: input.person,
  });
}
