import { slotsBetween } from '../time/cron-slots.ts';
import { parseCron } from '../time/cron.ts';
import type { Cron } from '../time/cron.ts';
import { isTimeZone } from '../time/time-zone.ts';
import { durationSeconds } from './durations.ts';
import { didYouMean } from './nearest.ts';
import { problem } from './problem.ts';
import type { Finding } from './problem.ts';
import type { KnownChecks } from './thresholds.ts';
import { indexesOf, keysOf, textAt, textsAt, valueAt } from './value-at.ts';

const WEEK = 7 * 86_400_000;

/** What no single key of a monitor shows: schedules that never fire, names that are not there, keys that exclude each other. */
export function findMonitorNonsense(root: unknown, checks: KnownChecks | undefined): readonly Finding[] {
  return keysOf(root, ['monitors']).flatMap((monitor) => [
    ...wrongModel(root, monitor),
    ...wrongSchedule(root, monitor),
    ...wrongSubject(root, monitor),
    ...wrongSpans(root, monitor),
    ...wrongSegment(root, monitor),
    ...(checks === undefined ? [] : wrongCheck(root, monitor, checks)),
  ]);
}

function wrongModel(root: unknown, monitor: string): readonly Finding[] {
  const path = ['monitors', monitor, 'model'];
  const model = textAt(root, path);
  const models = keysOf(root, ['models']);
  if (model === null || models.includes(model)) return [];
  return [problem(path, `'${model}' is not a model${didYouMean(model, models)}`)];
}

function wrongSchedule(root: unknown, monitor: string): readonly Finding[] {
  const at = ['monitors', monitor, 'schedule'];
  const [cron, zone] = [textAt(root, [...at, 'cron']), textAt(root, [...at, 'timezone'])];
  const read = cron === null ? null : parseCron(cron);
  const timeout = durationSeconds(textAt(root, ['monitors', monitor, 'timeout']) ?? '2m');
  const apart = read?.kind === 'cron' ? secondsApart(read.cron) : null;
  const overlap = timeout !== null && apart !== null && timeout > apart;
  return [
    ...(overlap
      ? [
          problem(
            ['monitors', monitor, 'timeout'],
            `longer than the ${apart / 60} min between two runs: they would overlap`,
          ),
        ]
      : []),
    ...(read?.kind === 'wrong' ? [problem([...at, 'cron'], `'${cron ?? ''}': ${read.reason}`)] : []),
    ...(zone === null || isTimeZone(zone)
      ? []
      : [
          problem([...at, 'timezone'], `'${zone}' is not a time zone; expected a name such as Europe/Berlin`),
        ]),
  ];
}

/** The shortest time between two slots, in any week; null where there are too few to say. */
function secondsApart(cron: Cron): number | null {
  const after = new Date(Date.UTC(2026, 0, 1));
  const slots = slotsBetween(cron, 'UTC', { after, until: new Date(after.getTime() + WEEK), most: 10_100 });
  const gaps = slots.slice(1).map((slot, i) => slot.getTime() - (slots[i]?.getTime() ?? 0));
  return gaps.length === 0 ? null : Math.min(...gaps) / 1000;
}

function wrongSubject(root: unknown, monitor: string): readonly Finding[] {
  const at = ['monitors', monitor];
  const has = (key: string): boolean => valueAt(root, [...at, key]) !== undefined;
  const found: Finding[] = [];
  if (has('check') === has('metric'))
    found.push(
      problem(
        at,
        has('check') ? 'expected `check` or `metric`, not both' : 'expected a `check` or a `metric`',
      ),
    );
  if (has('limits') && has('check'))
    found.push(problem([...at, 'limits'], 'limits are for a `metric`; a check has `thresholds`'));
  if (has('budgets') && textAt(root, [...at, 'check']) !== 'latency-by-stage')
    found.push(problem([...at, 'budgets'], 'budgets are for the check latency-by-stage'));
  if (has('top_features') && textAt(root, [...at, 'check']) !== 'parity')
    found.push(problem([...at, 'top_features'], 'the features are chosen for the check parity alone'));
  const model = textAt(root, [...at, 'model']);
  const stages = textsAt(root, ['models', model ?? '', 'requests', 'stages']).map(({ text }) => text);
  for (const stage of keysOf(root, [...at, 'budgets']))
    if (stage !== 'total' && !stages.includes(stage))
      found.push(problem([...at, 'budgets', stage], `'${stage}' is not a stage${didYouMean(stage, stages)}`));
  return found;
}

function wrongSpans(root: unknown, monitor: string): readonly Finding[] {
  const at = ['monitors', monitor];
  const seconds = (...path: readonly string[]): number | null => {
    const text = textAt(root, [...at, ...path]);
    return text === null ? null : durationSeconds(text);
  };
  const found: Finding[] = [];
  for (const path of [['window', 'incident'], ['window', 'baseline'], ['timeout']])
    if (seconds(...path) === 0) found.push(problem([...at, ...path], 'expected more than nothing'));
  const [incident, baseline] = [seconds('window', 'incident'), seconds('window', 'baseline')];
  if (incident !== null && baseline !== null && baseline < incident)
    found.push(
      problem(
        [...at, 'window', 'baseline'],
        'shorter than the incident window: normal must be seen for longer',
      ),
    );
  for (const index of indexesOf(root, [...at, 'expected'])) {
    const path = [...at, 'expected', index];
    const [from, to] = [textAt(root, [...path, 'from']), textAt(root, [...path, 'to'])];
    if (from !== null && to !== null && to < from)
      found.push(problem([...path, 'to'], `'${to}' is before '${from}'`));
  }
  return found;
}

function wrongSegment(root: unknown, monitor: string): readonly Finding[] {
  const model = textAt(root, ['monitors', monitor, 'model']) ?? '';
  const predictions = ['models', model, 'predictions'];
  const dimensions = [
    ...textsAt(root, [...predictions, 'segments']).map(({ text }) => text),
    textAt(root, [...predictions, 'version']),
    textAt(root, ['models', model, 'requests', 'host']),
  ].filter((name) => name !== null);
  if (valueAt(root, predictions) === undefined) return [];
  return keysOf(root, ['monitors', monitor, 'segment'])
    .filter((name) => !dimensions.includes(name))
    .map((name) =>
      problem(
        ['monitors', monitor, 'segment', name],
        `${model} has no dimension '${name}'${didYouMean(name, dimensions)}`,
      ),
    );
}

function wrongCheck(root: unknown, monitor: string, checks: KnownChecks): readonly Finding[] {
  const path = ['monitors', monitor, 'check'];
  const id = textAt(root, path);
  if (id === null) return [];
  const check = checks.find((one) => one.id === id);
  const ids = checks.map((one) => one.id);
  if (check === undefined) return [problem(path, `'${id}' is not a check${didYouMean(id, ids)}`)];
  const known = Object.keys(check.thresholds);
  return keysOf(root, ['monitors', monitor, 'thresholds'])
    .filter((name) => !known.includes(name))
    .map((name) =>
      problem(
        ['monitors', monitor, 'thresholds', name],
        `'${name}' is not a threshold of the check ${id}${didYouMean(name, known)}`,
      ),
    );
}
