import { styleText } from 'node:util';
import type { Block, Document, Inline, Text } from '../message/document.ts';
import { planLines } from '../message/lines/plan-lines.ts';
import { renderTable } from './render-table.ts';
import { visibleText } from './visible-text.ts';
import { wrap } from './wrap.ts';

export type Look = { readonly width: number; readonly colours: boolean };

type Style = Parameters<typeof styleText>[0];

/** A document for a terminal: as wide as the terminal, styled only with `colours`, without a control character from outside. */
export function renderTerminal(document: Document, look: Look): string {
  const blocks = document.blocks.map((block) => renderBlock(block, look)).filter((text) => text !== '');
  return `${blocks.length === 0 ? visibleText(document.summary) : blocks.join('\n\n')}\n`;
}

function renderBlock(block: Block, look: Look): string {
  switch (block.kind) {
    case 'heading':
      return paint(look, ['bold', 'underline'], visibleText(block.text));
    case 'paragraph':
      return wrap(inline(block.text, look), look.width);
    case 'facts':
      return renderFacts(block.facts, look);
    case 'list':
      return block.items
        .map((item, index) => hanging(block.ordered === true ? `${index + 1}. ` : '• ', item, look))
        .join('\n');
    case 'table':
      return renderTable(block, look);
    case 'quote':
      return wrap(inline(block.text, look), look.width - 2)
        .split('\n')
        .map((line) => `${paint(look, 'dim', '│')} ${line}`)
        .join('\n');
    case 'code':
      return visibleText(block.text)
        .split('\n')
        .map((line) => `    ${line}`)
        .join('\n');
    case 'context':
      return paint(look, 'dim', wrap(inline(block.text, { ...look, colours: false }), look.width));
    case 'buttons':
      return block.buttons
        .map(
          (button) =>
            `${paint(look, 'dim', '▸')} ${visibleText(button.label)}: ${visibleText(button.command)}`,
        )
        .join('\n');
    case 'plan':
      return [visibleText(block.title), ...planLines(block.tasks).map(visibleText)].join('\n');
    case 'divider':
      return paint(look, 'dim', '─'.repeat(Math.min(look.width, 72)));
  }
}

function renderFacts(facts: Extract<Block, { kind: 'facts' }>['facts'], look: Look): string {
  const labels = facts.map((fact) => visibleText(fact.label));
  const widest = Math.max(0, ...labels.map((label) => label.length));
  return facts
    .map((fact, index) => {
      const label = (labels[index] ?? '').padEnd(widest + 2);
      return indented(
        wrap(inline(fact.value, look), look.width - label.length),
        paint(look, 'dim', label),
        label.length,
      );
    })
    .join('\n');
}

function hanging(marker: string, item: Text, look: Look): string {
  return indented(wrap(inline(item, look), look.width - marker.length), marker, marker.length);
}

function indented(text: string, first: string, columns: number): string {
  return text
    .split('\n')
    .map((line, index) => (index === 0 ? `${first}${line}` : `${' '.repeat(columns)}${line}`))
    .join('\n');
}

function inline(text: Text, look: Look): string {
  return text.map((part) => inlinePart(part, look)).join('');
}

function inlinePart(part: Inline, look: Look): string {
  if (typeof part === 'string') return visibleText(part);
  if ('bold' in part) return paint(look, 'bold', visibleText(part.bold));
  if ('italic' in part) return paint(look, 'italic', visibleText(part.italic));
  if ('code' in part) return paint(look, 'cyan', visibleText(part.code));
  if ('time' in part) return moment(part.time, part.style);
  if ('link' in part) return `${visibleText(part.text)} (${visibleText(part.link)})`;
  return `@${visibleText(part.person)}`;
}

function moment(time: Date, style: 'clock' | 'date-clock'): string {
  const text = time.toISOString();
  return style === 'clock' ? `${text.slice(11, 16)} UTC` : `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`;
}

function paint(look: Look, style: Style, text: string): string {
  return look.colours ? styleText(style, text, { validateStream: false }) : text;
}
