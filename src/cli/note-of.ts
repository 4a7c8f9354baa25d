import { openStorage } from '../../storage/open.ts';
import { chartedOf } from '../charts/charted.ts';
import type { Charted } from '../charts/choose-chart.ts';
import { stateOf } from '../incident/evolve.ts';
import type { Document } from '../message/document.ts';
import { markdownOf } from '../note/markdown.ts';
import { noteDocument } from '../note/outline.ts';
import type { Clock } from '../time/clock.ts';
import { CliError } from './cli-error.ts';

/** The note of an incident as the log tells it now. Reads only, also while the bot runs. */
export async function noteOf(
  incident: string,
  path: string,
  clock: Clock,
): Promise<{ readonly document: Document; readonly markdown: string; readonly charted: Charted }> {
  const storage = await openStorage(path, { clock, exclusive: false });
  try {
    const events = await storage.incidents.read(incident);
    const state = stateOf(events);
    if (state === null) throw unknownIncident(incident, await storage.incidents.list({ limit: 5 }));
    const document = noteDocument(events);
    return { document, markdown: markdownOf(document), charted: chartedOf(state) };
  } finally {
    storage.close();
  }
}

function unknownIncident(incident: string, recent: readonly { readonly id: string }[]): CliError {
  const ids = recent.map(({ id }) => id).join(', ');
  return new CliError({
    code: 'unknown-incident',
    message: `There is no incident ${incident}.`,
    hint: ids === '' ? 'No incident is recorded yet.' : `The newest are ${ids}.`,
  });
}
