import type { KnownBlock } from '@slack/types';
import { context, section } from './text-objects.ts';

const mostBlocks = 50;
/** Slack answers `msg_blocks_too_long` near 13,000 characters. */
const mostCharacters = 12_400;
/** What a line about missing parts takes at most, without the words where they are. */
const missingLineSize = 150;
/** Shorter pieces than this are not worth a section of their own. */
const leastPiece = 200;

/**
 * Keeps what fits into one message, in order. Buttons are kept before text, since without them nothing can be done next.
 * A line in place of the rest says how much is missing, and `where` (mrkdwn, may be empty) all of it can be read.
 */
export function fitBlocks(blocks: readonly KnownBlock[], where: string): readonly KnownBlock[] {
  if (blocks.length <= mostBlocks && sizeOf(blocks) <= mostCharacters) return blocks;
  const kept = new Set(keepButtons(blocks));
  const room = {
    // Each row of buttons may get a line about what is missing before it; a cut section needs one behind it.
    blocks: mostBlocks - 2 * kept.size - 2,
    characters:
      mostCharacters - sizeOf([...kept]) - (missingLineSize + sizeOf([context([where])])) * (kept.size + 1),
  };
  const shown: KnownBlock[] = [];
  let left: KnownBlock[] = [];
  for (const block of blocks) {
    if (kept.has(block)) {
      shown.push(...missingLine(left, where), block);
      left = [];
      continue;
    }
    if (block.type === 'actions') {
      left.push(block);
      continue;
    }
    const isFull = room.blocks <= 0 || room.characters < 0;
    const fitting = isFull ? null : fit(block, room.characters, where);
    if (fitting === null) {
      left.push(block);
      room.blocks = 0;
      continue;
    }
    room.blocks -= fitting.length;
    room.characters -= sizeOf(fitting);
    shown.push(...fitting);
  }
  return [...shown, ...missingLine(left, where)];
}

/** At most ten rows of buttons, and never more than half the message. */
function keepButtons(blocks: readonly KnownBlock[]): readonly KnownBlock[] {
  const kept: KnownBlock[] = [];
  for (const block of blocks) {
    if (block.type !== 'actions' || kept.length >= 10) continue;
    if (sizeOf([...kept, block]) <= mostCharacters / 2) kept.push(block);
  }
  return kept;
}

/** The block itself, a section cut to the room there is, or null. */
function fit(block: KnownBlock, characters: number, where: string): readonly KnownBlock[] | null {
  if (sizeOf([block]) <= characters) return [block];
  if (block.type !== 'section' || block.text === undefined) return null;
  const text = block.text.text;
  const isCode = text.startsWith('```\n');
  const room = characters - 200 - where.length - (sizeOf([block]) - text.length);
  if (room < leastPiece) return null;
  const cut = text.slice(0, cutPoint(text, room));
  if (cut.length < leastPiece) return null;
  const shown = isCode ? `${cut}\n\`\`\`` : cut;
  return [section(shown), context([withPlace(`… ${text.length - cut.length} more characters`, where)])];
}

/** The last line's end before `limit`, else the last space outside a `<…>` token, else where nothing is torn apart. */
function cutPoint(text: string, limit: number): number {
  const line = text.lastIndexOf('\n', limit);
  if (line > limit / 2) return line;
  let space = text.lastIndexOf(' ', limit);
  while (space > 0 && text.lastIndexOf('<', space) > text.lastIndexOf('>', space)) {
    space = text.lastIndexOf(' ', space - 1);
  }
  return space > limit / 2 ? space : wholePoint(text.slice(0, limit));
}

/** Before the token, the entity or the half of a character that stands open at the end. */
function wholePoint(text: string): number {
  const open = text.lastIndexOf('<');
  if (open > text.lastIndexOf('>')) return open;
  const torn = /&[a-z]*$|[\uD800-\uDBFF]$/.exec(text);
  return torn?.index ?? text.length;
}

function missingLine(left: readonly KnownBlock[], where: string): readonly KnownBlock[] {
  if (left.length === 0) return [];
  const parts = left.length === 1 ? 'part' : 'parts';
  const missing = `… ${left.length} more ${parts} (${sizeOf(left)} characters) did not fit into one message`;
  return [context([withPlace(missing, where)])];
}

/** How much is missing, and behind it where all of it is. */
export function withPlace(missing: string, where: string): string {
  return where === '' ? missing : `${missing}. ${where}`;
}

function sizeOf(blocks: readonly KnownBlock[]): number {
  return JSON.stringify(blocks).length;
}
