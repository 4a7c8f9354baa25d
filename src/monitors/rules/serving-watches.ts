import { labelName } from '../../checks/serving/metered.ts';
import { readSelector, restricted } from '../../config/promql-selector.ts';
import { bind, joined, sql } from '../../sql/fragment.ts';
import type { Fragment } from '../../sql/fragment.ts';
import { WHOLE_REQUEST } from '../../symptom/serving-carriers.ts';
import { allRows, column, numeric, shareOf } from './fragments.ts';
import { onlyOf } from './of-default.ts';
import { perRequest, selectorOf } from './promql-rates.ts';
import type { Watch, WatchedModel } from './watch.ts';

const often = { cron: '*/30 * * * *', jitter: '2m' };
const hour = { incident: '1h' };
const percent95 = bind(0.95);

function milliseconds({ model, subject }: WatchedModel): Fragment | null {
  const { requests } = model;
  if (requests === undefined) return null;
  if (subject !== null && subject !== WHOLE_REQUEST) return numeric(subject);
  if (requests.latency !== undefined) return numeric(requests.latency);
  if (requests.stages.length === 0) return null;
  // A stage that was not taken counts 0.
  return joined(
    requests.stages.map((stage) => sql`coalesce(${numeric(stage)}, 0)`),
    ' + ',
  );
}

const latency: Watch = {
  id: 'latency',
  words: /latency|\b(?:time|deadline) budgets?\b|\bp95\b/i,
  subject: 'stage',
  title: (subject) =>
    `the p95 of ${subject === null || subject === WHOLE_REQUEST ? 'the whole request' : subject}`,
  unit: 'ms',
  usual: null,
  measured: { check: 'latency-by-stage', measure: null },
  sql: (watched) => {
    const { requests } = watched.model;
    const value = milliseconds(watched);
    if (requests === undefined || value === null) return null;
    const { table, time } = requests;
    return { table, time, value: sql`quantile_cont(${value}, ${percent95})`, rows: sql`count(${value})` };
  },
  promql: ({ model, subject }) => {
    const { infra } = model;
    const measured = infra?.latency;
    if (infra === undefined || measured === undefined) return null;
    const stage =
      subject === null || subject === WHOLE_REQUEST ? null : ({ label: 'stage', value: subject } as const);
    const selector = selectorOf(infra, 'latency', stage);
    if (selector === null) return null;
    const scale = measured.unit === 'seconds' ? '1000 * ' : '';
    if ('buckets' in measured)
      return `${scale}histogram_quantile(0.95, sum by (le) (rate(${selector}[10m])))`;
    const plain = readSelector(selector);
    return plain === null ? null : `${scale}max(${restricted(plain, ['quantile="0.95"'])})`;
  },
  monitor: ({ name, model, subject }, limit) =>
    model.requests === undefined && model.infra?.latency === undefined
      ? null
      : {
          model: name,
          check: 'latency-by-stage',
          schedule: often,
          window: hour,
          ...onlyOf(subject, model.requests?.stages),
          ...(limit !== null &&
            model.requests !== undefined && { budgets: { [subject ?? WHOLE_REQUEST]: limit.value } }),
        },
};

const errors: Watch = {
  id: 'errors',
  words: /\berrors?\b|\b5xx\b|time-?outs?/i,
  subject: null,
  title: () => 'the error rate',
  unit: 'share',
  usual: 0.02,
  measured: null,
  sql: ({ model }) => {
    const { requests } = model;
    if (requests === undefined) return null;
    const { table, time, error, status } = requests;
    const failed = [
      ...(error === undefined ? [] : [sql`${column(error)} IS NOT NULL`]),
      ...(status === undefined ? [] : [sql`${numeric(status)} >= 400`]),
    ];
    return failed.length === 0
      ? null
      : { table, time, value: shareOf(joined(failed, ' OR ')), rows: allRows };
  },
  promql: ({ model: { infra } }) => {
    const status = infra === undefined ? null : labelName(infra, 'status');
    const requests = selectorOf(infra, 'requests');
    const plain = requests === null ? null : readSelector(requests);
    const failed =
      selectorOf(infra, 'errors') ??
      (status === null || plain === null ? null : restricted(plain, [`${status}=~"[45].."`]));
    return perRequest(failed, requests);
  },
  monitor: ({ name, model }, limit) =>
    model.requests?.error === undefined && model.requests?.status === undefined
      ? null
      : {
          model: name,
          metric: 'error_rate',
          schedule: often,
          window: hour,
          limits: { above: limit?.value ?? 0.02 },
        },
};

const fallback: Watch = {
  id: 'fallback',
  words: /default scores?|fallbacks?/i,
  subject: null,
  title: () => 'the share of default scores',
  unit: 'share',
  usual: 0.02,
  measured: { check: 'fallback', measure: 'share of default scores' },
  sql: ({ model: { requests } }) =>
    requests?.fallback === undefined
      ? null
      : {
          table: requests.table,
          time: requests.time,
          value: shareOf(sql`${numeric(requests.fallback)} = 1`),
          rows: allRows,
        },
  promql: ({ model: { infra } }) => perRequest(selectorOf(infra, 'fallbacks'), selectorOf(infra, 'requests')),
  monitor: ({ name, model }, limit) =>
    model.requests?.fallback === undefined
      ? null
      : {
          model: name,
          metric: 'fallback_rate',
          schedule: often,
          window: hour,
          limits: { above: limit?.value ?? 0.02 },
        },
};

const restarts: Watch = {
  id: 'restarts',
  words: /\brestarts?\b/i,
  subject: null,
  title: () => 'restarts of a host',
  unit: 'an hour',
  usual: 2,
  measured: null,
  sql: ({ model: { hosts } }) => {
    if (hosts === undefined) return null;
    const counter = numeric(hosts.restarts);
    return {
      table: hosts.table,
      time: hosts.time,
      by: column(hosts.host),
      value: sql`(max(${counter}) - min(${counter})) / 2`,
      rows: allRows,
    };
  },
  promql: ({ model: { infra } }) => {
    const selector = selectorOf(infra, 'restarts');
    return selector === null ? null : `max(increase(${selector}[1h]))`;
  },
  monitor: ({ name, model }) =>
    model.hosts === undefined && model.infra?.restarts === undefined
      ? null
      : { model: name, check: 'restarts', schedule: often, window: { incident: '2h' }, minimum: 0 },
};

const versions: Watch = {
  id: 'versions',
  words: /share of each version|sample-ratio|\brouting\b|traffic split/i,
  subject: 'version',
  title: (subject) => `the share of ${subject === null ? 'each version' : `version ${subject}`}`,
  unit: 'share',
  usual: null,
  measured: { check: 'routing', measure: 'share of requests' },
  sql: ({ model, subject }) => {
    const { table, time, version } = model.predictions;
    if (version === undefined || subject === null) return null;
    return { table, time, value: shareOf(sql`${column(version)} = ${bind(subject)}`), rows: allRows };
  },
  promql: ({ model: { infra }, subject }) =>
    subject === null
      ? null
      : perRequest(
          selectorOf(infra, 'requests', { label: 'version', value: subject }),
          selectorOf(infra, 'requests'),
        ),
  monitor: ({ name, model }) =>
    model.predictions.version === undefined
      ? null
      : { model: name, check: 'routing', schedule: often, window: { incident: '2h' } },
};

/** What is watched of the service that answers the requests. */
export const SERVING_WATCHES: readonly Watch[] = [versions, fallback, restarts, latency, errors];
