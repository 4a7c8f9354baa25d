import { plainWords } from './words/plain-words.ts';
import { leadingSuspect } from '../suspects/vocabulary.ts';
import type { IncidentState, Why } from '../incident/state/state.ts';
import { objectionsTo } from '../incident/whys.ts';
import type { Objection } from '../incident/whys.ts';
import { HYPOTHESES } from '../suspects/list.ts';
import { fillIn } from '../suspects/mitigations.ts';
import type { Suspect } from '../suspects/vocabulary.ts';
import { brief } from './words/brief.ts';
import type { Block, Button, Document, Text } from './document.ts';

/** The chain so far as a tree, where it stops too early, and the question that comes next. */
export function whysDocument(state: IncidentState): Document {
  const question = nextWhy(state);
  const objections = objectionsTo(state.whys);
  const blocks: Block[] = [{ kind: 'paragraph', text: [{ bold: '5 Whys' }] }];
  if (state.whys.length > 0) blocks.push({ kind: 'list', items: treeOf(state.whys) });
  if (objections.length > 0)
    blocks.push({
      kind: 'list',
      items: objections.map((one) => ['🤔 ', { bold: one.at }, ` ${one.words}`]),
    });
  blocks.push(
    { kind: 'paragraph', text: [question] },
    { kind: 'buttons', buttons: whyButtons(state, objections) },
    {
      kind: 'context',
      text: [
        'or type: why "because …" E3 — E3 is the evidence it rests on; without one it is marked unproven',
      ],
    },
  );
  return { summary: `5 Whys: ${state.whys.length} answered. ${question}`, blocks };
}

function whyButtons(state: IncidentState, objections: readonly Objection[]): readonly Button[] {
  const [first] = objections;
  const under = first?.at ?? state.whys.at(-1)?.id;
  return [
    {
      label: under === undefined ? 'Answer' : `Ask further under ${under}`,
      command: `${state.id} why ask${under === undefined ? '' : ` ${under}`}`,
      style: 'primary',
    },
    ...(state.whys.length > 0
      ? [{ label: 'Another branch', command: `${state.id} why ask ${branchAt(state.whys)}` }]
      : []),
  ];
}

/** A branch grows where the last answer grew. */
const branchAt = (whys: readonly Why[]): string => whys.at(-1)?.under ?? 'first';

/** The question to ask now: from the symptom through the suspect to the process that let it through. */
export function nextWhy(state: IncidentState): string {
  const [objection] = objectionsTo(state.whys);
  const end = state.whys.find((why) => why.id === objection?.at) ?? state.whys.at(-1);
  if (end !== undefined) {
    return objection === undefined && state.whys.length > 1
      ? 'Every branch ends at a process or a control. What would have to change there, so that it cannot come back unseen?'
      : `Why was that so: “${brief(end.text, 200)}”?`;
  }
  const top = leadingSuspect(state.ranking);
  if (top !== null && state.ranking?.verdict === 'incident') return firstWhy(top);
  return state.symptom === null
    ? 'What changed? Measure it first: symptom.'
    : `Why: ${plainWords(state.symptom.sentence)}?`;
}

/** The hypothesis asks past its own symptom, to the control that should have stopped it. */
function firstWhy(suspect: Suspect): string {
  const hypothesis = HYPOTHESES.find((one) => one.id === suspect.id);
  return hypothesis === undefined
    ? `Why: ${suspect.sentence} What let that happen?`
    : `${suspect.sentence} ${fillIn(hypothesis.why, suspect.culprit, suspect.change)}`;
}

export function treeOf(whys: readonly Why[]): readonly Text[] {
  const lines: Text[] = [];
  const visit = (under: string | null, depth: number): void => {
    for (const why of whys.filter((one) => one.under === under)) {
      const ground: Text =
        why.evidence === null ? [{ italic: 'unproven' }] : ['evidence ', { code: why.evidence }];
      lines.push(['› '.repeat(depth), { bold: why.id }, ` ${why.text} — `, ...ground]);
      visit(why.id, depth + 1);
    }
  };
  visit(null, 0);
  return lines;
}
