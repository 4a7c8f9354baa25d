import { note, problem } from '../problem.ts';
import type { Finding } from '../problem.ts';
import { keysOf, textAt, textsAt, valueAt } from '../value-at.ts';

/** What no single key shows: columns that are named twice or cannot be what two keys say at once, pipelines that pair badly. */
export function findModelNonsense(root: unknown): readonly Finding[] {
  return keysOf(root, ['models']).flatMap((model) => [
    ...repeatedColumns(root, model),
    ...featuresThatAreSegments(root, model),
    ...leakedColumns(root, model),
    ...sameColumnTwice(root, model),
    ...regressionDecision(root, model),
    ...pipelines(root, model),
    ...kpi(root, model),
    ...unmeasuredLatency(root, model),
  ]);
}

function repeatedColumns(root: unknown, model: string): readonly Finding[] {
  const lists = [
    ['predictions', 'features'],
    ['predictions', 'segments'],
    ['requests', 'stages'],
  ];
  return lists.flatMap((list) => {
    const seen = new Set<string>();
    return textsAt(root, ['models', model, ...list]).flatMap(({ text, path }) => {
      if (seen.has(text)) return [problem(path, `'${text}' is listed twice`)];
      seen.add(text);
      return [];
    });
  });
}

function featuresThatAreSegments(root: unknown, model: string): readonly Finding[] {
  const predictions = ['models', model, 'predictions'];
  const features = new Set(textsAt(root, [...predictions, 'features']).map(({ text }) => text));
  return textsAt(root, [...predictions, 'segments'])
    .filter(({ text }) => features.has(text))
    .map(({ text, path }) => note(path, `'${text}' is a feature too: it is looked at as both`));
}

/** A feature that is the answer would make every check of features meaningless. */
function leakedColumns(root: unknown, model: string): readonly Finding[] {
  const predictions = ['models', model, 'predictions'];
  const roles: readonly (readonly [string, string | null])[] = [
    ['label', textAt(root, [...predictions, 'label', 'column'])],
    ['score', textAt(root, [...predictions, 'score'])],
    ['decision', textAt(root, [...predictions, 'decision'])],
  ];
  return textsAt(root, [...predictions, 'features']).flatMap(({ text, path }) => {
    const role = roles.find(([, column]) => column === text)?.[0];
    return role === undefined
      ? []
      : [problem(path, `'${text}' is the ${role} column; it cannot be a feature`)];
  });
}

function sameColumnTwice(root: unknown, model: string): readonly Finding[] {
  const predictions = ['models', model, 'predictions'];
  const roles = [['id'], ['time'], ['score'], ['decision'], ['label', 'column'], ['label', 'known_at']];
  const first = new Map<string, string>();
  return roles.flatMap((role) => {
    const column = textAt(root, [...predictions, ...role]);
    if (column === null) return [];
    const earlier = first.get(column);
    first.set(column, earlier ?? role.join('.'));
    if (earlier === undefined || (earlier === 'time' && role[1] === 'known_at')) return [];
    return [problem([...predictions, ...role], `'${column}' is already \`${earlier}\`; name another column`)];
  });
}

function regressionDecision(root: unknown, model: string): readonly Finding[] {
  const decision = ['models', model, 'predictions', 'decision'];
  if (textAt(root, ['models', model, 'task']) !== 'regression' || textAt(root, decision) === null) return [];
  return [note(decision, 'a regression has no decision; this column is not used')];
}

function pipelines(root: unknown, model: string): readonly Finding[] {
  const at = ['models', model, 'pipelines'];
  const current = valueAt(root, [...at, 'current']);
  const previous = valueAt(root, [...at, 'previous']);
  if (current !== undefined && previous === undefined) {
    return [
      note(
        [...at, 'current'],
        'there is no `previous` beside it: records cannot be replayed through the last good version to compare',
      ),
    ];
  }
  const url = textAt(root, [...at, 'current', 'url']);
  if (url === null || url !== textAt(root, [...at, 'previous', 'url'])) return [];
  const headers = (name: string) => JSON.stringify(valueAt(root, [...at, name, 'headers']) ?? null);
  if (headers('current') !== headers('previous')) return [];
  return [
    problem(
      [...at, 'previous', 'url'],
      'the same URL as `current`: a comparison of a pipeline with itself finds nothing',
    ),
  ];
}

function kpi(root: unknown, model: string): readonly Finding[] {
  const at = ['models', model, 'business', 'kpi'];
  const numerator = textAt(root, [...at, 'numerator']);
  if (numerator === null || numerator !== textAt(root, [...at, 'denominator'])) return [];
  return [problem([...at, 'denominator'], `'${numerator}' is the numerator too: the KPI would always be 1`)];
}

function unmeasuredLatency(root: unknown, model: string): readonly Finding[] {
  const at = ['models', model, 'requests'];
  if (valueAt(root, at) === undefined || textAt(root, [...at, 'latency']) !== null) return [];
  if (textsAt(root, [...at, 'stages']).length > 0) return [];
  return [note(at, 'neither `latency` nor `stages` is given: latency cannot be measured')];
}
