import type { Evidence } from '../checks/evidence.ts';
import type { ActionItem } from '../incident/state/team-state.ts';
import type { Block, Document, Text } from '../message/document.ts';
import { planLines } from '../message/lines/plan-lines.ts';
import { NOTE_STYLE } from './html-look.ts';
import { escapeHtml, htmlOf } from './html-text.ts';
import { provenOf } from './rerun.ts';
import { rulesHtml } from './rules.ts';

/** A picture as it was drawn by us: its SVG stands in the page as it is. */
export type NoteChart = { readonly alt: string; readonly svg: string };

export type NotePage = {
  readonly document: Document;
  readonly evidence: readonly Evidence[];
  readonly charts: readonly NoteChart[];
  readonly actions: readonly ActionItem[];
};

/**
 * The note as one page that needs nothing else: no script, no font, no address. Everything from outside is escaped. Printed, it
 * is the PDF.
 */
export function noteHtml({ document, evidence, charts, actions }: NotePage): string {
  const known = new Set(evidence.map((one) => one.id));
  const say = (text: Text): string => htmlOf(text, known);
  const headings = document.blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
  const [title = document.summary, ...parts] = headings;
  const numbers = new Map<Block, number>();
  for (const block of document.blocks) if (block.kind === 'heading') numbers.set(block, numbers.size);
  const body = document.blocks.map((block) => blockOf(block, say, numbers.get(block) ?? 0));
  // The table of contents stands right after what the first heading says of the incident.
  const second = document.blocks.findIndex((block, index) => index > 0 && block.kind === 'heading');
  body.splice(second === -1 ? body.length : second, 0, contents(parts));
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`,
    `<title>${escapeHtml(title)}</title>`,
    `<style>${NOTE_STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    ...body.filter((part) => part !== ''),
    ...chartsOf(charts),
    ...rulesHtml(actions),
    ...evidenceOf(evidence),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function blockOf(block: Block, say: (text: Text) => string, number: number): string {
  switch (block.kind) {
    case 'heading':
      return number === 0
        ? `<h1>${escapeHtml(block.text)}</h1>`
        : `<h2 id="part-${number}">${escapeHtml(block.text)}</h2>`;
    case 'paragraph':
      return `<p>${say(block.text)}</p>`;
    case 'facts': {
      const rows = block.facts.map((fact) => `<dt>${escapeHtml(fact.label)}</dt><dd>${say(fact.value)}</dd>`);
      return `<dl>${rows.join('')}</dl>`;
    }
    case 'list': {
      const tag = block.ordered === true ? 'ol' : 'ul';
      return `<${tag}>\n${block.items.map((item) => `<li>${say(item)}</li>`).join('\n')}\n</${tag}>`;
    }
    case 'table':
      return tableOf(
        block.columns.map((column) => ({ ...column, title: escapeHtml(column.title) })),
        block.rows.map((row) => row.map(escapeHtml)),
      );
    case 'quote':
      return `<blockquote>${say(block.text)}</blockquote>`;
    case 'code':
      return `<pre><code>${escapeHtml(block.text)}</code></pre>`;
    case 'context':
      return `<p class="context">${say(block.text)}</p>`;
    case 'buttons':
      return '';
    case 'plan':
      return `<ul>${planLines(block.tasks)
        .map((line) => `<li>${escapeHtml(line)}</li>`)
        .join('')}</ul>`;
    case 'divider':
      return '<hr>';
  }
}

/** Cells arrive as HTML. */
function tableOf(
  columns: readonly { readonly title: string; readonly align: 'left' | 'right' }[],
  rows: readonly (readonly string[])[],
): string {
  const look = (index: number): string => (columns[index]?.align === 'right' ? ' class="right"' : '');
  const head = columns.map((column, index) => `<th${look(index)}>${column.title}</th>`).join('');
  const lines = rows.map(
    (row) => `<tr>${row.map((cell, index) => `<td${look(index)}>${cell}</td>`).join('')}</tr>`,
  );
  return `<table><thead><tr>${head}</tr></thead><tbody>${lines.join('\n')}</tbody></table>`;
}

function contents(parts: readonly string[]): string {
  if (parts.length === 0) return '';
  const links = parts.map((part, index) => `<a href="#part-${index + 1}">${escapeHtml(part)}</a>`);
  return `<nav aria-label="Parts of this note">${links.join('\n')}</nav>`;
}

function chartsOf(charts: readonly NoteChart[]): readonly string[] {
  if (charts.length === 0) return [];
  const figures = charts.map(
    // The picture has its title as a heading, and the words name it.
    ({ alt, svg }) => `<figure>${svg}<figcaption>${escapeHtml(alt)}</figcaption></figure>`,
  );
  return ['<h2>Charts</h2>', ...figures];
}

/** Longer queries stand whole in the JSON: one scan that answers many checks fills pages. */
const LONGEST_QUERY = 3000;

/** Every piece of evidence under its id, and under them each query once, as checks share their scans. */
function evidenceOf(evidence: readonly Evidence[]): readonly string[] {
  if (evidence.length === 0) return [];
  const proven = provenOf(evidence);
  const queries = [...new Set(proven.flatMap((one) => one.queries.map((query) => query.text)))];
  const entries = proven.map((one) => {
    const asked = [...new Set(one.queries.map((query) => queries.indexOf(query.text) + 1))];
    const links = asked.map((number) => `<a href="#Q${number}">Q${number}</a>`).join(' ');
    return [
      `<section id="${escapeHtml(one.id)}">`,
      `<p><strong>${escapeHtml(one.id)} ${escapeHtml(one.name)}: ${one.answer}.</strong> ${escapeHtml(one.line)}</p>`,
      `<p class="context">before: ${escapeHtml(one.baseline)} · during: ${escapeHtml(one.incident)} · configuration ${escapeHtml(one.config)} · Fishbone ${escapeHtml(one.version)} · again: rerun ${escapeHtml(one.id)}${links === '' ? '' : ` · asked: ${links}`}</p>`,
      '</section>',
    ].join('');
  });
  const texts = queries.map((text, index) => {
    const more = text.length - LONGEST_QUERY;
    const rest =
      more > 0 ? `\n-- … ${more.toLocaleString('en')} more characters; whole in the JSON of this note` : '';
    return `<p id="Q${index + 1}" class="context">Q${index + 1}</p><pre><code>${escapeHtml(`${text.slice(0, LONGEST_QUERY)}${rest}`)}</code></pre>`;
  });
  const shown =
    texts.length === 0 ? [] : [`<details><summary>${texts.length} queries</summary>`, ...texts, '</details>'];
  return ['<h2>Evidence, to be run again</h2>', ...entries, ...shown];
}
