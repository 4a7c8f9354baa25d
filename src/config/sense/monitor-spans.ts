import { parseCron } from '../../time/cron.ts';
import type { Cron } from '../../time/cron.ts';
import { slotsBetween } from '../../time/cron-slots.ts';
import { durationSeconds } from '../durations.ts';
import { problem } from '../problem.ts';
import type { Finding } from '../problem.ts';
import { indexesOf, textAt } from '../value-at.ts';

const WEEK = 7 * 86_400_000;
const LONGEST = 366 * 86_400;

const spans = [
  { path: ['window', 'incident'], least: 1 },
  { path: ['window', 'baseline'], least: 1 },
  { path: ['timeout'], least: 1 },
  { path: ['false_alarms', 'within'], least: 1 },
  { path: ['label_delay'], least: 0 },
] as const;

/** Spans of time of one monitor: none of nothing, none beyond what a table keeps, and no run that the next one would meet. */
export function wrongSpans(root: unknown, monitor: string): readonly Finding[] {
  const at = ['monitors', monitor];
  const seconds = (...path: readonly string[]): number | null => {
    const text = textAt(root, [...at, ...path]);
    return text === null ? null : durationSeconds(text);
  };
  const found: Finding[] = [];
  for (const { path, least } of spans) {
    const value = seconds(...path);
    if (value !== null && value < least) found.push(problem([...at, ...path], 'expected more than nothing'));
    if (value !== null && value > LONGEST) found.push(problem([...at, ...path], 'expected at most 366d'));
  }
  const incident = seconds('window', 'incident') ?? 7200;
  const own = seconds('window', 'baseline');
  const model = textAt(root, ['models', textAt(root, [...at, 'model']) ?? '', 'baseline', 'window']);
  if ((own ?? durationSeconds(model ?? '7d') ?? Infinity) < incident)
    found.push(
      problem(
        [...at, 'window', own === null ? 'incident' : 'baseline'],
        own === null
          ? `longer than the baseline window, ${model ?? '7d'} of the model: normal must be seen for longer`
          : 'shorter than the incident window: normal must be seen for longer',
      ),
    );
  const read = parseCron(textAt(root, [...at, 'schedule', 'cron']) ?? '');
  const apart = read.kind === 'cron' ? secondsApart(read.cron) : null;
  if (apart !== null && (seconds('timeout') ?? 120) > apart)
    found.push(
      problem([...at, 'timeout'], `longer than the ${words(apart)} between two runs: they would overlap`),
    );
  if (apart !== null && (seconds('schedule', 'jitter') ?? 0) >= apart)
    found.push(
      problem([...at, 'schedule', 'jitter'], `expected less than the ${words(apart)} between two runs`),
    );
  for (const index of indexesOf(root, [...at, 'expected'])) {
    const path = [...at, 'expected', index];
    const [from, to] = [textAt(root, [...path, 'from']), textAt(root, [...path, 'to'])];
    if (from !== null && to !== null && to < from)
      found.push(problem([...path, 'to'], `'${to}' is before '${from}'`));
  }
  return found;
}

/** The shortest time between two slots, in any week; null where there are too few to say. */
function secondsApart(cron: Cron): number | null {
  const after = new Date(Date.UTC(2026, 0, 1));
  const slots = slotsBetween(cron, 'UTC', { after, until: new Date(after.getTime() + WEEK), most: 10_100 });
  const gaps = slots.slice(1).map((slot, i) => slot.getTime() - (slots[i]?.getTime() ?? 0));
  return gaps.length === 0 ? null : Math.min(...gaps) / 1000;
}

const words = (seconds: number): string =>
  seconds < 7200 ? `${seconds / 60} min` : `${Number((seconds / 3600).toFixed(1))} h`;
