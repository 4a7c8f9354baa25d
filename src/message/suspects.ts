import { leadingSuspect } from '../suspects/vocabulary.ts';
import type { Ranking, Suspect } from '../suspects/vocabulary.ts';
import type { Block, Button, Document, Text } from './document.ts';
import { percent } from './numbers.ts';
import { suspectName } from './root.ts';

/** The ranking: who is suspected, why and why not, what to do first and what to find out next. */
export function suspectsDocument(incident: string, ranking: Ranking, shown = 4): Document {
  const top = leadingSuspect(ranking);
  const blocks: Block[] = [
    { kind: 'paragraph', text: [{ bold: `Verdict: ${ranking.verdict}. ` }, ranking.verdictReason] },
    ...(top === null
      ? [
          {
            kind: 'paragraph' as const,
            text: ['No evidence speaks for anything yet; what follows is only the prior.'],
          },
        ]
      : []),
    {
      kind: 'list',
      ordered: true,
      items: ranking.suspects
        .slice(0, shown)
        .map((one) => [{ bold: suspectName(one) }, ` ${percent(one.probability)} — ${one.sentence}`]),
    },
  ];
  if (top !== null) blocks.push(...reasons(top));
  if (ranking.change !== null)
    blocks.push({ kind: 'paragraph', text: [{ bold: 'Change: ' }, { code: ranking.change }] });
  const mitigation = ranking.mitigations[0];
  if (mitigation !== undefined) {
    blocks.push({
      kind: 'paragraph',
      text: [{ bold: 'Least risky first: ' }, `${mitigation.sentence} Verify: ${mitigation.verify}`],
    });
  }
  blocks.push({
    kind: 'context',
    text: [`none of these: ${percent(ranking.noneOfThese)}${moreOf(ranking, shown)}`],
  });
  const buttons = nextButtons(incident, ranking);
  if (buttons.length > 0) blocks.push({ kind: 'buttons', buttons });
  return {
    summary:
      top === null
        ? `Suspects: none yet. ${ranking.verdictReason}`
        : `Suspects: ${suspectName(top)} ${percent(top.probability)}. ${top.sentence}`,
    blocks,
  };
}

function reasons(suspect: Suspect): readonly Block[] {
  const words = (list: Suspect['for']): readonly Text[] =>
    list
      .filter((one, index) => list.findIndex((other) => other.words === one.words) === index)
      .slice(0, 4)
      .map((one) => [`${one.words} `, { code: one.evidence }, ` (×${odds(one.logRatio)})`]);
  const blocks: Block[] = [];
  if (suspect.for.length > 0)
    blocks.push({ kind: 'paragraph', text: [{ bold: 'For' }] }, { kind: 'list', items: words(suspect.for) });
  if (suspect.against.length > 0)
    blocks.push(
      { kind: 'paragraph', text: [{ bold: 'Against' }] },
      { kind: 'list', items: words(suspect.against) },
    );
  return blocks;
}

/** A log-likelihood ratio as the factor by which it moved the odds. */
const odds = (logRatio: number): string => {
  const factor = Math.exp(logRatio);
  return factor >= 10 ? factor.toFixed(0) : factor.toPrecision(2);
};

const moreOf = (ranking: Ranking, shown: number): string =>
  ranking.suspects.length > shown ? ` · ${ranking.suspects.length - shown} weaker suspects` : '';

function nextButtons(incident: string, ranking: Ranking): readonly Button[] {
  const next = ranking.nextCheck;
  return next === null
    ? []
    : [{ label: `Run ${next.name}`, command: `${incident} check ${next.name}`, style: 'primary' }];
}
