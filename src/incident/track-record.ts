import { durationsOf } from './durations.ts';
import type { Durations } from './durations.ts';
import type { IncidentEvent } from './facts/events.ts';
import type { IncidentState } from './state/state.ts';

export type PastIncident = { readonly state: IncidentState; readonly events: readonly IncidentEvent[] };

const TIMES = ['detect', 'acknowledge', 'mitigate', 'resolve'] as const;
type TimeName = (typeof TIMES)[number];

/** The median in seconds, and of how many incidents it is known; null where it is known of none. */
export type Times = Readonly<Record<TimeName, { readonly median: number; readonly n: number } | null>>;

export type TrackRecord = {
  readonly incidents: number;
  readonly closed: number;
  /** Closed as benign, of those that were closed. */
  readonly falseAlarms: number;
  readonly all: Times;
  readonly byModel: readonly TrackRow[];
  readonly byCause: readonly TrackRow[];
};
export type TrackRow = {
  readonly name: string;
  readonly incidents: number;
  readonly falseAlarms: number;
  readonly times: Times;
};

/**
 * How the team fared. Medians, as one long night must not hide forty good ones; false alarms are counted, and their times are
 * not, as nothing had to be stopped.
 */
export function trackRecordOf(past: readonly PastIncident[]): TrackRecord {
  const rows = past.map(({ state, events }) => ({
    model: state.model,
    cause: state.confirmed?.cause ?? state.resolution?.cause ?? 'not known',
    isClosed: state.resolution !== null,
    isFalseAlarm: isFalseAlarm(state),
    took: durationsOf(events, state),
  }));
  const closed = rows.filter((row) => row.isClosed);
  const grouped = (of: (row: Row) => string): readonly TrackRow[] =>
    [...Map.groupBy(rows, of)]
      .map(([name, members]) => ({
        name,
        incidents: members.length,
        falseAlarms: members.filter((row) => row.isFalseAlarm).length,
        times: timesOf(members),
      }))
      .sort((a, b) => b.incidents - a.incidents || a.name.localeCompare(b.name));
  return {
    incidents: rows.length,
    closed: closed.length,
    falseAlarms: closed.filter((row) => row.isFalseAlarm).length,
    all: timesOf(rows),
    byModel: grouped((row) => row.model),
    byCause: grouped((row) => row.cause),
  };
}

type Row = {
  readonly model: string;
  readonly cause: string;
  readonly isClosed: boolean;
  readonly isFalseAlarm: boolean;
  readonly took: Durations;
};

/** Closed, and nothing was broken: the alert woke people for no harm. */
const isFalseAlarm = (state: IncidentState): boolean =>
  state.resolution !== null && (state.remembered !== null || state.ranking?.verdict === 'benign');

function timesOf(rows: readonly Row[]): Times {
  const of = (name: TimeName) => {
    const known = rows
      .filter((row) => !row.isFalseAlarm)
      .flatMap((row) => row.took[name] ?? [])
      .sort((a, b) => a - b);
    const low = known[Math.floor((known.length - 1) / 2)];
    const high = known[Math.ceil((known.length - 1) / 2)];
    return low === undefined || high === undefined ? null : { median: (low + high) / 2, n: known.length };
  };
  return {
    detect: of('detect'),
    acknowledge: of('acknowledge'),
    mitigate: of('mitigate'),
    resolve: of('resolve'),
  };
}
