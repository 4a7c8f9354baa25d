import type { KnownBlock } from '@slack/types';
import type { Block, Document } from '../../message/document.ts';
import { clip, escapeCode, escapeText } from './clean-text.ts';
import { fitBlocks, withPlace } from './fit-blocks.ts';
import { mrkdwn, tokensOf } from './mrkdwn.ts';
import type { Token } from './mrkdwn.ts';
import { packTokens } from './pack-text.ts';
import { renderButtons } from './render-buttons.ts';
import { renderPlan } from './render-plan.ts';
import type { PlanStyle } from './render-plan.ts';
import { renderMonospaceTable, renderTable } from './render-table.ts';
import { context, mrkdwnObject, plainText, section } from './text-objects.ts';

/** A message as Slack takes it: `text` is complete by itself, for phones and screen readers. */
export type SlackMessage = { readonly text: string; readonly blocks: readonly KnownBlock[] };

const most = { section: 3000, header: 150, field: 2000, fields: 10, contextText: 2000, contextParts: 10 };
const longestText = 3900;
/** What a table may take of a message, in characters of JSON. */
const tableBudget = 8000;

/**
 * A document as Slack blocks, within every limit. What does not fit is cut at a sensible place, and the message says how
 * much is missing and, where the document says it, where all of it is.
 */
export function renderBlocks(document: Document, plans: PlanStyle = 'blocks'): SlackMessage {
  const where = mrkdwn(document.whole ?? []);
  return { text: summaryText(document.summary), blocks: fitBlocks(allBlocks(document, where, plans), where) };
}

/** Whether one message shows all of a document. */
export function fitsOneMessage(document: Document): boolean {
  const blocks = allBlocks(document, '', 'blocks');
  return fitBlocks(blocks, '') === blocks;
}

function allBlocks(document: Document, where: string, plans: PlanStyle): readonly KnownBlock[] {
  const state = { buttons: 0, tables: 0, plans, where };
  return document.blocks.flatMap((block) => renderBlock(block, state));
}

/** The same document without blocks, for when Slack refuses them. */
export function renderPlain(document: Document): { readonly text: string } {
  return { text: summaryText(document.summary) };
}

function summaryText(summary: string): string {
  const text = summary.trim() === '' ? 'Fishbone' : summary;
  let limit = longestText;
  while (escapeText(clip(text, limit)).length > longestText) limit -= 200;
  return escapeText(clip(text, limit));
}

type Counters = { buttons: number; tables: number; readonly plans: PlanStyle; readonly where: string };

function renderBlock(block: Block, counters: Counters): readonly KnownBlock[] {
  switch (block.kind) {
    case 'heading':
      return renderHeading(block.text);
    case 'paragraph':
      return packTokens(tokensOf(block.text), most.section).map(section);
    case 'facts':
      return renderFacts(block.facts);
    case 'list':
      return packTokens(listTokens(block), most.section).map(section);
    case 'table':
      return renderTableBlock(block, counters);
    case 'quote':
      return packTokens(tokensOf(block.text), most.section, 2).map((text) =>
        section(text.replaceAll(/^/gm, '> ')),
      );
    case 'code':
      return packTokens(codeLines(block.text), most.section - 8).map((text) => section(fence(text)));
    case 'context':
      return renderContext(packTokens(tokensOf(block.text), most.contextText));
    case 'buttons':
      return renderButtonRow(block.buttons, counters);
    case 'plan':
      return renderPlan(block, counters.plans);
    case 'divider':
      return [{ type: 'divider' }];
  }
}

function renderHeading(text: string): readonly KnownBlock[] {
  if (text.trim() === '') return [];
  if (text.length > most.header) return packTokens(tokensOf([{ bold: text }]), most.section).map(section);
  return [{ type: 'header', text: plainText(text, most.header) }];
}

function renderFacts(facts: Extract<Block, { kind: 'facts' }>['facts']): readonly KnownBlock[] {
  const fields = facts.map((fact) => {
    const [first = '–', ...rest] = packTokens(
      [{ text: `${mrkdwn([{ bold: fact.label }])}\n`, after: 3 }, ...tokensOf(fact.value)],
      most.field - 40,
    );
    const left = rest.reduce((sum, part) => sum + part.length, 0);
    return mrkdwnObject(left === 0 ? first : `${first} … ${left} more characters`);
  });
  const blocks: KnownBlock[] = [];
  for (let at = 0; at < fields.length; at += most.fields) {
    blocks.push({ type: 'section', fields: fields.slice(at, at + most.fields) });
  }
  return blocks;
}

function listTokens(list: Extract<Block, { kind: 'list' }>): readonly Token[] {
  return list.items.flatMap((item, index): readonly Token[] => [
    { text: list.ordered ? `${index + 1}. ` : '• ', after: 0 },
    ...tokensOf(item),
    { text: '\n', after: 3 },
  ]);
}

/** Slack takes one `table` block a message; the next ones become lines of equal width. */
function renderTableBlock(
  table: Extract<Block, { kind: 'table' }>,
  counters: Counters,
): readonly KnownBlock[] {
  if (table.columns.length === 0) return [];
  counters.tables += 1;
  if (counters.tables === 1) {
    const { shown, left } = renderTable(table, tableBudget);
    return left === null ? [shown] : [shown, context([withPlace(left, counters.where)])];
  }
  const { shown, left } = renderMonospaceTable(table, most.section - 8);
  return left === null
    ? [section(fence(escapeCode(shown)))]
    : [section(fence(escapeCode(shown))), context([withPlace(left, counters.where)])];
}

function renderContext(texts: readonly string[]): readonly KnownBlock[] {
  const blocks: KnownBlock[] = [];
  for (let at = 0; at < texts.length; at += most.contextParts) {
    blocks.push(context(texts.slice(at, at + most.contextParts)));
  }
  return blocks;
}

function renderButtonRow(
  buttons: Extract<Block, { kind: 'buttons' }>['buttons'],
  counters: Counters,
): readonly KnownBlock[] {
  const { blocks, left } = renderButtons(buttons, counters.buttons);
  counters.buttons += buttons.length;
  if (left === 0) return blocks;
  return [...blocks, context([`… ${left} more ${left === 1 ? 'button' : 'buttons'} that did not fit`])];
}

function codeLines(text: string): readonly Token[] {
  return text.split('\n').flatMap((line) => {
    const pieces = line.match(/[\s\S]{1,500}/gu) ?? [''];
    return pieces.map((piece, index): Token => {
      const isEnd = index === pieces.length - 1;
      return { text: `${escapeCode(piece)}${isEnd ? '\n' : ''}`, after: isEnd ? 3 : 0 };
    });
  });
}

function fence(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``;
}
