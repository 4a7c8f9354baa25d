import { infraQueries, mustSelect } from '../schema/infra-schema.ts';
import { note, problem } from '../problem.ts';
import type { Finding, KeyPath } from '../problem.ts';
import { readSelector } from '../promql-selector.ts';
import { keysOf, textAt, textsAt, valueAt } from '../value-at.ts';

/** What no single key of `infra` and of a metrics server shows: sources of the wrong kind, counters that cannot be counted, double credentials. */
export function findWrongQueries(root: unknown): readonly Finding[] {
  return [
    ...keysOf(root, ['sources']).flatMap((source) => wrongCredentials(root, source)),
    ...keysOf(root, ['models']).flatMap((model) => [
      ...wrongKinds(root, model),
      ...notSelectors(root, model),
      ...unreadQueries(root, model),
      ...unknownSegments(root, model),
    ]),
  ];
}

function wrongCredentials(root: unknown, source: string): readonly Finding[] {
  const at = ['sources', source];
  if (textAt(root, [...at, 'type']) !== 'prometheus') return [];
  const findings: Finding[] = [];
  if (valueAt(root, [...at, 'bearer']) !== undefined && valueAt(root, [...at, 'basic']) !== undefined)
    findings.push(problem([...at, 'bearer'], 'there is `basic` too: keep one of them'));
  const url = textAt(root, [...at, 'url']);
  if (url !== null && /^[a-z]+:\/\/[^/?#]*@/i.test(url))
    findings.push(
      problem([...at, 'url'], 'user and password do not belong into the URL: give them as `basic`'),
    );
  if (url !== null && /[?#]/.test(url))
    findings.push(
      problem([...at, 'url'], 'a query or fragment does not belong here: give the path prefix only'),
    );
  const headers = keysOf(root, [...at, 'headers']);
  for (const name of headers.filter((name) => name.toLowerCase() === 'authorization'))
    findings.push(problem([...at, 'headers', name], 'give the credentials as `bearer` or `basic`'));
  return findings;
}

/** Tables are not in a metrics server, and queries not in a folder of files. */
function wrongKinds(root: unknown, model: string): readonly Finding[] {
  return keysOf(root, ['models', model]).flatMap((key) => {
    const path = ['models', model, key, 'source'];
    const source = textAt(root, path);
    const type = source === null ? null : textAt(root, ['sources', source, 'type']);
    if (source === null || type === null) return [];
    if (key === 'infra' && type !== 'prometheus')
      return [problem(path, `'${source}' holds tables; queries go to a source of \`type: prometheus\``)];
    if (key !== 'infra' && type === 'prometheus')
      return [
        problem(
          path,
          `'${source}' is a metrics server and holds no tables; name its queries under \`infra\``,
        ),
      ];
    return [];
  });
}

function notSelectors(root: unknown, model: string): readonly Finding[] {
  return counters(model).flatMap((path) => {
    const query = textAt(root, path);
    if (query === null || readSelector(query) !== null) return [];
    return [
      problem(
        path,
        `expected a plain selector such as \`name{label="value"}\`, because its samples are counted up; found '${query}'`,
      ),
    ];
  });
}

function counters(model: string): readonly KeyPath[] {
  const at = ['models', model, 'infra'];
  return infraQueries.filter(mustSelect).flatMap((query) =>
    query === 'latency'
      ? [
          [...at, query, 'buckets'],
          [...at, query, 'quantiles'],
        ]
      : [[...at, query]],
  );
}

/** Errors and default scores are shares of the requests; without a count of those nothing can be said. */
function unreadQueries(root: unknown, model: string): readonly Finding[] {
  const at = ['models', model, 'infra'];
  const has = (key: string): boolean => valueAt(root, [...at, key]) !== undefined;
  const table = (key: string): boolean => valueAt(root, ['models', model, key]) !== undefined;
  const asShare = has('requests')
    ? []
    : ['errors', 'fallbacks']
        .filter(has)
        .map((key) =>
          note([...at, key], 'without `requests` beside it this is a share of nothing: it is not read'),
        );
  const shadowed = [
    ...(table('requests') ? ['errors', 'latency'] : []),
    ...(valueAt(root, ['models', model, 'requests', 'fallback']) === undefined ? [] : ['fallbacks']),
    ...(table('hosts') ? ['restarts', 'cpu', 'memory', 'gpu', 'queue'] : []),
  ]
    .filter(has)
    .map((key) => note([...at, key], 'a table says this too: the table is read'));
  return [...asShare, ...shadowed];
}

function unknownSegments(root: unknown, model: string): readonly Finding[] {
  const at = ['models', model, 'infra', 'labels', 'segments'];
  const segments = textsAt(root, ['models', model, 'predictions', 'segments']).map(({ text }) => text);
  return keysOf(root, at)
    .filter((name) => !segments.includes(name))
    .map((name) => problem([...at, name], `'${name}' is not among \`predictions.segments\``));
}
