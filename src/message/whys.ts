import { plainWords } from './plain-words.ts';
import { leadingSuspect } from '../suspects/vocabulary.ts';
import type { IncidentState, Why } from '../incident/state.ts';
import type { Block, Document, Text } from './document.ts';

const DEPTH = 5;

/** The chain so far as a tree, and the question that comes next. */
export function whysDocument(state: IncidentState): Document {
  const question = nextWhy(state);
  const blocks: Block[] = [{ kind: 'paragraph', text: [{ bold: '5 Whys' }] }];
  if (state.whys.length > 0) blocks.push({ kind: 'list', items: treeOf(state.whys) });
  blocks.push(
    { kind: 'paragraph', text: [question] },
    {
      kind: 'context',
      text: [
        'Answer with: why "because …" E3 — E3 is the evidence it rests on; without one it is marked unproven',
      ],
    },
  );
  return { summary: `5 Whys: ${state.whys.length} answered. ${question}`, blocks };
}

/** The question to ask now: from the symptom through the suspect to the process that let it through. */
export function nextWhy(state: IncidentState): string {
  const last = state.whys.at(-1);
  if (last !== undefined) {
    return state.whys.length < DEPTH
      ? `Why was that so: “${last.text}”?`
      : 'Is the last answer a process or a control that failed? If it is still a symptom, a person or the fix, ask once more.';
  }
  const top = leadingSuspect(state.ranking);
  if (top !== null && state.ranking?.verdict === 'incident')
    return `Why: ${top.sentence} What let that happen?`;
  return state.symptom === null
    ? 'What changed? Measure it first: symptom.'
    : `Why: ${plainWords(state.symptom.sentence)}?`;
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
