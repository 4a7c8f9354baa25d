import type { Inline, TextBlock } from './tree.ts';
import { isSafeLink } from './tree.ts';

/** Slack's own markup, `mrkdwn`, as a tree. `&amp;`, `&lt;` and `&gt;` are the only escapes there are. */
export function parseMrkdwn(source: string): readonly TextBlock[] {
  const blocks: TextBlock[] = [];
  // Odd pieces stand between two fences; a fence without its partner is text.
  const pieces = source.split('```');
  const isOpen = pieces.length % 2 === 0;
  const text = isOpen ? [...pieces.slice(0, -2), pieces.slice(-2).join('```')] : pieces;
  for (const [index, piece] of text.entries()) {
    if (index % 2 === 1)
      blocks.push({ kind: 'code', text: unescapeEntities(piece.replace(/^\n|\n$/gu, '')) });
    else blocks.push(...paragraphs(piece));
  }
  return blocks;
}

/** Plain text with emoji, as in buttons and headers. */
export function parsePlain(source: string): readonly Inline[] {
  return source.split('\n').flatMap((line, index): Inline[] => [
    ...(index > 0 ? [{ kind: 'break' } as const] : []),
    ...line.split(/(:[\w+-]{1,60}:)/u).flatMap((part): Inline[] => {
      if (part === '') return [];
      return /^:[\w+-]+:$/u.test(part)
        ? [{ kind: 'emoji', name: part.slice(1, -1) }]
        : [{ kind: 'text', text: part }];
    }),
  ]);
}

function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

const quoteMark = /^(?:&gt;|>) ?/u;

function paragraphs(piece: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  let lines: string[] = [];
  let isQuote = false;
  const close = (): void => {
    const text = lines.join('\n').replace(/^\n|\n$/gu, '');
    if (text !== '') {
      const paragraph: TextBlock = { kind: 'paragraph', inside: inline(text, 0) };
      blocks.push(isQuote ? { kind: 'quote', inside: [paragraph] } : paragraph);
    }
    lines = [];
  };
  for (const line of piece.split('\n')) {
    const quoted = quoteMark.test(line);
    if (quoted !== isQuote) close();
    isQuote = quoted;
    lines.push(quoted ? line.replace(quoteMark, '') : line);
  }
  close();
  return blocks;
}

const deepest = 8;
/** Marks that belong together stand on one line and not too far apart, or a long hostile text would take for ever. */
const farthest = 800;
const longestToken = 3000;
const styles: Readonly<Record<string, 'bold' | 'italic' | 'strike'>> = {
  '*': 'bold',
  _: 'italic',
  '~': 'strike',
};

function inline(text: string, depth: number): Inline[] {
  const found: Inline[] = [];
  let plain = '';
  let at = 0;
  const flush = (): void => {
    if (plain !== '') found.push(...parsePlain(unescapeEntities(plain)));
    plain = '';
  };
  while (at < text.length) {
    const part = depth < deepest ? partAt(text, at, depth) : undefined;
    if (part) {
      flush();
      found.push(part.inline);
      at = part.end;
    } else {
      plain += text[at] ?? '';
      at += 1;
    }
  }
  flush();
  return found;
}

type Part = { readonly inline: Inline; readonly end: number };

function partAt(text: string, at: number, depth: number): Part | undefined {
  const mark = text[at] ?? '';
  if (mark === '<') return tokenAt(text, at);
  if (mark === '`') {
    if (text[at + 1] === '`') return undefined;
    const end = closing(text, at, '`');
    if (end === undefined) return undefined;
    return { inline: { kind: 'code', text: unescapeEntities(text.slice(at + 1, end)) }, end: end + 1 };
  }
  const kind = styles[mark];
  if (!kind || !isBoundary(text[at - 1]) || /[\s*_~]/u.test(text[at + 1] ?? ' ')) return undefined;
  const end = closing(text, at, mark);
  if (end === undefined) return undefined;
  return { inline: { kind, inside: inline(text.slice(at + 1, end), depth + 1) }, end: end + 1 };
}

/** Where a mark is closed: on the same line, after a character, before no letter. */
function closing(text: string, at: number, mark: string): number | undefined {
  const lineEnd = text.indexOf('\n', at);
  const last = Math.min(lineEnd === -1 ? text.length : lineEnd, at + farthest);
  for (let end = text.indexOf(mark, at + 2); end !== -1 && end < last; end = text.indexOf(mark, end + 1)) {
    if (mark === '`' || (!/\s/u.test(text[end - 1] ?? ' ') && isBoundary(text[end + 1]))) return end;
  }
  return undefined;
}

function isBoundary(character: string | undefined): boolean {
  return character === undefined || !/[\p{L}\p{N}]/u.test(character);
}

/** `<https://…|label>`, `<@U1>`, `<#C1|name>`, `<!here>`, `<!date^…|fallback>`: whatever else is in brackets is text. */
function tokenAt(text: string, at: number): Part | undefined {
  const end = text.indexOf('>', at);
  if (end === -1 || end - at > longestToken) return undefined;
  const token = text.slice(at + 1, end);
  const bar = token.indexOf('|');
  const target = bar === -1 ? token : token.slice(0, bar);
  const label = bar === -1 ? null : unescapeEntities(token.slice(bar + 1));
  const inline = tokenOf(target, label);
  return inline && { inline, end: end + 1 };
}

function tokenOf(target: string, label: string | null): Inline | undefined {
  const name = target.slice(1);
  if (target.startsWith('@')) return { kind: 'user', id: name, label };
  if (target.startsWith('#')) return { kind: 'channel', id: name, label };
  if (target.startsWith('!date^')) return dateOf(target, label);
  if (target.startsWith('!subteam^'))
    return { kind: 'group', label: label ?? `@${name.slice('subteam^'.length)}` };
  if (/^!(?:here|channel|everyone)$/u.test(target)) return { kind: 'broadcast', range: name };
  const url = unescapeEntities(target);
  if (!isSafeLink(url)) return undefined;
  return {
    kind: 'link',
    url,
    inside: label === null ? [{ kind: 'text', text: url.replace(/^mailto:/u, '') }] : parsePlain(label),
  };
}

function dateOf(target: string, label: string | null): Inline | undefined {
  const [, seconds, format, url] = target.split('^');
  if (seconds === undefined || format === undefined || !/^\d{1,10}$/u.test(seconds)) return undefined;
  const link = url !== undefined && isSafeLink(url) ? url : null;
  return { kind: 'date', seconds: Number(seconds), format, fallback: label ?? '', url: link };
}
