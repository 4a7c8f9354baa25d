import { SURE } from '../suspects/next-check.ts';
import { leadingSuspect } from '../suspects/vocabulary.ts';
import type { Outlook, Ranking } from '../suspects/vocabulary.ts';
import type { Block, Button, Document, Text } from './document.ts';
import { chance } from './words/chance.ts';
import { suspectName } from './root.ts';

/** The check that would tell most: what it asks, what each answer would mean, and the button that runs it. */
export function nextDocument(incident: string, ranking: Ranking): Document {
  const next = ranking.nextCheck;
  if (next === null) return nothingLeft(incident, ranking);
  const bits = next.expectedInformationGainBits.toFixed(2);
  const blocks: Block[] = [
    {
      kind: 'paragraph',
      text: [
        { bold: `Next: ${next.name}` },
        ` — ${bits} bits expected, about ${minutesWords(next.costMinutes)}. ${next.why}`,
      ],
    },
    { kind: 'list', items: (next.outlooks ?? []).map(outlookText) },
  ];
  const others = next.others ?? [];
  if (others.length > 0)
    blocks.push({
      kind: 'context',
      text: [`after that: ${others.map((one) => `${one.name} (${one.bits.toFixed(2)} bits)`).join(', ')}`],
    });
  blocks.push({ kind: 'buttons', buttons: nextButtons(incident, ranking) });
  return { summary: `Next: ${next.name}, ${bits} bits expected. ${next.why}`, blocks };
}

/** The next step as a button; none when nothing is left to ask. */
export function nextButtons(incident: string, ranking: Ranking): readonly Button[] {
  const next = ranking.nextCheck;
  return next === null
    ? []
    : [{ label: `Run ${next.name}`, command: `${incident} check ${next.name}`, style: 'primary' }];
}

/** `next: parity, 0.42 bits`, for places that have one line. */
export function nextLine(ranking: Ranking): Text {
  const next = ranking.nextCheck;
  if (next === null) return [`no further check: ${whyNothing(ranking)}`];
  return ['next: ', { code: next.name }, `, ${next.expectedInformationGainBits.toFixed(2)} bits expected`];
}

function outlookText(outlook: Outlook): Text {
  const moves = outlook.moves
    .map((one) => `${suspectName(one)} ${chance(one.before)} → ${chance(one.after)}`)
    .join(', ');
  return [
    { bold: `If ${outlook.answer}` },
    ` (${chance(outlook.chance)} likely): ${moves || 'nobody moves'}`,
  ];
}

function nothingLeft(incident: string, ranking: Ranking): Document {
  const words = whyNothing(ranking);
  const top = leadingSuspect(ranking);
  const blocks: Block[] = [{ kind: 'paragraph', text: [{ bold: 'No further check: ' }, words] }];
  if (top !== null && ranking.verdict === 'incident')
    blocks.push({
      kind: 'buttons',
      buttons: [{ label: 'What confirms it?', command: `${incident} confirm ${top.id}` }],
    });
  return { summary: `No further check: ${words}`, blocks };
}

function whyNothing(ranking: Ranking): string {
  const top = leadingSuspect(ranking);
  if (top !== null && top.probability >= SURE)
    return `${suspectName(top)} is at ${chance(top.probability)}; an experiment now says more than a check.`;
  return 'those that are left would not tell the suspects apart. More labels, a mitigation or a person who knows would.';
}

const minutesWords = (minutes: number): string => {
  const seconds = Math.round(minutes * 60);
  return seconds < 90 ? `${seconds} s` : `${Math.round(minutes)} min`;
};
