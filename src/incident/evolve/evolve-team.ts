import type { IncidentEvent } from '../facts/events.ts';
import type { IncidentState } from '../state/state.ts';
import type { TeamFact } from '../facts/team-facts.ts';
import type { ApprovedMitigation } from '../state/team-state.ts';

/** The state after a fact of the team. */
export function evolveTeam(state: IncidentState, event: IncidentEvent, fact: TeamFact): IncidentState {
  const { at, actor: by } = event;
  switch (fact.type) {
    case 'severity-proposed':
      return {
        ...state,
        severityProposal: { severity: fact.severity, reasons: fact.reasons },
        severityChoice: state.severityChoice === 'none' ? 'none' : 'asked-again',
      };
    case 'role-assigned':
      return { ...state, roles: rolesAfter(state, fact, at) };
    case 'why-revised':
      return {
        ...state,
        whys: state.whys.map((why) =>
          why.id === fact.why ? { ...why, text: fact.text, evidence: fact.evidence, by } : why,
        ),
      };
    case 'timeline-starred':
      return {
        ...state,
        timeline: state.timeline.map((entry) =>
          entry.id === fact.entry ? { ...entry, starred: fact.starred } : entry,
        ),
      };
    case 'mitigation-approved': {
      const { mitigation: id, kind, target, sentence, undo, reversible, action, way } = fact;
      const approved: ApprovedMitigation = {
        id,
        kind,
        target,
        sentence,
        undo,
        reversible,
        action,
        way,
        by,
        at,
        seconds: [],
        state: (fact.approvals ?? 1) > 1 ? 'awaiting' : 'approved',
        endedAt: null,
        words: '',
        recoveries: [],
      };
      return { ...state, mitigations: [...state.mitigations, approved] };
    }
    case 'mitigation-seconded':
      return withMitigation(state, fact.mitigation, (one) => ({
        ...one,
        seconds: [...one.seconds, by],
        state: fact.complete && one.state === 'awaiting' ? 'approved' : one.state,
      }));
    case 'mitigation-started':
      return withMitigation(state, fact.mitigation, (one) => ({ ...one, state: 'started' }));
    case 'mitigation-ended':
      return withMitigation(state, fact.mitigation, (one) => ({
        ...one,
        state: fact.outcome,
        endedAt: at,
        words: fact.words,
      }));
    case 'recovery-measured': {
      const { verdict, sentence, segments, again } = fact;
      return withMitigation(state, fact.mitigation, (one) => ({
        ...one,
        recoveries: [...one.recoveries, { verdict, sentence, segments, again, at }],
      }));
    }
    case 'checklist-ticked': {
      const { item, answer, words } = fact;
      const others = state.ticks.filter((tick) => tick.item !== item);
      return { ...state, ticks: [...others, { item, answer, words, by, at }] };
    }
    case 'guards-raised':
      return { ...state, guardsRaised: [...new Set([...state.guardsRaised, ...fact.guards])] };
    case 'guards-overridden':
      return {
        ...state,
        overrides: [...state.overrides, ...fact.guards.map((guard) => ({ guard, reason: fact.reason, by }))],
      };
    case 'self-checked':
      return { ...state, selfCheck: fact.answers.map((answer) => ({ ...answer, by })) };
    case 'update-posted': {
      const { conditions, actions, needs, stakeholders } = fact;
      return { ...state, updates: [...state.updates, { conditions, actions, needs, stakeholders, by, at }] };
    }
    case 'reminded':
      return { ...state, remindedAt: { ...state.remindedAt, [fact.about]: at } };
    case 'reminders-snoozed':
      return { ...state, snoozedUntil: fact.until };
    case 'action-added': {
      const { action: id, text, kind, owner, due, rule = null } = fact;
      return {
        ...state,
        actions: [...state.actions, { id, text, kind, owner, due, rule, addedBy: by, done: null }],
      };
    }
    case 'action-changed':
      return {
        ...state,
        actions: state.actions.map((one) =>
          one.id === fact.action ? { ...one, owner: fact.owner, due: fact.due } : one,
        ),
      };
    case 'permission-refused': {
      const { asked, reason } = fact;
      return { ...state, refusals: [...state.refusals, { asked, reason, by, at }] };
    }
    case 'action-done':
      return {
        ...state,
        actions: state.actions.map((one) =>
          one.id === fact.action ? { ...one, done: { at, by, words: fact.words } } : one,
        ),
      };
  }
}

/** One lead, one scribe; an expert is added once. Nobody: the role is free. */
function rolesAfter(
  state: IncidentState,
  { role, person }: Extract<TeamFact, { type: 'role-assigned' }>,
  since: Date,
): IncidentState['roles'] {
  const others = state.roles.filter(
    (one) => one.role !== role || (role === 'expert' && person !== null && one.person !== person),
  );
  return person === null ? others : [...others, { role, person, since }];
}

function withMitigation(
  state: IncidentState,
  id: string,
  change: (one: ApprovedMitigation) => ApprovedMitigation,
): IncidentState {
  return { ...state, mitigations: state.mitigations.map((one) => (one.id === id ? change(one) : one)) };
}
