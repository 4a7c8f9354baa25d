import { writeNote } from '../../../src/composition/note-files.ts';
import type { IncidentEvent } from '../../../src/incident/facts/events.ts';
import { people, teamId } from '../../../sandbox/workspace/seed.ts';
import { play } from './play.ts';
import { STORIES } from './stories.ts';

const NAMES: ReadonlyMap<string, string> = new Map([
  [`${teamId}:${people.onCall}`, 'priya'],
  [`${teamId}:${people.teamMate}`, 'tomas'],
]);

/** A log's note as Markdown and as a page, with the names of the people in the story. */
export async function notesOf(
  name: string,
  events: readonly IncidentEvent[],
): Promise<readonly { readonly file: string; readonly text: string }[]> {
  const { markdown, html } = await writeNote(events, async (person) => NAMES.get(person) ?? person);
  return [
    { file: `${name}.md`, text: markdown },
    { file: `${name}.html`, text: html },
  ];
}

/** The notes of all stories, one story after the other. */
export async function writtenNotes(): Promise<readonly { readonly file: string; readonly text: string }[]> {
  const files: { file: string; text: string }[] = [];
  for (const story of STORIES) {
    const played = await play(story);
    files.push(...(await notesOf(story.name, played.events)));
    if (played.problems.length > 0) process.stderr.write(`${story.name}: ${played.problems.join('\n')}\n`);
    await played.close();
  }
  return files;
}
