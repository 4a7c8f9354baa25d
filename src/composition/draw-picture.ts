import { pictureOf } from '../charts/picture-of.ts';
import type { IncidentStore } from '../response/store.ts';
import { noteFiles } from './note-files.ts';
import type { DrawPicture } from '../slack/picture-sender.ts';

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
    const published = events.find((event) => event.seq === seq)?.fact;
    if (published?.type === 'note-published') return noteFiles(events, { id, seq, nameOf, canvas });
    const drawing = pictureOf(events, seq);
    if (drawing === null) return null;
    const { pngOf, svgOf } = await import('../charts/draw.ts');
    const { kind, title, alt } = drawing;
    // The name is how the picture is known again in its thread.
    const name = `${incident}-${kind}-${id}.png`.toLowerCase();
    const bytes = await pngOf(await svgOf(drawing));
    return { words: title, files: [{ name, title, alt, type: 'image/png', bytes }] };
  };
}
