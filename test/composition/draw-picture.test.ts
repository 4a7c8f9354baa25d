import { expect, test } from 'vitest';
import { drawPicture } from '../../src/composition/draw-picture.ts';
import type { IncidentEvent, IncidentFact } from '../../src/incident/facts/events.ts';
import { eventLine } from '../../src/message/lines/event-line.ts';
import { noteDocument } from '../../src/note/outline.ts';
import { renderBlocks } from '../../src/slack/render/render-blocks.ts';
import { factsOf, logOf } from '../incident/facts.ts';

const facts = factsOf();
const written = facts['note-written'];

/** An incident whose summary people wrote, and the note of it asked for at the end. */
function noteAfter(summary: string): readonly IncidentEvent[] {
  const section: IncidentFact = { type: 'note-section-written', section: 'summary', text: summary };
  return logOf([facts.declared, section, written]);
}

/** What comes beside the last event, and the message it is said in. */
async function shown(events: readonly IncidentEvent[]) {
  const last = events.at(-1);
  if (last === undefined) throw new Error('a log has events');
  const draw = drawPicture({ read: async () => events }, { canvas: true });
  const item = { id: 7, incident: last.incident, seq: last.seq };
  const place = { channel: 'C1', threadTs: '1.1', attempts: 0, failures: 0 };
  const upload = await draw(
    { ...item, ...place, unclear: false, firstTakenAt: new Date(0) },
    async (person) => person,
  );
  const { blocks } = renderBlocks(eventLine(events, last.seq, { note: noteDocument }));
  return { upload, said: JSON.stringify(blocks) };
}

test('a note too long for its message says where the rest is, and the files are there', async () => {
  const events = noteAfter('What happened, told at length. '.repeat(600));
  const { upload, said } = await shown(events);
  const { incident } = events[0] ?? { incident: '' };
  expect(said).toMatch(/did not fit into one message\. All of it is in the files below/);
  expect(said).toContain(`fishbone export ${incident}`);
  expect(upload?.files.map((file) => file.name)).toEqual(
    ['md', 'html'].map((kind) => `${incident}-note-7.${kind}`.toLowerCase()),
  );
  const [markdown = ''] = (upload?.files ?? []).map((file) => new TextDecoder().decode(file.bytes));
  expect(markdown.split('What happened, told at length.')).toHaveLength(601);
  expect(markdown).toContain('## Action items');
  // A draft is no canvas of the channel.
  expect(upload?.canvas).toBeUndefined();
});

test('a note that its message shows whole comes without files', async () => {
  const { upload, said } = await shown(noteAfter('Short.'));
  expect(upload).toBeNull();
  expect(said).not.toContain('did not fit');
  expect(said).toContain('Action items');
});
