import type { Window } from '../../time/window.ts';

/**
 * One range query: evaluated at `start`, `start + step`, …, `end` (milliseconds since the epoch), each time looking back
 * over `step`. Evaluations lie one millisecond before the end of their span, so that spans are half-open like windows.
 */
export type Steps = {
  readonly start: number;
  readonly end: number;
  readonly step: number;
  /** How finely an expression is looked at within a span. */
  readonly resolution: number;
};

export type Fineness = {
  readonly resolutionMilliseconds: number;
  /** Points of one series that the server answers at most. */
  readonly maximumPoints: number;
};

/** Where samples are missing a rise is extrapolated to the ends of its span: with this many samples in one, little is guessed. */
const samplesASpan = 30;
/** A longer window is put together from more spans only until the server's memory for one of them is small. */
const mostSpans = 24;

/** The spans whose sum is a window. Up to a second a span is left out at its beginning, so that steps are whole seconds. */
export function spansOf(window: Window, fineness: Fineness): readonly Steps[] {
  const length = window.to.getTime() - window.from.getTime();
  if (!(length > 0)) return [];
  const wanted = Math.floor(length / (samplesASpan * fineness.resolutionMilliseconds));
  const spans = Math.max(1, Math.min(wanted, mostSpans, fineness.maximumPoints));
  const exact = length / spans;
  const step = exact >= 1000 ? Math.floor(exact / 1000) * 1000 : Math.max(1, Math.floor(exact));
  const end = window.to.getTime() - 1;
  return [{ start: end - (spans - 1) * step, end, step, resolution: withinSpan(step, fineness) }];
}

/** The spans of one length, aligned to the epoch, that lie wholly in a window: as many queries as the server's limit asks for. */
export function binsOf(window: Window, seconds: number, fineness: Fineness): readonly Steps[] {
  const step = seconds * 1000;
  const first = Math.ceil(window.from.getTime() / step);
  const last = Math.floor(window.to.getTime() / step);
  const resolution = withinSpan(step, fineness);
  const queries: Steps[] = [];
  for (let bin = first; bin < last; bin += fineness.maximumPoints) {
    const until = Math.min(last, bin + fineness.maximumPoints);
    queries.push({ start: (bin + 1) * step - 1, end: until * step - 1, step, resolution });
  }
  return queries;
}

/** The configured resolution, or a multiple of it where a span would have more points than the server may answer. */
function withinSpan(step: number, { resolutionMilliseconds, maximumPoints }: Fineness): number {
  return resolutionMilliseconds * Math.max(1, Math.ceil(step / maximumPoints / resolutionMilliseconds));
}
