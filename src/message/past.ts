import type { Found } from '../incident/search.ts';
import type { Times, TrackRecord, TrackRow } from '../incident/track-record.ts';
import { brief } from './words/brief.ts';
import type { Block, Document } from './document.ts';
import { duration, percent } from './words/numbers.ts';

const SHOWN = 8;

/** What a search in the past found, for the person who asked. */
export function foundDocument(words: readonly string[], found: readonly Found[]): Document {
  const asked = brief(words.join(' '), 100);
  if (found.length === 0)
    return {
      summary: `No incident speaks of “${asked}”.`,
      blocks: [
        { kind: 'paragraph', text: [`No incident speaks of “${asked}”.`] },
        { kind: 'context', text: ['Try fewer words, a feature, a check or a cause: search device_type'] },
      ],
    };
  const shown = found.slice(0, SHOWN);
  return {
    summary: `${found.length} ${found.length === 1 ? 'incident speaks' : 'incidents speak'} of “${asked}”: ${shown.map((one) => one.state.id).join(', ')}`,
    blocks: [
      {
        kind: 'paragraph',
        text: [
          { bold: `“${asked}”` },
          ` in ${found.length} ${found.length === 1 ? 'incident' : 'incidents'}`,
        ],
      },
      {
        kind: 'list',
        items: shown.map(({ state, where }) => [
          { bold: state.id },
          ` ${state.model}, `,
          { time: state.declaredAt, style: 'date-clock' },
          `, ${state.status}${causeWords(state)}: ${brief(where, 160)}`,
        ]),
      },
      ...(found.length > SHOWN
        ? [
            {
              kind: 'context' as const,
              text: [`and ${found.length - SHOWN} more; add a word to narrow it down`],
            },
          ]
        : []),
      {
        kind: 'buttons',
        buttons: shown
          .slice(0, 4)
          .map(({ state }) => ({ label: `Note of ${state.id}`, command: `${state.id} note show` })),
      },
    ],
  };
}

function causeWords({ confirmed, resolution }: Found['state']): string {
  const cause = confirmed?.cause ?? resolution?.cause ?? null;
  return cause === null ? '' : `, ${cause}`;
}

/** How the team fared: medians and counts, and of how many incidents each median is known. */
export function trackRecordDocument(record: TrackRecord): Document {
  const { incidents, closed, falseAlarms, all } = record;
  if (incidents === 0)
    return {
      summary: 'There is no incident yet.',
      blocks: [{ kind: 'paragraph', text: ['There is no incident yet.'] }],
    };
  const share =
    closed === 0
      ? 'none is closed yet'
      : `${percent(falseAlarms / closed)} of ${closed} closed ones were false alarms`;
  return {
    summary: `${incidents} incidents; ${share}. Detected after ${timeWords(all.detect)}, resolved after ${timeWords(all.resolve)}`,
    blocks: [
      {
        kind: 'paragraph',
        text: [{ bold: `${incidents} ${incidents === 1 ? 'incident' : 'incidents'}` }, `; ${share}.`],
      },
      {
        kind: 'facts',
        facts: [
          { label: 'To detect', value: [timeWords(all.detect)] },
          { label: 'To acknowledge', value: [timeWords(all.acknowledge)] },
          { label: 'To mitigate', value: [timeWords(all.mitigate)] },
          { label: 'To resolve', value: [timeWords(all.resolve)] },
        ],
      },
      tableOf('by model', record.byModel),
      { kind: 'paragraph', text: [{ bold: 'By cause' }] },
      tableOf('by cause', record.byCause),
      {
        kind: 'context',
        text: [
          'Medians, with the number of incidents they are of. To acknowledge counts from the first alert, the others from when it began. False alarms are counted, not timed.',
        ],
      },
    ],
  };
}

function tableOf(title: string, rows: readonly TrackRow[]): Block {
  const right = (name: string) => ({ title: name, align: 'right' as const });
  return {
    kind: 'table',
    columns: [
      { title, align: 'left' },
      right('incidents'),
      right('false'),
      right('detect'),
      right('ack'),
      right('mitigate'),
      right('resolve'),
    ],
    rows: rows
      .slice(0, 12)
      .map(({ name, incidents, falseAlarms, times }) => [
        name,
        String(incidents),
        String(falseAlarms),
        timeWords(times.detect),
        timeWords(times.acknowledge),
        timeWords(times.mitigate),
        timeWords(times.resolve),
      ]),
  };
}

const timeWords = (time: Times[keyof Times]): string =>
  time === null ? '–' : `${duration(time.median)} (${time.n})`;
