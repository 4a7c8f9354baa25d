import { describe, expect, test } from 'vitest';
import type { Metered } from '../../../src/checks/serving/metered.ts';
import type { Answer } from '../../../src/checks/question.ts';
import { errors } from '../../../src/checks/errors.ts';
import { Infra } from '../../../src/config/schema/infra-schema.ts';
import { SourceConfig } from '../../../src/config/schema/source-schema.ts';
import { greet, metererOf } from '../../../src/sources/prometheus/meterer.ts';
import { fromMetrics, verdictOn } from './both-roads.ts';
import { matrix, refusal, withFakePrometheus, type Reply } from './fake-prometheus.ts';

const windows = {
  before: { from: new Date('2026-03-01T00:00:00Z'), to: new Date('2026-03-01T06:00:00Z') },
  after: { from: new Date('2026-03-01T06:00:00Z'), to: new Date('2026-03-01T08:00:00Z') },
};
const now = new Date('2026-03-01T08:00:00Z');
const question: Metered = {
  kind: 'metered',
  query: 'requests',
  fold: 'count',
  by: ['status'],
  windows,
  where: [],
};
const infra = Infra.parse({
  source: 'metrics',
  labels: { status: 'status' },
  requests: 'requests_total{model="risk"}',
});

const serverAt = (url: string, more: object = {}) =>
  SourceConfig.parse({ type: 'prometheus', url, timeout: '1s', ...more });

async function ask(url: string, more: object = {}, signal = new AbortController().signal): Promise<Answer> {
  return metererOf({ metrics: serverAt(url, more) }, infra, now)(question, signal);
}

/** The answer of a server that always replies so, and how often it was asked. */
async function answerTo(reply: Reply, more: object = {}) {
  let answer: Answer | null = null;
  let times = 0;
  await withFakePrometheus(
    () => reply,
    async (url, asked) => {
      answer = await ask(url, more);
      times = asked.length;
    },
  );
  return { answer, times };
}

describe('a metrics server that does not answer', () => {
  const cases: readonly (readonly [string, Reply, string, string, number])[] = [
    [
      'a query that it cannot read',
      refusal(400, 'bad_data', 'invalid parameter "query": 1:5: parse error'),
      'broken',
      'infra.requests: bad_data: invalid parameter "query": 1:5: parse error',
      1,
    ],
    [
      'a query that is too much for it',
      refusal(422, 'execution', 'query processing would load too many samples into memory'),
      'broken',
      'infra.requests: execution: query processing would load too many samples into memory',
      1,
    ],
    [
      'a query that it gave up',
      refusal(503, 'timeout', 'query timed out in expression evaluation'),
      'timeout',
      'infra.requests: timeout: query timed out in expression evaluation',
      1,
    ],
    [
      'a person whom it does not know',
      { status: 401, body: 'Unauthorized' },
      'broken',
      'infra.requests: it refuses access (HTTP 401)',
      1,
    ],
    [
      'a person who may not read it',
      { status: 403, body: 'Forbidden' },
      'broken',
      'infra.requests: it refuses access (HTTP 403)',
      1,
    ],
    [
      'another server',
      { status: 404, body: '404 page not found' },
      'missing',
      'infra.requests: there is no Prometheus API at this address (HTTP 404)',
      1,
    ],
    [
      'a page to log in',
      { body: '<html>Log in</html>' },
      'broken',
      'infra.requests: it answered something that is no answer of Prometheus',
      1,
    ],
    [
      'a proxy that sends us elsewhere',
      { status: 302, headers: { location: 'http://example.com/login' } },
      'broken',
      'infra.requests: it sends us elsewhere (HTTP 302)',
      1,
    ],
    [
      'a proxy without a server behind it',
      { status: 503, body: 'no healthy upstream' },
      'broken',
      'infra.requests: it answered HTTP 503, 3 times',
      3,
    ],
    [
      'a line that is cut',
      'hang up',
      'broken',
      'infra.requests: it cannot be reached (UND_ERR_SOCKET), 3 times',
      3,
    ],
    ['silence', 'silence', 'timeout', 'infra.requests: it did not answer within 1 s', 1],
    [
      'an answer of another kind',
      { body: { status: 'success', data: { resultType: 'vector', result: [] } } },
      'broken',
      'infra.requests: it answered something that is no answer of Prometheus',
      1,
    ],
    [
      'an answer from which a store is missing',
      {
        body: {
          status: 'success',
          warnings: ['No StoreAPIs matched for this query'],
          data: { resultType: 'matrix', result: [] },
        },
      },
      'broken',
      'infra.requests: it answered only in part: No StoreAPIs matched for this query',
      1,
    ],
  ];
  test.each(cases)('%s is a failure with its cause', async (_, reply, cause, message, times) => {
    const asked = await answerTo(reply);
    expect(asked).toMatchObject({ answer: { kind: 'failed', source: 'metrics', cause, message }, times });
    expect(asked.answer).toHaveProperty('hint', expect.stringMatching(/.{10}/));
  });

  test('what ran out of time names the key that gives it more', async () => {
    const { answer } = await answerTo('silence');
    expect(answer).toHaveProperty(
      'hint',
      expect.stringContaining('raise sources.metrics.timeout in fishbone.yml'),
    );
  });

  test('a check says which source failed and why, and gives no number', async () => {
    await withFakePrometheus(
      () => refusal(422, 'execution', 'too many samples'),
      async (url) => {
        const { verdict } = await verdictOn(errors, {
          folder: '/nowhere',
          url,
          model: fromMetrics,
          windows: { baseline: windows.before, incident: windows.after, onset: null, now },
        });
        expect(verdict).toEqual({
          answer: 'inconclusive',
          line: 'metrics: infra.requests: execution: too many samples',
          reason: 'metrics: infra.requests: execution: too many samples',
          findings: [],
        });
      },
    );
  });

  test('remarks of Prometheus 3 about the query are no failure', async () => {
    const remark = 'PromQL info: metric might not be a counter';
    const { answer } = await answerTo({
      body: { status: 'success', warnings: [remark], data: { resultType: 'matrix', result: [] } },
    });
    expect(answer).toMatchObject({ kind: 'rows', rows: [] });
  });

  test('whoever gives up waiting closes the connection, which ends the query', async () => {
    await withFakePrometheus(
      () => 'silence',
      async (url, asked) => {
        const giveUp = new AbortController();
        const answer = ask(url, { timeout: '30s' }, giveUp.signal);
        while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
        giveUp.abort();
        expect(await answer).toMatchObject({ kind: 'failed', cause: 'cancelled' });
        while (asked[0]?.isGone() !== true) await new Promise((resolve) => setTimeout(resolve, 5));
        expect(asked).toHaveLength(1);
      },
    );
  });

  test('credentials go into the request, and into no message', async () => {
    const secrets = [
      { bearer: 'the-right-token' },
      { basic: { user: 'fishbone', password: 'the-right-word' } },
    ] as const;
    for (const more of secrets) {
      await withFakePrometheus(
        () => ({ status: 401, body: 'no' }),
        async (url, asked) => {
          const headers = { 'X-Scope-OrgID': 'team-a' };
          const answer = JSON.stringify([
            await ask(url, { ...more, headers }),
            await greet('metrics', PrometheusAt(url, { ...more, headers })),
          ]);
          expect(answer).not.toMatch(/the-right|dGhl|ZmlzaGJvbmU/);
          expect(asked[0]?.headers['x-scope-orgid']).toBe('team-a');
          expect(asked[0]?.headers.authorization).toBe(
            'bearer' in more
              ? 'Bearer the-right-token'
              : `Basic ${Buffer.from('fishbone:the-right-word').toString('base64')}`,
          );
        },
      );
    }
  });
});

