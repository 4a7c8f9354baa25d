import { leadingSuspect } from '../suspects/vocabulary.ts';
import type { Argument, Discarded, Ranking, Suspect } from '../suspects/vocabulary.ts';
import type { Block, Document, Text } from './document.ts';
import { movedLines } from './moved.ts';
import type { LastMove } from './moved.ts';
import { nextButtons, nextLine } from './next.ts';
import { chance } from './words/chance.ts';
import { suspectName } from './root.ts';

/** How much is shown: in the thread the first suspects with the reasons of the top one, on request all with reasons of three. */
export type SuspectsOptions = {
  readonly detail: 'brief' | 'full';
  readonly move?: LastMove | null;
  /** Checks that could not say, so that they speak neither for nor against anybody. */
  readonly silent?: readonly string[];
};

const LIMITS = { brief: { shown: 4, reasoned: 1 }, full: { shown: 8, reasoned: 3 } } as const;

/** The ranking: who is suspected, why and why not, what moved it last, what to do first and what to find out next. */
export function suspectsDocument(incident: string, ranking: Ranking, options: SuspectsOptions): Document {
  const { shown, reasoned } = LIMITS[options.detail];
  const top = leadingSuspect(ranking);
  const full = options.detail === 'full';
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
    { kind: 'list', ordered: true, items: ranking.suspects.slice(0, shown).map(suspectText) },
    ...(top === null
      ? []
      : ranking.suspects
          .slice(0, reasoned)
          .filter((one) => one === top || one.probability >= 0.05)
          .flatMap((one) => reasons(one, reasoned > 1))),
    ...moved(options.move ?? null, ranking),
    ...(full ? discarded(ranking.discarded ?? []) : []),
    ...whatToDo(ranking),
  ];
  const notes = [
    `none of these: ${chance(ranking.noneOfThese)}${moreOf(ranking, shown)}`,
    ...(full && (options.silent ?? []).length > 0
      ? [`not counted, because they could not say: ${(options.silent ?? []).join(', ')}`]
      : []),
  ];
  blocks.push({ kind: 'context', text: [`${notes.join('\n')}\n`, ...nextLine(ranking)] });
  const buttons = nextButtons(incident, ranking);
  if (buttons.length > 0) blocks.push({ kind: 'buttons', buttons });
  return {
    summary:
      top === null
        ? `Suspects: none yet, only the prior. ${ranking.verdictReason}`
        : `Suspects: ${suspectName(top)} ${chance(top.probability)}. ${top.sentence}`,
    blocks,
  };
}

function suspectText(one: Suspect): Text {
  return [
    { bold: suspectName(one) },
    ` ${chance(one.probability)} — ${one.sentence}`,
    ...(one.history === undefined
      ? []
      : [
          {
            italic: ` prior ${chance(one.history.prior)}: ${one.history.caused} of your ${one.history.closed} closed incidents`,
          },
        ]),
  ];
}

function reasons(suspect: Suspect, named: boolean): readonly Block[] {
  const title = (side: string): Block => ({
    kind: 'paragraph',
    text: [{ bold: named ? `${side} ${suspectName(suspect)}` : side }],
  });
  const blocks: Block[] = [];
  if (suspect.for.length > 0) blocks.push(title('For'), { kind: 'list', items: argumentTexts(suspect.for) });
  if (suspect.against.length > 0)
    blocks.push(title('Against'), { kind: 'list', items: argumentTexts(suspect.against) });
  const clash = contradiction(suspect);
  return clash === null ? blocks : [...blocks, { kind: 'paragraph', text: clash }];
}

function argumentTexts(list: readonly Argument[]): readonly Text[] {
  return list
    .filter((one, place) => list.findIndex((other) => other.words === one.words) === place)
    .slice(0, 4)
    .map((one) => [`${one.words} `, { code: one.evidence }, ` (odds ×${odds(one.logRatio)})`]);
}

/** An argument that changes the odds threefold is strong enough to contradict another. */
const STRONG = Math.log(3);

function contradiction({ for: pro, against }: Suspect): Text | null {
  const strongest = (list: readonly Argument[]): Argument | undefined =>
    list.toSorted((a, b) => Math.abs(b.logRatio) - Math.abs(a.logRatio))[0];
  const [yes, no] = [strongest(pro), strongest(against)];
  if (yes === undefined || no === undefined || yes.logRatio < STRONG || no.logRatio > -STRONG) return null;
  return [
    { bold: '⚠️ The evidence contradicts itself: ' },
    `${yes.check} `,
    { code: yes.evidence },
    ` speaks for it and ${no.check} `,
    { code: no.evidence },
    ' against. One of them measures something else, or the cause is another.',
  ];
}

/** A log-likelihood ratio as the factor by which it moved the odds. */
const odds = (logRatio: number): string => {
  const factor = Math.exp(logRatio);
  return factor >= 10 ? factor.toFixed(0) : factor.toPrecision(2);
};

function moved(move: LastMove | null, ranking: Ranking): readonly Block[] {
  const lines = move === null ? [] : movedLines(move, ranking);
  return lines.length === 0
    ? []
    : [
        { kind: 'paragraph', text: [{ bold: 'Moved last' }] },
        { kind: 'list', items: lines },
      ];
}

/** What was looked at and put aside, so that nobody looks at it again. */
function discarded(list: readonly Discarded[]): readonly Block[] {
  const reasoned = list.filter((one) => one.evidence !== null);
  const silent = list.filter((one) => one.evidence === null);
  if (list.length === 0) return [];
  return [
    { kind: 'paragraph', text: [{ bold: 'Discarded' }] },
    {
      kind: 'list',
      items: [
        ...reasoned.map((one): Text => [
          `✗ ${one.id} ${chance(one.probability)}: ${one.reason} `,
          { code: one.evidence ?? '' },
        ]),
        ...(silent.length === 0
          ? []
          : [[`✗ ${silent.map((one) => one.id).join(', ')}: no check points at anybody`] satisfies Text]),
      ],
    },
  ];
}

function whatToDo(ranking: Ranking): readonly Block[] {
  const blocks: Block[] = [];
  if (ranking.change !== null)
    blocks.push({ kind: 'paragraph', text: [{ bold: 'Change: ' }, { code: ranking.change }] });
  const mitigation = ranking.mitigations[0];
  if (mitigation !== undefined) {
    const effect = mitigation.effect === undefined ? '' : ` ${mitigation.effect}`;
    blocks.push({
      kind: 'paragraph',
      text: [{ bold: 'Least risky first: ' }, `${mitigation.sentence}${effect} Verify: ${mitigation.verify}`],
    });
  }
  return blocks;
}

const moreOf = (ranking: Ranking, shown: number): string =>
  ranking.suspects.length > shown ? ` · ${ranking.suspects.length - shown} weaker suspects` : '';
