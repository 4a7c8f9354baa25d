import type { IncidentEvent } from '../../incident/facts/events.ts';
import type { IncidentState } from '../../incident/state/state.ts';
import type { TeamFact } from '../../incident/facts/team-facts.ts';
import { byWhom } from '../words/by-whom.ts';
import type { Document, Text } from '../document.ts';
import { mitigationApproved, mitigationEnded, recoveryDocument } from '../mitigation.ts';
import { plain } from '../words/plain.ts';
import { severityProposal } from '../severity.ts';
import {
  ACTION_KIND_WORDS,
  GUARD_WORDS,
  ROLE_WORDS,
  SELF_CHECK_WORDS,
  actionText,
} from '../words/team-words.ts';
import { updateDocument } from '../update.ts';
import { whysDocument } from '../whys.ts';
import { checklistItem } from '../../incident/checklists.ts';

/** What the thread says about a fact of the team. */
export function teamLine(fact: TeamFact, event: IncidentEvent, state: IncidentState): Document {
  const by = byWhom(event.actor);
  switch (fact.type) {
    case 'severity-proposed':
      return severityProposal(state, fact);
    case 'role-assigned':
      return roleLine(fact, by);
    case 'why-revised':
      return whysDocument(state);
    case 'timeline-starred':
      return plain([
        fact.starred ? '⭐ Leads the note: ' : 'No longer leads the note: ',
        { code: fact.entry },
        ' · ',
        by,
      ]);
    case 'mitigation-approved':
      return mitigationApproved(event.incident, fact, by);
    case 'mitigation-seconded':
      return plain([
        'Approved ',
        { code: fact.mitigation },
        fact.complete ? ', too: it is done now · ' : ', too · ',
        by,
      ]);
    case 'mitigation-started':
      return plain([{ code: fact.mitigation }, ' has been started.']);
    case 'mitigation-ended':
      return mitigationEnded(event.incident, fact, by);
    case 'recovery-measured':
      return recoveryDocument(event.incident, fact);
    case 'checklist-ticked':
      return plain([
        `${fact.answer === 'yes' ? '☑' : fact.answer === 'no' ? '☐' : '–'} ${checklistItem(fact.item)?.words ?? fact.item}`,
        fact.words === '' ? '' : `: ${fact.words}`,
        ' · ',
        by,
      ]);
    case 'guards-raised':
      return plain([
        `Asked before going on: ${fact.guards.map((one) => GUARD_WORDS[one].missing).join('; ')}`,
      ]);
    case 'permission-refused':
      return plain([
        by,
        ` may not do that here${fact.asked === null ? '' : ` (${fact.asked})`}: ${fact.reason}. Nothing was done.`,
      ]);
    case 'guards-overridden':
      return plain([
        { bold: 'Going on, although ' },
        `${fact.guards.map((one) => GUARD_WORDS[one].missing).join('; ')}. Reason: ${fact.reason} · `,
        by,
      ]);
    case 'self-checked':
      return {
        summary: `Self-check: ${fact.answers.map((one) => `${SELF_CHECK_WORDS[one.question]} ${one.answer}`).join(' ')}`,
        blocks: [
          { kind: 'paragraph', text: [{ bold: 'Is it really the root cause? ' }, by] },
          {
            kind: 'list',
            items: fact.answers.map((one) => [
              `${SELF_CHECK_WORDS[one.question]} `,
              { bold: one.answer },
              one.words === '' ? '' : ` — ${one.words}`,
            ]),
          },
        ],
      };
    case 'update-posted':
      return updateDocument(state, fact, by);
    case 'reminded':
      return {
        summary: fact.words,
        blocks: [
          { kind: 'paragraph', text: [fact.words] },
          {
            kind: 'buttons',
            buttons:
              fact.about === 'update'
                ? [
                    { label: 'Write an update', command: `${event.incident} update`, style: 'primary' },
                    { label: 'Quiet for 1 h', command: `${event.incident} update snooze 1h` },
                  ]
                : [{ label: 'Action items', command: `${event.incident} action` }],
          },
        ],
      };
    case 'reminders-snoozed':
      return plain(['Reminders are quiet until ', { time: fact.until, style: 'date-clock' }, ' · ', by]);
    case 'action-added':
    case 'action-changed':
      return actionLine(state, fact.action, fact.type === 'action-added' ? '＋ ' : '✎ ', by);
    case 'action-done':
      return actionLine(state, fact.action, '✓ Done: ', by);
  }
}

function roleLine(fact: Extract<TeamFact, { type: 'role-assigned' }>, by: Text[number]): Document {
  const role = ROLE_WORDS[fact.role];
  if (fact.person === null) return plain([`There is no ${role} any more · `, by]);
  // Who takes a role for themself is named once.
  const isOwn = typeof by === 'object' && 'person' in by && by.person === fact.person;
  const text: Text = [{ bold: `${role}: ` }, { person: fact.person }, ...(isOwn ? [] : [' · ', by])];
  if (fact.handoff === null) return plain(text);
  const line = plain(text);
  return {
    summary: `${line.summary}. ${fact.handoff}`,
    blocks: [...line.blocks, { kind: 'quote', text: [fact.handoff] }],
  };
}

function actionLine(state: IncidentState, id: string, mark: string, by: Text[number]): Document {
  const item = state.actions.find((one) => one.id === id);
  if (item === undefined) return plain([`${mark}${id} · `, by]);
  const line = plain([mark, ...actionText(item), ' · ', by]);
  if (item.rule === null || item.done !== null) return line;
  return {
    summary: line.summary,
    blocks: [
      ...line.blocks,
      { kind: 'context', text: [`The bot knows a rule for it: ${item.rule.title}`] },
      {
        kind: 'buttons',
        buttons: [{ label: `Rule of ${item.id}`, command: `${state.id} action export ${item.id}` }],
      },
    ],
  };
}

/** The same for the timeline; null when it is no moment of the incident. */
export function teamMoment(fact: TeamFact): string | null {
  switch (fact.type) {
    case 'role-assigned':
      return fact.person === null
        ? `No ${ROLE_WORDS[fact.role]} any more`
        : `${fact.handoff === null ? 'New' : 'Handed over to a new'} ${ROLE_WORDS[fact.role]}`;
    case 'mitigation-approved':
      return `Mitigation approved: ${fact.sentence}`;
    case 'mitigation-seconded':
      return `Mitigation ${fact.mitigation} approved by another person`;
    case 'mitigation-ended':
      return `Mitigation ${fact.mitigation} ${fact.outcome}: ${fact.words}`;
    case 'recovery-measured':
      return fact.sentence;
    case 'guards-overridden':
      return `Went on with a reason: ${fact.reason}`;
    case 'update-posted':
      return `Update: ${fact.conditions}`;
    case 'action-added':
      return `Action item ${fact.action} (${ACTION_KIND_WORDS[fact.kind]}): ${fact.text}`;
    case 'action-done':
      return `Action item ${fact.action} done`;
    case 'severity-proposed':
    case 'why-revised':
    case 'timeline-starred':
    case 'mitigation-started':
    case 'checklist-ticked':
    case 'guards-raised':
    case 'self-checked':
    case 'reminded':
    case 'reminders-snoozed':
    case 'action-changed':
    case 'permission-refused':
      return null;
  }
}
