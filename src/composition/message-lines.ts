import { z } from 'zod';
import { readMrkdwn } from './read-mrkdwn.ts';
import type { Shown } from './read-mrkdwn.ts';

const Text = z.object({ type: z.string(), text: z.string() });
const Cell = z.object({ text: z.string() });
const SlackBlock = z.union([
  z.object({ type: z.literal('header'), text: Text }),
  z.object({ type: z.literal('section'), text: Text.optional(), fields: z.array(Text).optional() }),
  z.object({ type: z.literal('context'), elements: z.array(z.object({ text: z.string().optional() })) }),
  z.object({ type: z.literal('table'), rows: z.array(z.array(Cell)) }),
  z.object({ type: z.literal('actions'), elements: z.array(z.object({ text: Text.optional() })) }),
  z.object({
    type: z.literal('plan'),
    title: z.string(),
    tasks: z.array(z.object({ title: z.string(), status: z.string() })).default([]),
  }),
  z.object({ type: z.literal('divider') }),
]);
type SlackBlock = z.infer<typeof SlackBlock>;

export type Style = Shown & { dim(text: string): string };

/** A Slack message as lines of a terminal: what a person would read in the thread. Unknown blocks are named, not hidden. */
export function messageLines(
  message: { readonly text: string; readonly blocks: readonly unknown[] },
  style: Style,
): readonly string[] {
  if (message.blocks.length === 0) return readMrkdwn(message.text, style).split('\n');
  return message.blocks.flatMap((block) => {
    const parsed = SlackBlock.safeParse(block);
    return parsed.success ? linesOf(parsed.data, style) : [style.dim('[a block this terminal cannot show]')];
  });
}

function linesOf(block: SlackBlock, style: Style): readonly string[] {
  switch (block.type) {
    case 'header':
      return [style.bold(readMrkdwn(block.text.text, style))];
    case 'section':
      return [
        ...(block.text === undefined ? [] : readMrkdwn(block.text.text, style).split('\n')),
        ...(block.fields ?? []).map((field) => readMrkdwn(field.text, style).replace('\n', ': ')),
      ];
    case 'context':
      return [style.dim(block.elements.map((element) => readMrkdwn(element.text ?? '', style)).join(' '))];
    case 'table':
      return tableLines(
        block.rows.map((row) => row.map((cell) => cell.text)),
        style,
      );
    case 'actions':
      return [block.elements.map((element) => `[ ${element.text?.text ?? ''} ]`).join(' ')];
    case 'plan':
      return [style.bold(block.title), ...taskLines(block.tasks, style)];
    case 'divider':
      return [style.dim('────────')];
  }
}

/** What is done has its line; what waits or runs is only named, or a plan of thirty checks would fill the screen. */
function taskLines(
  tasks: readonly { readonly title: string; readonly status: string }[],
  style: Style,
): readonly string[] {
  const titles = (status: string): string =>
    tasks
      .filter((task) => task.status === status)
      .map((task) => readMrkdwn(task.title, style))
      .join(', ');
  const running = titles('in_progress');
  const waiting = titles('pending');
  return [
    ...tasks
      .filter((task) => task.status !== 'in_progress' && task.status !== 'pending')
      .map((task) => readMrkdwn(task.title, style)),
    ...(running === '' ? [] : [style.dim(`◐ ${running}`)]),
    ...(waiting === '' ? [] : [style.dim(`○ then ${waiting}`)]),
  ];
}

function tableLines(rows: readonly (readonly string[])[], style: Style): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row, index) => {
    const line = row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
    return index === 0 ? style.dim(line) : line;
  });
}
