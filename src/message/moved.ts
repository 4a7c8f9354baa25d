import type { Evidence } from '../checks/evidence.ts';
import { movementsBetween } from '../suspects/movement.ts';
import type { Ranking } from '../suspects/vocabulary.ts';
import type { Document, Text } from './document.ts';
import { nextButtons, nextLine } from './next.ts';
import { chance } from './words/chance.ts';
import { suspectName } from './root.ts';

/** What moved the ranking last: the ranking before, and the evidence that came in between. */
export type LastMove = { readonly before: Ranking; readonly evidence: Evidence | null };

const MOST = 3;

/** `config.feature-store (income) 41 % → 83 % because parity shifted (E12)`, one line a suspect. */
export function movedLines(move: LastMove, ranking: Ranking): readonly Text[] {
  const because =
    move.evidence === null
      ? []
      : [` because ${move.evidence.check} ${answered(move.evidence)} `, { code: move.evidence.id } as const];
  return movementsBetween(move.before, ranking)
    .slice(0, MOST)
    .map((one) => [{ bold: suspectName(one) }, ` ${chance(one.before)} → ${chance(one.after)}`, ...because]);
}

/** What a check that was asked for did to a ranking whose top is still the same. */
export function movedDocument(incident: string, move: LastMove, ranking: Ranking): Document {
  const moves = movementsBetween(move.before, ranking);
  const [first] = moves;
  const after = move.evidence === null ? '' : ` after ${move.evidence.check}`;
  const buttons = nextButtons(incident, ranking);
  return {
    summary:
      first === undefined
        ? `No suspect moved${after}.`
        : `${suspectName(first)} ${chance(first.before)} → ${chance(first.after)}${after}.`,
    blocks: [
      moves.length === 0
        ? { kind: 'paragraph', text: [`No suspect moved${after}.`] }
        : { kind: 'list', items: movedLines(move, ranking) },
      { kind: 'context', text: nextLine(ranking) },
      ...(buttons.length > 0 ? [{ kind: 'buttons' as const, buttons }] : []),
    ],
  };
}

function answered({ verdict }: Evidence): string {
  switch (verdict.answer) {
    case 'shifted':
      return 'shifted';
    case 'steady':
      return 'is steady';
    case 'inconclusive':
      return 'could not say';
  }
}
