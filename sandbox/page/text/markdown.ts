import type { Inline, ListItem, TextBlock } from './tree.ts';
import { isSafeLink } from './tree.ts';
import { parsePlain } from './mrkdwn.ts';

/** Standard Markdown, as far as Slack's `markdown` block shows it: no HTML, no images from elsewhere. */
export function parseMarkdown(source: string): readonly TextBlock[] {
  return blocksOf(source, 0);
}

function blocksOf(source: string, depth: number): readonly TextBlock[] {
  const lines = source.split('\n');
  const blocks: TextBlock[] = [];
  let at = 0;
  while (at < lines.length) {
    const taken = blockAt(lines, at, depth);
    if (taken.block) blocks.push(taken.block);
    at = taken.next;
  }
  return blocks;
}

type Taken = { readonly block?: TextBlock; readonly next: number };

const item = /^(?<space>\s*)(?:[-*+]|(?<number>\d{1,9})[.)])\s+(?:\[(?<check>[ xX])\]\s+)?(?<text>.*)$/u;
const startsBlock = /^(?:#{1,6}\s|>|```|\s*(?:[-*+]|\d{1,9}[.)])\s|\s*(?:-{3,}|\*{3,}|_{3,})\s*$)/u;

function blockAt(lines: readonly string[], at: number, depth: number): Taken {
  const line = lines[at] ?? '';
  if (line.trim() === '') return { next: at + 1 };
  if (line.startsWith('```')) return fence(lines, at);
  if (/^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/u.test(line)) return { block: { kind: 'rule' }, next: at + 1 };
  const heading = /^(?<marks>#{1,6})\s+(?<text>.*?)\s*#*$/u.exec(line)?.groups;
  if (heading)
    return {
      block: {
        kind: 'heading',
        level: heading['marks']?.length ?? 1,
        inside: inline(heading['text'] ?? '', 0),
      },
      next: at + 1,
    };
  if (line.startsWith('>') && depth < deepest) {
    const next = firstNot(lines, at, (it) => it.startsWith('>'));
    const inside = blocksOf(
      lines
        .slice(at, next)
        .map((it) => it.replace(/^>+ ?/u, ''))
        .join('\n'),
      depth + 1,
    );
    return { block: { kind: 'quote', inside }, next };
  }
  if (item.test(line)) {
    const next = firstNot(lines, at, (it) => item.test(it));
    return { block: { kind: 'list', items: lines.slice(at, next).map(listItem) }, next };
  }
  if (isRow(line) && /^[\s|:-]+$/u.test(lines[at + 1] ?? '') && (lines[at + 1] ?? '').includes('-')) {
    const next = firstNot(lines, at + 2, isRow);
    const rows = [line, ...lines.slice(at + 2, next)].map(cells);
    return { block: { kind: 'table', rows }, next };
  }
  const next = Math.max(
    at + 1,
    firstNot(lines, at + 1, (it) => it.trim() !== '' && !startsBlock.test(it)),
  );
  const text = lines.slice(at, next).join('\n');
  return { block: { kind: 'paragraph', inside: inline(text, 0) }, next };
}

function fence(lines: readonly string[], at: number): Taken {
  const end = firstNot(lines, at + 1, (it) => !it.startsWith('```'));
  return { block: { kind: 'code', text: lines.slice(at + 1, end).join('\n') }, next: end + 1 };
}

function firstNot(lines: readonly string[], from: number, fits: (line: string) => boolean): number {
  let at = from;
  while (at < lines.length && fits(lines[at] ?? '')) at += 1;
  return at;
}

function listItem(line: string): ListItem {
  const { space = '', number, check, text = '' } = item.exec(line)?.groups ?? {};
  return {
    inside: inline(text, 0),
    indent: Math.min(8, Math.floor(space.length / 2)),
    isOrdered: number !== undefined,
    number: Number(number ?? 1),
    ...(check !== undefined && { isChecked: check !== ' ' }),
  };
}

const isRow = (line: string): boolean => line.trim().startsWith('|');

function cells(line: string): readonly (readonly Inline[])[] {
  return line
    .trim()
    .replace(/^\||\|$/gu, '')
    .split(/(?<!\\)\|/u)
    .map((cell) => inline(cell.trim().replaceAll('\\|', '|'), 0));
}

const rules: readonly {
  readonly find: RegExp;
  readonly make: (found: string[], depth: number) => Inline | undefined;
}[] = [
  { find: /^`([^`\n]{1,2000})`/u, make: ([, text = '']) => ({ kind: 'code', text }) },
  {
    find: /^!?\[([^\]\n]{0,500})\]\(([^)\s]{1,2000})\)/u,
    make: ([, text = '', url = ''], depth) =>
      isSafeLink(url) ? { kind: 'link', url, inside: inline(text, depth + 1) } : undefined,
  },
  {
    find: /^\*\*(?=\S)([^\n]{1,800}?)(?<=\S)\*\*/u,
    make: ([, text = ''], depth) => ({ kind: 'bold', inside: inline(text, depth + 1) }),
  },
  {
    find: /^__(?=\S)([^\n]{1,800}?)(?<=\S)__/u,
    make: ([, text = ''], depth) => ({ kind: 'bold', inside: inline(text, depth + 1) }),
  },
  {
    find: /^~~(?=\S)([^\n]{1,800}?)(?<=\S)~~/u,
    make: ([, text = ''], depth) => ({ kind: 'strike', inside: inline(text, depth + 1) }),
  },
  {
    find: /^\*(?=\S)([^*\n]{1,800}?)(?<=\S)\*/u,
    make: ([, text = ''], depth) => ({ kind: 'italic', inside: inline(text, depth + 1) }),
  },
  {
    find: /^_(?=\S)([^_\n]{1,800}?)(?<=\S)_(?![\p{L}\p{N}])/u,
    make: ([, text = ''], depth) => ({ kind: 'italic', inside: inline(text, depth + 1) }),
  },
  {
    find: /^(https?:\/\/[^\s<>)]{1,2000})/u,
    make: ([, url = '']) => ({ kind: 'link', url, inside: [{ kind: 'text', text: url }] }),
  },
  { find: /^\\([\\`*_{}[\]()#+.!|~-])/u, make: ([, text = '']) => ({ kind: 'text', text }) },
];

const deepest = 8;
const special = /[`![*_~h\\]/u;

function inline(text: string, depth: number): Inline[] {
  const found: Inline[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const part = depth < deepest && special.test(text[at] ?? '') ? partAt(text, at, depth) : undefined;
    if (part) {
      found.push(...parsePlain(plain), part.inline);
      plain = '';
      at += part.length;
    } else {
      plain += text[at] ?? '';
      at += 1;
    }
  }
  return [...found, ...parsePlain(plain)];
}

function partAt(text: string, at: number, depth: number): { inline: Inline; length: number } | undefined {
  const isInWord = /[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ');
  const rest = text.slice(at, at + 2600);
  for (const rule of rules) {
    const found = rule.find.exec(rest);
    if (!found || (isInWord && /[_h]/u.test(text[at] ?? ''))) continue;
    const inline = rule.make(found, depth);
    if (inline) return { inline, length: found[0].length };
  }
  return undefined;
}
