import { parseCron } from '../../time/cron.ts';
import { isTimeZone } from '../../time/time-zone.ts';
import { FEATURE_CHECKS, STAGE_CHECK } from './checks-of-one.ts';
import { didYouMean } from '../nearest.ts';
import { problem } from '../problem.ts';
import type { Finding, KeyPath } from '../problem.ts';
import type { KnownChecks } from '../thresholds.ts';
import { wrongSpans } from './monitor-spans.ts';
import { indexesOf, keysOf, textAt, textsAt, valueAt } from '../value-at.ts';

/** What no single key of a monitor shows: schedules that never fire, names that are not there, keys that exclude each other. */
export function findMonitorNonsense(root: unknown, checks: KnownChecks | undefined): readonly Finding[] {
  return keysOf(root, ['monitors']).flatMap((monitor) => [
    ...wrongModel(root, monitor),
    ...wrongSchedule(root, monitor),
    ...wrongSubject(root, monitor),
    ...wrongName(monitor),
    ...wrongSpans(root, monitor),
    ...wrongMetric(root, monitor),
    ...wrongSegments(root, monitor),
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
  return [
    ...(read?.kind === 'wrong' ? [problem([...at, 'cron'], `'${cron ?? ''}': ${read.reason}`)] : []),
    ...(zone === null || isTimeZone(zone)
      ? []
      : [
          problem([...at, 'timezone'], `'${zone}' is not a time zone; expected a name such as Europe/Berlin`),
        ]),
  ];
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

/** Commands name it, and words end at spaces. */
function wrongName(monitor: string): readonly Finding[] {
  return monitor === '' || /^\S{1,60}$/u.test(monitor)
    ? []
    : [
        problem(
          ['monitors', monitor],
          'expected a name of at most 60 letters without spaces: commands name it',
        ),
      ];
}

function wrongMetric(root: unknown, monitor: string): readonly Finding[] {
  const at = ['monitors', monitor];
  const [metric, name] = [textAt(root, [...at, 'metric']), textAt(root, [...at, 'column'])];
  const number = (key: string): number | null => {
    const value = valueAt(root, [...at, 'limits', key]);
    return typeof value === 'number' ? value : null;
  };
  const [above, below] = [number('above'), number('below')];
  const limits = valueAt(root, [...at, 'limits']);
  const found: Finding[] = [];
  if (limits !== undefined && keysOf(root, [...at, 'limits']).length === 0)
    found.push(problem([...at, 'limits'], 'expected `above`, `below` or `change`'));
  if (above !== null && below !== null && above < below)
    found.push(problem([...at, 'limits'], `every value is above ${above} or below ${below}`));
  if (metric !== null && valueAt(root, [...at, 'thresholds']) !== undefined)
    found.push(problem([...at, 'thresholds'], 'thresholds are of a `check`; a `metric` has `limits`'));
  if (metric === 'null_rate' && name === null)
    found.push(problem(at, 'null_rate is of a column: name it under `column`'));
  if (name === null) return found;
  const columns = columnsOf(root, textAt(root, [...at, 'model']) ?? '');
  const check = textAt(root, [...at, 'check']);
  if (metric === null && check !== null)
    return [
      ...found,
      ...(check === STAGE_CHECK
        ? wrongStage(root, monitor, name)
        : wrongFeature(root, monitor, { check, name })),
    ];
  if (metric === null || !ofColumn.includes(metric))
    found.push(
      problem(
        [...at, 'column'],
        `a column is for the metrics ${ofColumn.join(', ')}, and for the checks ${checksOfOne}`,
      ),
    );
  else if (columns !== null && !columns.includes(name))
    found.push(
      problem([...at, 'column'], `'${name}' is no feature and no segment${didYouMean(name, columns)}`),
    );
  return found;
}

/** A check may be asked about one feature alone. */
function wrongFeature(
  root: unknown,
  monitor: string,
  { check, name }: { readonly check: string; readonly name: string },
): readonly Finding[] {
  const at = ['monitors', monitor];
  const model = ['models', textAt(root, [...at, 'model']) ?? '', 'predictions'];
  const features = textsAt(root, [...model, 'features']).map(({ text }) => text);
  if (!FEATURE_CHECKS.includes(check))
    return [
      problem(
        [...at, 'column'],
        `${check} speaks of no single features; a column is for the checks ${checksOfOne}`,
      ),
    ];
  if (valueAt(root, [...at, 'top_features']) !== undefined)
    return [problem([...at, 'top_features'], 'the feature is named under `column` already')];
  return features.includes(name) || valueAt(root, model) === undefined
    ? []
    : [problem([...at, 'column'], `'${name}' is no feature${didYouMean(name, features)}`)];
}

/** Stages that only metrics tell apart are known to the metrics server alone. */
function wrongStage(root: unknown, monitor: string, name: string): readonly Finding[] {
  const at = ['monitors', monitor];
  const model = textAt(root, [...at, 'model']) ?? '';
  const stages = textsAt(root, ['models', model, 'requests', 'stages']).map(({ text }) => text);
  if (stages.length > 0 && !stages.includes(name))
    return [problem([...at, 'column'], `'${name}' is no stage${didYouMean(name, stages)}`)];
  const budgets = keysOf(root, [...at, 'budgets']).filter((stage) => stage !== name);
  return budgets.map((stage) =>
    problem(
      [...at, 'budgets', stage],
      `the monitor is about ${name} alone: it can have no budget for ${stage}`,
    ),
  );
}

const ofColumn = ['null_rate', 'psi', 'freshness'];
const checksOfOne = `${FEATURE_CHECKS.join(', ')} (a feature) and ${STAGE_CHECK} (a stage)`;

/** What a model's rows can be told apart by, and what it is fed; null where the model is not there. */
function columnsOf(root: unknown, model: string): readonly string[] | null {
  const predictions = ['models', model, 'predictions'];
  if (valueAt(root, predictions) === undefined) return null;
  return [
    ...dimensionsOf(root, model),
    ...textsAt(root, [...predictions, 'features']).map(({ text }) => text),
  ];
}

function dimensionsOf(root: unknown, model: string): readonly string[] {
  const predictions = ['models', model, 'predictions'];
  return [
    ...textsAt(root, [...predictions, 'segments']).map(({ text }) => text),
    textAt(root, [...predictions, 'version']),
    textAt(root, ['models', model, 'requests', 'host']),
  ].filter((name) => name !== null);
}

/** Of the rows that are watched, and of what is expected; the latter also foresees what happens to a feature itself. */
function wrongSegments(root: unknown, monitor: string): readonly Finding[] {
  const at = ['monitors', monitor];
  const model = textAt(root, [...at, 'model']) ?? '';
  const columns = columnsOf(root, model);
  if (columns === null) return [];
  const unknown = (path: KeyPath, known: readonly string[]): readonly Finding[] =>
    keysOf(root, path)
      .filter((name) => !known.includes(name))
      .map((name) =>
        problem([...path, name], `${model} has no dimension '${name}'${didYouMean(name, known)}`),
      );
  return [
    ...unknown([...at, 'segment'], dimensionsOf(root, model)),
    ...indexesOf(root, [...at, 'expected']).flatMap((index) =>
      unknown([...at, 'expected', index, 'segment'], columns),
    ),
  ];
}

function wrongCheck(root: unknown, monitor: string, checks: KnownChecks): readonly Finding[] {
  const path = ['monitors', monitor, 'check'];
  const id = textAt(root, path);
  if (id === null) return [];
  const check = checks.find((one) => one.id === id);
  const ids = checks.map((one) => one.id);
  if (check === undefined) return [problem(path, `'${id}' is not a check${didYouMean(id, ids)}`)];
  if (check.cost?.risk === 'touches production')
    return [problem(path, `${id} puts load on what serves: it runs when a person asks, and on no schedule`)];
  const known = Object.keys(check.thresholds);
  return keysOf(root, ['monitors', monitor, 'thresholds']).flatMap((name) => {
    const at = ['monitors', monitor, 'thresholds', name];
    const value = valueAt(root, at);
    if (!known.includes(name))
      return [problem(at, `'${name}' is not a threshold of the check ${id}${didYouMean(name, known)}`)];
    return typeof value === 'number' && value < 0
      ? [problem(at, `expected no negative number, found ${value}`)]
      : [];
  });
}
