import { addedUp, ratiosOf, type OnsetQuestion } from './binned-series.ts';

/** Half an hour to either side, and at most four hours. */
const NARROWEST_DAY_PART = 48;
const WIDEST_DAY_PART = 6;
/** The events (and non-events) a day's window should hold for its rate to be worth a median, and the fewest it may do with. */
const WISHED_EVENTS = 20;
const FEWEST_EVENTS = 6;

/**
 * How many bins to either side are pooled within a day of the history: half an hour, for rates of rare events up to four hours. Undefined when even
 * that holds too few: then a time of day has no usual rate of its own. Also undefined without history.
 */
export function smoothingHalfWidth(question: {
  readonly series: OnsetQuestion['series'];
  readonly calendar: OnsetQuestion['calendar'];
  readonly historyBins: number;
}): number | undefined {
  const { series, calendar, historyBins } = question;
  const { sum: events, rows } = addedUp(ratiosOf(series), historyBins);
  if (rows === 0) return undefined;
  const narrowest = Math.round(calendar.binsPerDay / NARROWEST_DAY_PART);
  if (series.kind === 'means') return narrowest;
  const perBin = Math.min(events, rows - events) / historyBins;
  const widest = Math.floor(calendar.binsPerDay / WIDEST_DAY_PART);
  if ((2 * widest + 1) * perBin < FEWEST_EVENTS) return undefined;
  return Math.max(narrowest, Math.min(widest, Math.ceil((WISHED_EVENTS / perBin - 1) / 2)));
}
