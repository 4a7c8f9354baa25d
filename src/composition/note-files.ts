import { everyChart } from '../charts/choose-chart.ts';
import { chartedOf } from '../charts/charted.ts';
import type { IncidentEvent } from '../incident/facts/events.ts';
import { stateOf } from '../incident/evolve/evolve.ts';
import { noteHtml } from '../note/html.ts';
import type { NoteChart } from '../note/html.ts';
import { markdownOf } from '../note/markdown.ts';
import { peopleIn, withNames } from '../note/names.ts';
import { noteDocument, titleOf } from '../note/outline.ts';
import { evidenceMarkdown } from '../note/rerun.ts';
import { rulesMarkdown } from '../note/rules.ts';
import type { Upload } from '../slack/send/upload-files.ts';

/** The note of a log in the forms that people take along. */
type WrittenNote = { readonly title: string; readonly markdown: string; readonly html: string };

/** Writes the note with people's names and, on the page, with its charts. A chart that cannot be drawn is left out. */
export async function writeNote(
  events: readonly IncidentEvent[],
  nameOf: (person: string) => Promise<string>,
): Promise<WrittenNote> {
  const state = stateOf(events);
  if (state === null) throw new Error('a note needs at least the declaration of its incident');
  const bare = noteDocument(events);
  const people = peopleIn(bare);
  const names = new Map(await Promise.all(people.map(async (id) => [id, await nameOf(id)] as const)));
  const document = withNames(bare, names);
  return {
    title: titleOf(state),
    markdown: `${markdownOf(document)}${rulesMarkdown(state.actions)}${evidenceMarkdown(state.id, state.evidence)}`,
    html: noteHtml({
      document,
      evidence: state.evidence,
      actions: state.actions,
      charts: await chartsOf(state),
    }),
  };
}

async function chartsOf(state: NonNullable<ReturnType<typeof stateOf>>): Promise<readonly NoteChart[]> {
  const { svgOf } = await import('../charts/draw.ts');
  const charts: NoteChart[] = [];
  for (const drawing of everyChart(chartedOf(state))) {
    const svg = await svgOf(drawing).catch(() => null);
    if (svg !== null) charts.push({ alt: drawing.alt, svg });
  }
  return charts;
}

/** A published note as files beside its line in the thread, as it stood when it was published. */
export async function noteFiles(
  events: readonly IncidentEvent[],
  input: {
    readonly id: number;
    readonly seq: number;
    readonly nameOf: (person: string) => Promise<string>;
    readonly canvas: boolean;
  },
): Promise<Upload> {
  const until = events.filter((event) => event.seq <= input.seq);
  const incident = until[0]?.incident ?? '';
  const { title, markdown, html } = await writeNote(until, input.nameOf);
  // The name is how the file is known again in its thread.
  const name = (kind: string): string => `${incident}-note-${input.id}.${kind}`.toLowerCase();
  const file = (kind: string, type: string, text: string) => ({
    name: name(kind),
    title: `${title} (${kind === 'md' ? 'Markdown' : 'page, prints to PDF'})`,
    alt: null,
    type,
    bytes: new TextEncoder().encode(text),
  });
  return {
    words: `Note of ${incident}`,
    files: [file('md', 'text/markdown', markdown), file('html', 'text/html', html)],
    ...(input.canvas && { canvas: { title, markdown } }),
  };
}
