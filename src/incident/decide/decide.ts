import { chartedOf } from '../../charts/charted.ts';
import { chooseChart } from '../../charts/choose-chart.ts';
import type { AskedChart } from '../../charts/choose-chart.ts';
import { redact } from '../../redact/redact.ts';
import type { Origin, Severity } from '../facts/events.ts';
import { decideNote } from './decide-note.ts';
import type { NoteCommand } from './decide-note.ts';
import { decideTeam } from './decide-team.ts';
import { decided as facts, listOf as listing, refuse as refused } from './decision.ts';
import type { Decision } from './decision.ts';
import { guardsBeforeResolve } from './guards.ts';
import type { IncidentState } from '../state/state.ts';
import type { TeamCommand } from './team-command.ts';

/** What a person (or the bot) wants done to an incident. Time is part of it, so deciding is pure. */
export type IncidentCommand =
  | TeamCommand
  | NoteCommand
  | {
      readonly type: 'add-timeline-entry';
      readonly happenedAt: Date;
      readonly text: string;
      readonly origin: Origin | null;
      readonly files?: readonly { readonly name: string; readonly link: string }[];
      readonly now: Date;
    }
  | { readonly type: 'remove-timeline-entry'; readonly entry: string }
  | {
      readonly type: 'add-why';
      readonly text: string;
      /** What it answers; null the newest why, `first` the symptom itself. */
      readonly under: string | null;
      readonly evidence: string | null;
    }
  | { readonly type: 'set-severity'; readonly severity: Severity; readonly reason: string }
  | { readonly type: 'write-note' }
  | ({ readonly type: 'ask-chart' } & AskedChart)
  | {
      readonly type: 'resolve';
      readonly cause: string | null;
      readonly reason: string;
      /** Why it is closed although something is missing. */
      readonly although?: string | null;
      readonly selfCheck?: Extract<TeamCommand, { type: 'self-check' }>['answers'];
    }
  | { readonly type: 'reopen'; readonly reason: string };

export type { Decision };

const LONGEST_TEXT = 3000;
const FIRST = 'first';
/** Clocks of people's machines run ahead by seconds; that is not the future. */
const CLOCK_SLACK_MS = 60_000;

/** What follows from a command in a state: facts to record, or the reason why none. */
export function decide(command: IncidentCommand, state: IncidentState): Decision {
  switch (command.type) {
    case 'add-timeline-entry':
      return addTimelineEntry(command, state);
    case 'remove-timeline-entry':
      return state.timeline.some((entry) => entry.id === command.entry)
        ? facts({ type: 'timeline-removed', entry: command.entry })
        : refused(`${state.id} has no timeline entry ${command.entry}`, listing('entries', state.timeline));
    case 'add-why':
      return addWhy(command, state);
    case 'set-severity':
      return setSeverity(command, state);
    case 'write-note':
      return facts({ type: 'note-written', revision: state.noteRevision + 1 });
    case 'ask-chart':
      return askChart(command, state);
    case 'resolve':
      return resolve(command, state);
    case 'reopen':
      return reopen(command, state);
    case 'assign-role':
    case 'revise-why':
    case 'revise-timeline-entry':
    case 'star':
    case 'approve-mitigation':
    case 'end-mitigation':
    case 'tick':
    case 'raise-guards':
    case 'self-check':
    case 'post-update':
    case 'snooze':
    case 'add-action':
    case 'change-action':
    case 'finish-action':
      return decideTeam(command, state);
    case 'write-section':
    case 'publish-note':
      return decideNote(command, state);
  }
}

/** Only what can be drawn is promised. */
function askChart({ chart, feature }: AskedChart, state: IncidentState): Decision {
  const choice = chooseChart(chartedOf(state), { chart, feature });
  return choice.kind === 'missing'
    ? refused(choice.message, choice.hint)
    : facts({ type: 'chart-asked', chart, feature });
}

