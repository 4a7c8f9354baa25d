import type { IncidentEvent } from '../incident/facts/events.ts';
import type { Block, Inline, Text } from '../message/document.ts';
import { timelineOf } from '../message/timeline.ts';
import type { TimelineLine } from '../message/timeline.ts';
import { begun, list, missing, paragraph } from './parts.ts';

/** What happened when. What people starred comes first, by itself; then everything, in the order it happened. */
export function storyBlocks(events: readonly IncidentEvent[]): readonly Block[] {
  const lines = timelineOf(events).filter((line) => !bookkeeping.test(line.text));
  const starred = lines.filter((line) => line.starred === true);
  const isAnyonesWord = lines.some((line) => line.entry !== null);
  return [
    ...(starred.length === 0
      ? []
      : [
          paragraph([{ bold: 'What mattered most' }]),
          list(starred.map(lineText)),
          paragraph([{ bold: 'All of it' }]),
        ]),
    list(lines.map(lineText)),
    ...(isAnyonesWord
      ? []
      : [missing('what did people see and do? (run: timeline add 14:05 what happened)')]),
  ];
}

/** What the bot did for itself, or what another part of the note says better. */
const bookkeeping =
  /^(?:Triage: |Note, revision|Note published|Action item A\d+|\d+ checks asked for|Update: )/;

function lineText(line: TimelineLine): Text {
  const text: Inline[] = [{ time: line.at, style: 'date-clock' }];
  if (line.starred === true) text.push(' ⭐');
  text.push(` ${line.entry === null ? begun(line.text) : line.text}`);
  if (line.by.kind === 'person') text.push(' — ', { person: line.by.id });
  if (line.link !== null) text.push(' (', { link: line.link, text: 'message' }, ')');
  for (const file of line.files ?? []) text.push(' (', { link: file.link, text: file.name }, ')');
  return text;
}
