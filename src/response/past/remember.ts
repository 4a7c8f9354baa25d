import { distanceOf } from '../../alert/remembered.ts';
import { durationSeconds } from '../../config/durations.ts';
import { redact } from '../../redact/redact.ts';
import { stateOf } from '../../incident/evolve/evolve.ts';
import { guardsBeforeBenign } from '../../incident/decide/guards.ts';
import type { IncidentState } from '../../incident/state/state.ts';
import { askFirst } from '../decisions/ask-first.ts';
import { isInnocent } from '../../suspects/judge.ts';
import { leadingSuspect } from '../../suspects/vocabulary.ts';
import type { HypothesisId } from '../../suspects/vocabulary.ts';
import { recordDecision } from '../record/record.ts';
import type { Outcome } from '../responder.ts';
import type { Services } from '../services.ts';

const DAY_SECONDS = 86_400;
const REMEMBERED_DAYS = 14;

export type Remembered = {
  readonly incident: string;
  readonly model: string;
  readonly title: string;
  readonly explanation: HypothesisId | null;
  readonly reason: string;
  readonly until: Date;
  /** How often the same alert came since, and woke nobody. */
  readonly quietly: number;
};

/**
 * Close an incident as benign and remember it, so that the same alert wakes nobody until the verdict expires. It needs the
 * evidence of a benign verdict: no harm, no defect, an innocent explanation.
 */
export async function resolveBenign(
  services: Services,
  input: {
    readonly incident: string;
    readonly cause: HypothesisId | null;
    readonly reason: string;
    /** Why it is closed although something is missing; null asks for it once. */
    readonly although: string | null;
    readonly person: string;
    readonly now: Date;
  },
): Promise<Outcome> {
  const { now, person } = input;
  const reason = redact(input.reason.trim());
  const before = stateOf(await services.incidents.read(input.incident));
  const asks = before !== null && refusalOf(before, reason) === null && input.although === null;
  const missing = asks ? guardsBeforeBenign(before) : [];
  const refusal = asks ? await askFirst(services, before, { missing, person, now }) : null;
  if (refusal !== null) return refusal;
  return recordDecision(services, {
    incident: input.incident,
    actor: { kind: 'person', id: input.person },
    at: now,
    decide: (state) => {
      const refused = refusalOf(state, reason);
      if (refused !== null) return refused;
      const open = guardsBeforeBenign(state).filter(
        (guard) => !state.overrides.some((one) => one.guard === guard),
      );
      const explanation = input.cause ?? explanationOf(state);
      return [
        ...(open.length === 0
          ? []
          : [
              {
                type: 'guards-overridden' as const,
                guards: open,
                reason: redact(input.although?.trim() ?? '') || reason,
              },
            ]),
        {
          type: 'resolved',
          cause: explanation,
          category: state.ranking?.suspects.find((one) => one.id === explanation)?.category ?? null,
          reason,
        },
        {
          type: 'verdict-remembered',
          explanation,
          distance: farthest(state),
          severity: state.alerts.at(-1)?.alert.severity ?? 'info',
          until: new Date(now.getTime() + rememberedSeconds(services) * 1000),
          reason,
        },
      ];
    },
  });
}

/** Why it cannot be closed as benign; null when it can. */
function refusalOf(
  state: IncidentState,
  reason: string,
): { readonly message: string; readonly hint: string } | null {
  if (state.status === 'resolved')
    return { message: `${state.id} is resolved already`, hint: 'Reopen it first: reopen <reason>.' };
  if (reason === '')
    return {
      message: 'a benign verdict needs a reason',
      hint: 'Example: resolve benign the spring campaign brought other people',
    };
  if (state.ranking?.verdict !== 'benign')
    return {
      message: `the evidence does not say benign: ${state.ranking?.verdictReason ?? 'nothing has been ranked yet'}`,
      hint: 'What would tell: next. To close it without remembering it: resolve <what ended it>.',
    };
  return null;
}

/** The benign verdicts that keep an alert quiet now, the soonest to expire first. */
export async function rememberedVerdicts(services: Services, now: Date): Promise<readonly Remembered[]> {
  const summaries = await services.incidents.list({ status: 'resolved', rememberedAt: now });
  const states = await Promise.all(
    summaries.map(async ({ id }) => stateOf(await services.incidents.read(id))),
  );
  return states
    .flatMap((state) => {
      const remembered = state?.remembered ?? null;
      if (state === null || remembered === null) return [];
      return [
        {
          incident: state.id,
          model: state.model,
          title: state.title,
          explanation: remembered.explanation,
          reason: remembered.reason,
          until: remembered.until,
          quietly: state.alerts.filter((met) => met.meeting === 'remembered').length,
        },
      ];
    })
    .sort((a, b) => a.until.getTime() - b.until.getTime());
}

/** From now on the same alert opens an incident again. */
export function forgetVerdict(
  services: Services,
  input: {
    readonly incident: string;
    readonly reason: string;
    readonly person: string;
    readonly now: Date;
  },
): Promise<Outcome> {
  return recordDecision(services, {
    incident: input.incident,
    actor: { kind: 'person', id: input.person },
    at: input.now,
    decide: (state) =>
      state.remembered === null || state.remembered.until <= input.now
        ? { message: `nothing is remembered of ${state.id}`, hint: 'What is: remembered' }
        : [{ type: 'verdict-forgotten', reason: redact(input.reason.trim()) }],
  });
}

function explanationOf({ ranking }: IncidentState): HypothesisId | null {
  const top = leadingSuspect(ranking);
  return top !== null && isInnocent(top.id) ? top.id : null;
}

/** The farthest that the incident's alerts were from their baseline. */
function farthest(state: IncidentState): number | null {
  const distances = state.alerts.flatMap(({ alert }) => distanceOf(alert) ?? []);
  return distances.toSorted((a, b) => Math.abs(b) - Math.abs(a))[0] ?? null;
}

function rememberedSeconds({ config }: Services): number {
  return durationSeconds(config.config.benign.remember) ?? REMEMBERED_DAYS * DAY_SECONDS;
}
