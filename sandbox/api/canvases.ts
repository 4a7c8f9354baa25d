import { z } from 'zod';
import type { Core } from '../core.ts';
import { asFields, asFieldsList, stringAt } from '../fields.ts';
import { limits } from '../rate-limits.ts';
import type { Canvas } from '../workspace/entities.ts';
import { writableChannel } from './channels.ts';
import { arg, method, Refusal } from './method.ts';

const create = method({
  name: 'canvases.create',
  scopes: ['canvases:write'],
  limit: limits.perMinute20,
  args: z.object({
    title: arg.text.optional(),
    document_content: arg.json.optional(),
    channel_id: arg.text.optional(),
  }),
  run(args, core) {
    const channel = args.channel_id === undefined ? undefined : writableChannel(core, args.channel_id);
    const canvas: Canvas = {
      id: core.workspace.nextId('F'),
      title: args.title ?? '',
      markdown: args.document_content === undefined ? '' : markdownOf(args.document_content),
      channel: channel?.id,
    };
    core.workspace.record({ type: 'canvas_saved', canvas });
    return { canvas_id: canvas.id };
  },
});

const edit = method({
  name: 'canvases.edit',
  scopes: ['canvases:write'],
  limit: limits.perMinute50,
  args: z.object({ canvas_id: arg.text, changes: arg.json }),
  run(args, core) {
    const canvas = knownCanvas(core, args.canvas_id);
    const changes = asFieldsList(args.changes);
    const [change] = changes;
    if (!change) throw new Refusal('invalid_arguments');
    // Slack takes a list and then serves only lists of one.
    if (changes.length > 1) throw new Refusal('invalid_arguments', { detail: 'only one change per call' });
    core.workspace.record({ type: 'canvas_saved', canvas: applyChange(canvas, change) });
    return {};
  },
});

export const canvases = [create, edit];

function applyChange(canvas: Canvas, change: Record<string, unknown>): Canvas {
  const text = (): string => markdownOf(change['document_content']);
  switch (stringAt(change, 'operation')) {
    case 'replace':
      if (change['section_id'] !== undefined) throw new Refusal('canvas_editing_failed');
      return { ...canvas, markdown: text() };
    case 'insert_at_end':
      return { ...canvas, markdown: `${canvas.markdown}\n${text()}` };
    case 'insert_at_start':
      return { ...canvas, markdown: `${text()}\n${canvas.markdown}` };
    case 'rename': {
      const title = asFields(change['title_content'])?.['markdown'];
      if (typeof title !== 'string') throw new Refusal('invalid_arguments');
      return { ...canvas, title };
    }
    case undefined:
    default:
      throw new Refusal('invalid_arguments');
  }
}

function markdownOf(documentContent: unknown): string {
  const content = asFields(documentContent);
  const markdown = content && stringAt(content, 'markdown');
  if (content?.['type'] !== 'markdown' || markdown === undefined) throw new Refusal('invalid_arguments');
  return markdown;
}

function knownCanvas(core: Core, id: string): Canvas {
  const canvas = core.workspace.state.canvases.get(id);
  if (!canvas) throw new Refusal('canvas_not_found');
  return canvas;
}