function PrometheusAt(url: string, more: object) {
  const config = serverAt(url, more);
  if (config.type !== 'prometheus') throw new Error('not a metrics server');
  return config;
}

describe('what a metrics server answers', () => {
  test('NaN, the infinities and empty texts are no samples, and a row of nothing else is not there', async () => {
    const reply = matrix(
      {
        metric: { status: '200', fishbone_column: 'count' },
        values: [
          [1772340000, '10'],
          [1772343600, 'NaN'],
          [1772347200, '+Inf'],
          [1772350800, '-Inf'],
          [1772354400, ''],
          [1772358000, '2.5'],
        ],
      },
      { metric: { status: '500', fishbone_column: 'count' }, values: [[1772340000, 'NaN']] },
      { metric: { fishbone_column: 'count' }, values: [[1772340000, '1']] },
    );
    const { answer } = await answerTo(reply);
    expect(answer).toMatchObject({
      kind: 'rows',
      rows: [
        { status: '200', before: 12.5, after: 12.5 },
        { status: null, before: 1, after: 1 },
      ],
    });
  });

  test('a native histogram, which has no plain values, is left out', async () => {
    const result = [{ metric: { fishbone_column: 'count' }, histograms: [[1772340000, { count: '1' }]] }];
    const { answer } = await answerTo({
      body: { status: 'success', data: { resultType: 'matrix', result } },
    });
    expect(answer).toMatchObject({ kind: 'rows', rows: [] });
  });

  test('a prefix in the address is kept, and a query is sent as a form with the time that we wait', async () => {
    await withFakePrometheus(
      () => matrix(),
      async (url, asked) => {
        await ask(`${url}/prometheus/`);
        expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
          'POST /prometheus/api/v1/query_range',
          'POST /prometheus/api/v1/query_range',
        ]);
        expect(Object.fromEntries(asked[1]?.parameters ?? [])).toMatchObject({
          start: '1772346599.999',
          end: '1772351999.999',
          step: '1800',
          timeout: '1s',
        });
      },
    );
  });
});
