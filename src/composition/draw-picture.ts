import { pictureOf } from '../charts/picture-of.ts';
import type { IncidentStore } from '../response/store/store.ts';
import { eventLine } from '../message/lines/event-line.ts';
import { noteDocument } from '../note/outline.ts';
import { fitsOneMessage } from '../slack/render/render-blocks.ts';
import { noteFiles } from './note-files.ts';
import type { DrawPicture } from '../slack/send/picture-sender.ts';

/**
 * A chart, drawn from the event log when it is uploaded. What draws is loaded at the first picture: a start does not wait
 * for it.
 */
export function drawPicture(
  incidents: Pick<IncidentStore, 'read'>,
  { canvas }: { readonly canvas: boolean },
): DrawPicture {
  return async ({ id, incident, seq }, nameOf) => {
    const events = await incidents.read(incident);
    const fact = events.find((event) => event.seq === seq)?.fact;
    if (fact?.type === 'note-published') return noteFiles(events, { id, seq, nameOf, canvas });
    if (fact?.type === 'note-written') {
      // A note that its message shows whole needs no files before it is published.
      const line = eventLine(events, seq, { note: noteDocument });
      return fitsOneMessage(line) ? null : noteFiles(events, { id, seq, nameOf, canvas: false });
    }
    const drawing = pictureOf(events, seq);
    if (drawing === null) return null;
    const { pngOf, svgOf } = await import('../charts/draw.ts');
    const { kind, alt } = drawing;
    // The name is how the picture is known again in its thread.
    const name = `${incident}-${kind}-${id}.png`.toLowerCase();
    const bytes = await pngOf(await svgOf(drawing));
    // Its heading stands in the picture, wherever that is sent on to: here it is only told from other pictures.
    const title = `${incident}: ${kind}`;
    return { words: null, files: [{ name, title, alt, type: 'image/png', bytes }] };
  };
}
