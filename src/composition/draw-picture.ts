import { pictureOf } from '../charts/picture-of.ts';
import type { IncidentStore } from '../response/store.ts';
import type { DrawPicture } from '../slack/picture-sender.ts';

/**
 * A chart, drawn from the event log when it is uploaded. What draws is loaded at the first picture: a start does not wait
 * for it.
 */
export function drawPicture(incidents: Pick<IncidentStore, 'read'>): DrawPicture {
  return async ({ id, incident, seq }) => {
    const drawing = pictureOf(await incidents.read(incident), seq);
    if (drawing === null) return null;
    const { pngOf, svgOf } = await import('../charts/draw.ts');
    const { kind, title, alt } = drawing;
    // The name is how the picture is known again in its thread.
    const name = `${incident}-${kind}-${id}.png`.toLowerCase();
    return { name, title, alt, words: title, png: await pngOf(await svgOf(drawing)) };
  };
}
