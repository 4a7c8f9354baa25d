import type { Proposal } from '../../incident/proposals.ts';
import { guardsBeforeMitigation } from '../../incident/decide/guards.ts';
import type { IncidentState } from '../../incident/state/state.ts';
import type { Document } from '../document.ts';
import type { Form } from './form.ts';

/** What may be done, the first to try in front; a press opens what it does and how it is undone. */
export function proposalsDocument(state: IncidentState, proposals: readonly Proposal[]): Document {
  if (proposals.length === 0)
    return {
      summary: 'No mitigation is proposed: nothing is suspected yet.',
      blocks: [
        { kind: 'paragraph', text: ['No mitigation is proposed: nothing is suspected yet.'] },
        { kind: 'context', text: ['What you do by hand goes on the timeline: timeline add …'] },
      ],
    };
  return {
    summary: `Mitigations, the first to try in front: ${proposals.map((one) => one.sentence).join(' ')}`,
    blocks: [
      { kind: 'paragraph', text: [{ bold: 'Mitigations, the first to try in front' }] },
      {
        kind: 'list',
        ordered: true,
        items: proposals.map((one) => [
          `${one.sentence} `,
          { bold: one.reversible ? 'can be taken back' : 'cannot be taken back' },
          ` · ${one.action === null ? 'by hand' : `by ${one.action}`}${one.effect === undefined ? '' : ` · ${one.effect}`}`,
        ]),
      },
      {
        kind: 'buttons',
        buttons: proposals.slice(0, 5).map((one, index) => ({
          label: `${one.number} ${one.sentence}`.slice(0, 70),
          command: `${state.id} mitigate ${one.number}`,
          ...(index === 0 ? { style: 'primary' as const } : {}),
        })),
      },
    ],
  };
}

/** What will be done and how it is undone, before a person approves it. */
export function mitigateForm(state: IncidentState, proposal: Proposal): Form {
  const guards = guardsBeforeMitigation(state, proposal.reversible);
  const doer =
    proposal.action === null
      ? 'You do it by hand and say when it is done.'
      : `${proposal.action} runs it at once.`;
  return {
    command: 'mitigate',
    incident: state.id,
    title: 'Approve a mitigation',
    submit: 'Approve',
    intro: [
      { kind: 'warning', text: `${proposal.does} ${doer}` },
      { kind: 'paragraph', text: [{ bold: 'What it will do: ' }, proposal.does] },
      { kind: 'paragraph', text: [{ bold: 'To undo it: ' }, proposal.undo] },
      ...(proposal.effect === undefined
        ? []
        : [{ kind: 'paragraph' as const, text: [{ bold: 'Expect: ' }, proposal.effect] }]),
      { kind: 'context', text: [`Verify: ${proposal.verify}`] },
    ],
    fields: [
      {
        kind: 'text',
        id: 'although',
        label:
          guards.length > 0 ? 'Why this, before something that can be taken back?' : 'A word for the others',
        optional: guards.length === 0,
        ...(guards.length > 0 ? { hint: 'The reason goes into the note.' } : {}),
      },
    ],
    kept: { number: String(proposal.number), sentence: proposal.sentence.slice(0, 1000) },
  };
}
