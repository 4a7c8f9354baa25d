import type { Block, Document, Inline, Text } from '../message/document.ts';

/** A document as Markdown (CommonMark with tables). Everything from outside is escaped: it cannot write markup. */
export function markdownOf(document: Document): string {
  const [first, ...rest] = document.blocks;
  const title =
    first?.kind === 'heading' ? `# ${escape(first.text)}` : first === undefined ? '' : blockOf(first);
  return `${[title, ...rest.map(blockOf)].filter((part) => part !== '').join('\n\n')}\n`;
}

function blockOf(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `## ${escape(block.text)}`;
    case 'paragraph':
      return textOf(block.text);
    case 'facts':
      return block.facts.map((fact) => `- **${escape(fact.label)}:** ${textOf(fact.value)}`).join('\n');
    case 'list':
      return block.items
        .map((item, index) => `${block.ordered === true ? `${index + 1}.` : '-'} ${textOf(item)}`)
        .join('\n');
    case 'table':
      return tableOf(block);
    case 'quote':
      return textOf(block.text)
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n');
    case 'code':
      return fenced(block.text);
    case 'context':
      return `_${textOf(block.text)}_`;
    case 'buttons':
      return '';
    case 'divider':
      return '---';
  }
}

function tableOf(block: Extract<Block, { kind: 'table' }>): string {
  const cell = (text: string): string => escape(text).replaceAll('|', '\\|');
  const head = `| ${block.columns.map((column) => cell(column.title)).join(' | ')} |`;
  const rule = `| ${block.columns.map((column) => (column.align === 'right' ? '---:' : '---')).join(' | ')} |`;
  return [head, rule, ...block.rows.map((row) => `| ${row.map(cell).join(' | ')} |`)].join('\n');
}

const textOf = (text: Text): string => text.map(inlineOf).join('');

function inlineOf(part: Inline): string {
  if (typeof part === 'string') return escape(part);
  if ('bold' in part) return `**${escape(part.bold)}**`;
  if ('italic' in part) return `_${escape(part.italic)}_`;
  if ('code' in part) return codeOf(part.code);
  if ('time' in part) return `${part.time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  if ('link' in part) return linkOf(part.link, part.text);
  return `@${escape(part.person)}`;
}

function linkOf(address: string, text: string): string {
  return /^https?:\/\//.test(address)
    ? `[${escape(text)}](<${address.replaceAll(/[<>\s]/g, encodeURIComponent)}>)`
    : escape(text);
}

/** A code span longer than any run of backticks inside it. */
function codeOf(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const padding = longest > 0 ? ' ' : '';
  return `${fence}${padding}${text.replaceAll('\n', ' ')}${padding}${fence}`;
}

function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

/** Markdown's own characters, HTML, and line starts that would begin a block. */
function escape(text: string): string {
  return text
    .replaceAll(/[\\`*_[\]<>]/g, (character) => `\\${character}`)
    .replaceAll('&', '&amp;')
    .replaceAll(/^(\s*)([#+-]|\d+[.)])(?=\s)/gm, '$1\\$2');
}
