import type { Alert, Segment } from '../../alert/alert.ts';
import { TRIAGE_CHECKS } from '../../checks/list.ts';
import type { CheckContext, Check } from '../../checks/check.ts';
import { contextOf } from '../../checks/context.ts';
import type { Evidence } from '../../checks/evidence.ts';
import { informed, informedWithin } from '../../checks/informed.ts';
import type { IncidentFact } from '../../incident/facts/events.ts';
import type { Scope } from '../../scope/scope.ts';
import { measureScope } from '../../scope/measure.ts';
import type { ClosedIncident } from '../../suspects/learnt-prior.ts';
import { rankSuspects } from '../../suspects/rank.ts';
import type { Ranking } from '../../suspects/vocabulary.ts';
import type { Symptom } from '../../symptom/symptom.ts';
import { redated } from '../../symptom/sentence.ts';
import { measureSymptom } from '../../symptom/measure.ts';
import type { LoadedConfig } from '../../config/load.ts';
import type { ModelConfig } from '../../config/schema.ts';
import type { Clock } from '../../time/clock.ts';
import type { Log, Warehouse } from '../ports.ts';
import { runInquiry } from '../checks/run-inquiries.ts';
import { runTogether } from '../checks/run-together.ts';
import { snapshotOf } from './snapshot.ts';

export type Diagnosis = {
  readonly symptom: Symptom | null;
  readonly scope: Scope | null;
  readonly evidence: readonly Evidence[];
  readonly ranking: Ranking | null;
  readonly seconds: number;
};

export type DiagnoseInput = {
  readonly config: LoadedConfig;
  readonly model: string;
  readonly alert: Alert;
  readonly warehouse: Warehouse;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  readonly signal: AbortSignal;
  /** The team's closed incidents with a cause, from which the prior learns. */
  readonly closed?: readonly ClosedIncident[];
  /**
   * Hears of every fact as it is found, in order, and answers with it as it was kept: a triage commits it, and evidence
   * may get another number there or have been kept before.
   */
  readonly onFact: <Fact extends IncidentFact>(fact: Fact) => Promise<Fact>;
};

/**
 * The 7S loop as far as the bot can walk it alone: what changed, since when, for whom; the checks that cost little; the
 * suspects. A step that fails is told and the next one goes on with what there is.
 */
export async function diagnose(input: DiagnoseInput): Promise<Diagnosis> {
  const started = performance.now();
  const { warehouse, signal } = input;
  const model = input.config.config.models[input.model];
  if (model === undefined) throw new Error(`there is no model '${input.model}' in ${input.config.path}`);
  const basis = { modelName: input.model, model, alert: input.alert, now: warehouse.now };

  await step(input, 'snapshot', async () => {
    return input.onFact(
      await snapshotOf(
        {
          modelName: input.model,
          model,
          alert: input.alert,
          configHash: input.config.hash,
          at: input.clock.now(),
        },
        warehouse,
        signal,
      ),
    );
  });
  const symptom = await step(input, 'symptom', async () => {
    const { result } = await runInquiry(measureSymptom(basis), warehouse, signal);
    return (await input.onFact({ type: 'symptom-measured', symptom: result })).symptom;
  });
  const context = contextOf(basis, symptom);
  const scope = await step(input, 'scope', async () => {
    const { result } = await runInquiry(measureScope(context, []), warehouse, signal);
    return (await input.onFact({ type: 'scope-measured', scope: result, breakdown: false })).scope;
  });
  const known =
    (await step(
      input,
      'profile',
      async () => (await runInquiry(informed(context), warehouse, signal)).result,
    )) ?? context;
  const segment = affectedSegment(scope, model);
  const focused = focusedChecks(scope);
  await input.onFact({
    type: 'checks-planned',
    because: 'triage',
    steps: [
      ...TRIAGE_CHECKS.map((check) => ({ check: check.about.id, segment: {} })),
      ...(segment === null ? [] : focused.map((check) => ({ check: check.about.id, segment }))),
    ],
  });
  const everywhere =
    (await step(input, 'checks', () => checksOver(input, known, { checks: TRIAGE_CHECKS, after: 0 }))) ?? [];
  const within =
    segment === null
      ? []
      : ((await step(input, 'checks within the scope', async () => {
          const within = (await runInquiry(informedWithin(known, segment), warehouse, signal)).result;
          return checksOver(input, within, { checks: focused, after: everywhere.length });
        })) ?? []);
  const evidence = [...everywhere, ...within];
  const seconds = (performance.now() - started) / 1000;
  await input.onFact({ type: 'triage-finished', checks: evidence.length, seconds });
  const ranking = await step(input, 'suspects', async () => {
    const ranking = rankSuspects({
      modelName: input.model,
      model,
      alert: input.alert,
      symptom,
      scope,
      evidence,
      closed: input.closed ?? [],
    });
    return (await input.onFact({ type: 'suspects-ranked', ranking, because: 'triage' })).ranking;
  });
  const dated = redated(symptom, ranking?.onset, { model: input.model, alert: input.alert });
  return { symptom: dated, scope, evidence, ranking, seconds: (performance.now() - started) / 1000 };
}

/** Checks of feature values: a fault in a small segment is plain there, and faint in all traffic. */
const FOCUSED = TRIAGE_CHECKS.filter((check) =>
  ['null-rate', 'constant', 'out-of-range', 'categories', 'parity'].includes(check.about.id),
);
/** Where more of a segment came, its features differ from those of the others: only inside it can be seen whether they drifted. */
const FOCUSED_ON_MORE = TRIAGE_CHECKS.filter(
  (check) => FOCUSED.includes(check) || check.about.id === 'feature-drift',
);
const GREW = 1.5;

function focusedChecks(scope: Scope | null): readonly Check[] {
  const share = scope?.segments[0]?.shareOfTraffic;
  return share !== undefined && share.after >= GREW * share.before ? FOCUSED_ON_MORE : FOCUSED;
}
/** A segment that is nearly everything was looked at already. */
const NEARLY_ALL = 0.85;

/** The segment that carries the change, when it is one that the predictions table can be cut by. */
function affectedSegment(scope: Scope | null, model: ModelConfig): Segment | null {
  const [first] = scope?.answer === 'segments' ? scope.segments : [];
  if (first === undefined || first.shareOfTraffic.after > NEARLY_ALL || first.shareOfTraffic.before === 0)
    return null;
  const { segments } = model.predictions;
  return Object.keys(first.where).every((dimension) => segments.includes(dimension)) ? first.where : null;
}

/** Checks over the same rows, side by side. */
function checksOver(
  input: DiagnoseInput,
  context: CheckContext,
  { checks, after }: { readonly checks: readonly Check[]; readonly after: number },
): Promise<readonly Evidence[]> {
  const { warehouse, signal } = input;
  return runTogether({
    by: input,
    checks,
    context,
    warehouse,
    signal,
    after,
    keep: async (evidence) =>
      (await input.onFact({ type: 'check-finished', evidence, asked: false })).evidence,
  });
}

/** Null when the step failed: said, and not the end of the others. A cancelled diagnosis ends as a whole. */
async function step<Result>(
  input: DiagnoseInput,
  name: string,
  work: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await work();
  } catch (error) {
    input.signal.throwIfAborted();
    const message = error instanceof Error ? error.message : String(error);
    input.log.error(`${name} failed`, {
      model: input.model,
      error: message,
      stack: error instanceof Error ? error.stack : undefined,
    });
    await input.onFact({
      type: 'step-failed',
      step: name,
      message,
      hint: 'The rest goes on. See the log for the details.',
    });
    return null;
  }
}
