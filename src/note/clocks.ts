import { durationsOf } from '../incident/durations.ts';
import type { IncidentEvent } from '../incident/facts/events.ts';
import { clocksOf } from '../incident/state/state.ts';
import type { IncidentState } from '../incident/state/state.ts';
import type { Block, Inline } from '../message/document.ts';
import { duration } from '../message/words/numbers.ts';
import { clocksText } from '../message/status.ts';
import { list, paragraph } from './parts.ts';

/** The three clocks, and how long each part of the work took. */
export function clocksBlocks(events: readonly IncidentEvent[], state: IncidentState): readonly Block[] {
  const took = durationsOf(events, state);
  const { began } = clocksOf(state);
  const since = began === null ? 'the first alert' : 'it began';
  const rows: readonly (readonly [string, number | null, string, Date | null])[] = [
    ['Detected', took.detect, 'after it began', null],
    ['Acknowledged', took.acknowledge, 'after it was detected', took.acknowledgedAt],
    ['Mitigated', took.mitigate, `after ${since}`, took.mitigatedAt],
    ['Resolved', took.resolve, `after ${since}`, state.resolution?.at ?? null],
  ];
  return [
    paragraph(clocksText(state)),
    list(
      rows.map(([what, seconds, after, at]) => [
        { bold: `${what}: ` },
        seconds === null ? unknown(what, state) : `${duration(seconds)} ${after}`,
        ...(at === null ? [] : [', ', { time: at, style: 'date-clock' } satisfies Inline]),
      ]),
    ),
  ];
}

/** Nothing was broken, so nothing had to be stopped; else the log does not say. */
const unknown = (what: string, { ranking }: IncidentState): string =>
  what === 'Mitigated' && ranking?.verdict === 'benign' ? 'nothing had to be stopped' : 'not known';
