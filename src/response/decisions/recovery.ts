import type { CheckContext } from '../../checks/check.ts';
import { judgeRecovery } from '../../incident/recovery.ts';
import type { IncidentState } from '../../incident/state/state.ts';
import type { Recovery, TeamFact } from '../../incident/facts/team-facts.ts';
import type { ApprovedMitigation } from '../../incident/state/team-state.ts';
import { inWords } from '../../message/words/numbers.ts';
import { breakDown } from '../../scope/break-down.ts';
import type { Scope, SegmentChange } from '../../scope/scope.ts';
import { compareWindows } from '../../symptom/measure.ts';
import type { Symptom } from '../../symptom/symptom.ts';
import type { Warehouse } from '../ports.ts';
import { readIncident } from '../record/read-incident.ts';
import { recordDecision } from '../record/record.ts';
import type { Outcome } from '../responder.ts';
import { runInquiry } from '../checks/run-inquiries.ts';
import type { Services } from '../services.ts';
import { incidentContext, sinceChange } from '../triage/incident-context.ts';
import { withinTime } from '../checks/time-limit.ts';

const MINUTE_MS = 60_000;
/** When the metric is looked at after a mitigation, in minutes: soon, and again until it has held for a while. */
const LOOKS: readonly number[] = [10, 30, 90, 240];

type Measured = Pick<Extract<TeamFact, { type: 'recovery-measured' }>, 'verdict' | 'sentence' | 'segments'>;

/** When the next look at a mitigation is due; null when none is. */
export function nextLook(mitigation: ApprovedMitigation): Date | null {
  if (mitigation.state !== 'done' || mitigation.endedAt === null) return null;
  const last = mitigation.recoveries.at(-1);
  return last === undefined ? after(mitigation.endedAt, LOOKS[0] ?? 10) : last.again;
}

/** Measure the symptom's metric since a mitigation, on all traffic and in every segment; recorded with what is due next. */
export async function measureRecovery(
  services: Services,
  input: { readonly incident: string; readonly mitigation: string; readonly person: string | null },
): Promise<Outcome> {
  const found = await readIncident(services, input.incident);
  if (found.kind === 'refused') return found;
  const { state, model } = found;
  const mitigation = state.mitigations.find((one) => one.id === input.mitigation);
  const endedAt = mitigation?.endedAt ?? null;
  if (mitigation?.state !== 'done' || endedAt === null)
    return {
      kind: 'refused',
      message: `${input.mitigation} is not done, so there is nothing to measure after it`,
      hint: 'Say when it is: mitigate done M1.',
    };
  const { symptom } = state;
  if (symptom === null)
    return { kind: 'refused', message: 'the symptom was never measured', hint: 'Measure it: symptom' };
  const warehouse = await services.warehouses.open(state.model, services.dataNow());
  const since = sinceChange(incidentContext(state, model, warehouse), endedAt, warehouse.now);
  const measured = await withinTime((signal) => measure(state, symptom, since, { warehouse, signal }));
  if (measured.kind === 'refused') return measured;
  return recordDecision(services, {
    incident: input.incident,
    actor: input.person === null ? { kind: 'bot' } : { kind: 'person', id: input.person },
    at: services.clock.now(),
    decide: (now) => {
      const one = now.mitigations.find((each) => each.id === mitigation.id);
      const looks = one?.recoveries.length ?? 0;
      const minutes = LOOKS[looks + 1];
      const again = minutes === undefined ? null : after(endedAt, minutes);
      return [{ type: 'recovery-measured', mitigation: mitigation.id, ...measured.result, again }];
    },
  });
}

async function measure(
  state: IncidentState,
  symptom: Symptom,
  context: CheckContext,
  source: { readonly warehouse: Warehouse; readonly signal: AbortSignal },
): Promise<Measured> {
  const { warehouse, signal } = source;
  const { model } = context;
  const spec = { metric: symptom.metric, model, column: symptom.column, profile: null };
  const inquiry = compareWindows(spec, context.windows, { segment: symptom.segment });
  const { result: whole } = await runInquiry(inquiry, warehouse, signal);
  const judged = judgeRecovery({
    before: symptom.before ?? whole.before,
    incident: symptom.after,
    now: whole.after,
    p: whole.p,
  });
  const scopes: Scope[] = [];
  for (const dimension of model.predictions.segments)
    scopes.push((await runInquiry(breakDown(context, [dimension]), warehouse, signal)).result);
  const segments = segmentsOf(state, symptom, scopes);
  const still = segments.filter((one) => one.verdict === 'not-recovered');
  const verdict: Recovery =
    judged.verdict === 'recovered' && still.length > 0 ? 'not-recovered' : judged.verdict;
  const numbers =
    whole.after === null
      ? `${symptom.label} cannot be told yet`
      : `${symptom.label} is ${inWords(whole.after.value, symptom.unit)}${symptom.after === null ? '' : `, was ${inWords(symptom.after.value, symptom.unit)}`}${symptom.before === null ? '' : `, before ${inWords(symptom.before.value, symptom.unit)}`}`;
  const words = { recovered: 'recovered', 'not-recovered': 'not recovered', 'too-early': 'too early to say' };
  const count = scopes.reduce((sum, scope) => sum + scope.rows.length, 0);
  const everywhere =
    still.length > 0
      ? `, but not in ${still.length} of ${count} segments`
      : count === 0
        ? ''
        : `, in all ${count} segments looked at`;
  const tail = judged.verdict === 'recovered' ? everywhere : '';
  return { verdict, segments, sentence: `${words[verdict]}: ${numbers}; ${judged.reason}${tail}.` };
}

/** The segments that carried the change, and whichever are still off. */
function segmentsOf(state: IncidentState, symptom: Symptom, scopes: readonly Scope[]): Measured['segments'] {
  const carried = (state.scope?.segments ?? []).map((one) => JSON.stringify(one.where));
  const during = new Map(
    [...(state.scope?.segments ?? []), ...state.breakdowns.flatMap((one) => one.rows)].map((one) => [
      JSON.stringify(one.where),
      one,
    ]),
  );
  return scopes
    .flatMap((scope) => scope.rows)
    .filter((row) => row.carries || carried.includes(JSON.stringify(row.where)))
    .map((row) => judgedRow(row, during.get(JSON.stringify(row.where)) ?? null, symptom));
}

function judgedRow(
  row: SegmentChange,
  during: SegmentChange | null,
  symptom: Symptom,
): Measured['segments'][number] {
  const judged = row.carries
    ? judgeRecovery({ before: row.before, incident: during?.after ?? null, now: row.after, p: row.adjustedP })
    : judgeRecovery({ before: row.before, incident: null, now: row.after, p: 1 });
  const numbers =
    row.after === null
      ? 'no rows'
      : `${inWords(row.after.value, symptom.unit)}${row.before === null ? '' : `, before ${inWords(row.before.value, symptom.unit)}`}`;
  return { where: row.where, verdict: judged.verdict, sentence: `${numbers}; ${judged.reason}` };
}

const after = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * MINUTE_MS);