function addTimelineEntry(
  command: Extract<IncidentCommand, { type: 'add-timeline-entry' }>,
  state: IncidentState,
): Decision {
  const text = redact(command.text.trim());
  if (text === '')
    return refused('a timeline entry needs words', 'Example: timeline add 14:05 rolled v3 back');
  if (text.length > LONGEST_TEXT) return tooLong('the entry', text.length);
  if (Number.isNaN(command.happenedAt.getTime()))
    return refused('that is not a time', 'Write 14:05, 2h ago or 2026-03-09T14:05Z.');
  if (command.happenedAt.getTime() > command.now.getTime() + CLOCK_SLACK_MS) {
    return refused(
      `${command.happenedAt.toISOString()} has not happened yet`,
      'Give a time in the past, such as 14:05, 2h ago or 2026-03-09T14:05Z.',
    );
  }
  const { origin } = command;
  if (
    origin !== null &&
    state.timeline.some((entry) => entry.origin?.channel === origin.channel && entry.origin.ts === origin.ts)
  ) {
    return refused('that message is on the timeline already', 'Remove the reaction to take it off again.');
  }
  return facts({
    type: 'timeline-added',
    entry: `T${state.seq + 1}`,
    happenedAt: command.happenedAt,
    text,
    origin,
    ...((command.files ?? []).length > 0 && { files: command.files }),
  });
}

function addWhy(command: Extract<IncidentCommand, { type: 'add-why' }>, state: IncidentState): Decision {
  const text = redact(command.text.trim());
  if (text === '')
    return refused('a why needs words', 'Example: why "the client still wrote the old key" E4');
  if (text.length > LONGEST_TEXT) return tooLong('the why', text.length);
  if (
    command.under !== null &&
    command.under !== FIRST &&
    !state.whys.some((why) => why.id === command.under)
  ) {
    return refused(`there is no ${command.under} to answer`, listing('whys', state.whys));
  }
  if (command.evidence !== null && !state.evidence.some((one) => one.id === command.evidence)) {
    return refused(
      `there is no evidence ${command.evidence} in ${state.id}`,
      listing('evidence', state.evidence),
    );
  }
  const under = command.under === FIRST ? null : (command.under ?? state.whys.at(-1)?.id ?? null);
  return facts({
    type: 'why-added',
    why: `W${state.whys.length + 1}`,
    under,
    text,
    evidence: command.evidence,
  });
}

function setSeverity(
  command: Extract<IncidentCommand, { type: 'set-severity' }>,
  state: IncidentState,
): Decision {
  const reason = redact(command.reason.trim());
  if (state.severity === command.severity)
    return refused(`${state.id} is ${command.severity} already`, 'Nothing to do.');
  if (reason === '')
    return refused('a severity needs a reason', 'Example: severity sev2 only the chat entry is slow');
  if (reason.length > LONGEST_TEXT) return tooLong('the reason', reason.length);
  return facts({ type: 'severity-set', severity: command.severity, reason });
}

function resolve(command: Extract<IncidentCommand, { type: 'resolve' }>, state: IncidentState): Decision {
  if (state.status === 'resolved') {
    return refused(
      `${state.id} was resolved at ${state.resolution?.at.toISOString() ?? 'an earlier time'}`,
      'Reopen it first if it is not over: reopen <reason>.',
    );
  }
  const reason = command.reason.trim();
  if (reason === '')
    return refused('a resolve needs a reason', 'Example: resolve rolled back chg-0834, AUC is back');
  if (reason.length > LONGEST_TEXT) return tooLong('the reason', reason.length);
  const cause = command.cause ?? state.confirmed?.cause ?? null;
  const suspect = state.ranking?.suspects.find((one) => one.id === cause);
  const open = guardsBeforeResolve(state).filter(
    (guard) => !state.overrides.some((one) => one.guard === guard),
  );
  const although = redact(command.although?.trim() || reason);
  const resolved = {
    type: 'resolved' as const,
    cause,
    category: suspect?.category ?? null,
    reason: redact(reason),
  };
  const answers = command.selfCheck ?? [];
  return facts(
    ...(answers.length > 0 ? [{ type: 'self-checked' as const, answers }] : []),
    ...(open.length > 0 ? [{ type: 'guards-overridden' as const, guards: open, reason: although }] : []),
    resolved,
  );
}

function reopen(command: Extract<IncidentCommand, { type: 'reopen' }>, state: IncidentState): Decision {
  const reason = command.reason.trim();
  if (state.status === 'open') return refused(`${state.id} is open`, 'Nothing to do.');
  if (reason === '') return refused('a reopen needs a reason', 'Example: reopen AUC fell again');
  if (reason.length > LONGEST_TEXT) return tooLong('the reason', reason.length);
  return facts({ type: 'reopened', reason });
}

const tooLong = (what: string, length: number): Decision =>
  refused(
    `${what} has ${length.toLocaleString('en')} characters; ${LONGEST_TEXT.toLocaleString('en')} are kept`,
    'Shorten it, or link to the long text.',
  );
