import type { Block, Document, Text } from '../message/document.ts';
import { planLines } from '../message/lines/plan-lines.ts';
import { cellOf, fenced, lineOf, linesOf } from './markdown-text.ts';

/** A document as Markdown (CommonMark with tables). Everything from outside is escaped: it cannot write markup. */
export function markdownOf(document: Document): string {
  const parts = document.blocks.map((block, index) => blockOf(block, index === 0));
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function blockOf(block: Block, isFirst: boolean): string {
  switch (block.kind) {
    case 'heading':
      return `${isFirst ? '#' : '##'} ${headingOf(block.text)}`;
    case 'paragraph':
      return linesOf(block.text, '');
    case 'facts':
      return listOf(
        block.facts.map((fact) => [{ bold: `${fact.label}:` }, ' ', ...fact.value]),
        () => '-',
      );
    case 'list':
      return listOf(block.items, (index) => (block.ordered === true ? `${index + 1}.` : '-'));
    case 'table':
      return tableOf(block);
    case 'quote':
      return linesOf(block.text, '> ');
    case 'code':
      return fenced(block.text);
    case 'context':
      return contextOf(block.text);
    case 'buttons':
      return '';
    case 'plan':
      return listOf(
        planLines(block.tasks).map((line) => [line]),
        () => '-',
      );
    case 'divider':
      return '---';
  }
}

/** Signs at its end would count as the heading's own and vanish. */
const headingOf = (text: string): string => lineOf([text]).replaceAll('#', String.raw`\#`);

/** Lines after the first are indented to their item, or they would end the list. */
function listOf(items: readonly Text[], mark: (index: number) => string): string {
  return items
    .map((item, index) => {
      const begins = `${mark(index)} `;
      return begins + linesOf(item, ' '.repeat(begins.length)).trimStart();
    })
    .join('\n');
}

function contextOf(text: Text): string {
  const words = linesOf(text, '');
  return words === '' ? '' : `_${words}_`;
}

function tableOf(block: Extract<Block, { kind: 'table' }>): string {
  const rowOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = block.columns.map((column) => (column.align === 'right' ? '---:' : '---'));
  const head = block.columns.map((column) => cellOf(column.title));
  return [rowOf(head), rowOf(rule), ...block.rows.map((row) => rowOf(row.map(cellOf)))].join('\n');
}
