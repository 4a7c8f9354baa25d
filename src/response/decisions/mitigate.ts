import type { TeamCommand } from '../../incident/decide/team-command.ts';
import type { ApprovedMitigation } from '../../incident/state/team-state.ts';
import { stateOf } from '../../incident/evolve/evolve.ts';
import { whyNotApprover } from './may-approve.ts';
import { considerCommand, recordCommand, recordDecision, recordFacts } from '../record/record.ts';
import type { Outcome } from '../responder.ts';
import type { Services } from '../services.ts';

export type ApproveInput = {
  readonly incident: string;
  readonly mitigation: Omit<
    Extract<TeamCommand, { type: 'approve-mitigation' }>,
    'type' | 'person' | 'approvals'
  >;
  readonly person: string;
  readonly now: Date;
};

/** May this person approve it, and would the incident's rules take it? Nothing is done yet. */
export async function considerMitigation(services: Services, input: ApproveInput): Promise<Outcome> {
  const { action } = input.mitigation;
  const actions = services.config.config.actions;
  if (action !== null) {
    const configured = actions[action];
    if (configured === undefined)
      return {
        kind: 'refused',
        message: `there is no action '${action}' in ${services.config.path} any more`,
        hint: 'Nothing was done.',
      };
    const refusal = await whyNotApprover(services, { name: action, config: configured }, input);
    if (refusal !== null) return refusal;
  }
  return considerCommand(services, { incident: input.incident, command: commandOf(services, input) });
}

/** An authorized person approved it: it is in the log, and then it is run, once. */
export async function approveMitigation(services: Services, input: ApproveInput): Promise<Outcome> {
  const considered = await considerMitigation(services, input);
  if (considered.kind === 'refused') return considered;
  const { incident, person, now } = input;
  const outcome = await recordCommand(services, {
    incident,
    person,
    now,
    command: commandOf(services, input),
  });
  if (outcome.kind === 'done' && input.mitigation.way !== 'person') startApproved(services, incident);
  return outcome;
}

function commandOf(services: Services, { mitigation, person }: ApproveInput) {
  const configured =
    mitigation.action === null ? undefined : services.config.config.actions[mitigation.action];
  const approvals = configured?.approvals ?? 1;
  return { type: 'approve-mitigation' as const, ...mitigation, person, approvals };
}

/** Everything approved that has not been started; also after a restart. */
export function startApproved(services: Services, incident: string): void {
  services.background(`mitigations of ${incident}`, async (signal) => {
    const state = stateOf(await services.incidents.read(incident));
    for (const one of state?.mitigations ?? []) {
      if (one.way === 'person') continue;
      if (one.state === 'approved') await runOnce(services, incident, one, signal);
    }
  });
}

/** What a stop cut off in the middle: it may have run or not, so a person looks before anything is tried again. */
export async function settleInterrupted(services: Services, incident: string): Promise<void> {
  const state = stateOf(await services.incidents.read(incident));
  for (const one of state?.mitigations ?? []) {
    if (one.state !== 'started') continue;
    const words = 'the bot was stopped while it ran';
    await recordFacts(services, incident, [
      { type: 'mitigation-ended', mitigation: one.id, outcome: 'unclear', words },
    ]);
  }
}

/** Who commits the start runs it: settled in the log, so that two of us never both do. */
async function runOnce(
  services: Services,
  incident: string,
  mitigation: ApprovedMitigation,
  signal: AbortSignal,
): Promise<void> {
  const key = `${incident}:${mitigation.id}`;
  let isOurs = false;
  const started = await recordDecision(services, {
    incident,
    actor: { kind: 'bot' },
    at: services.clock.now(),
    decide: (state) => {
      isOurs = state.mitigations.some((one) => one.id === mitigation.id && one.state === 'approved');
      return isOurs ? [{ type: 'mitigation-started', mitigation: mitigation.id, key }] : [];
    },
  });
  if (started.kind === 'refused' || !isOurs) return;
  const ended = await perform(services, { incident, mitigation, key }, signal);
  await recordFacts(services, incident, [{ type: 'mitigation-ended', mitigation: mitigation.id, ...ended }]);
}

async function perform(
  services: Services,
  input: { readonly incident: string; readonly mitigation: ApprovedMitigation; readonly key: string },
  signal: AbortSignal,
): Promise<{ readonly outcome: 'done' | 'failed' | 'unclear'; readonly words: string }> {
  const { incident, mitigation, key } = input;
  const name = mitigation.action;
  const configured = name === null ? undefined : services.config.config.actions[name];
  if (name === null || configured === undefined || services.runAction === undefined)
    return { outcome: 'failed', words: `there is no action '${name ?? ''}' to run` };
  try {
    const { kind, target, sentence } = mitigation;
    return await services.runAction(
      { name, action: configured, key, incident, kind, target, sentence },
      signal,
    );
  } catch (error) {
    services.log.error('an action broke', { incident, action: name, error: String(error) });
    return { outcome: 'unclear', words: error instanceof Error ? error.message : 'the action broke' };
  }
}
