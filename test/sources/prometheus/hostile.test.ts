import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Metered } from '../../../src/checks/serving/metered.ts';
import { Infra } from '../../../src/config/schema/infra-schema.ts';
import { SourceConfig } from '../../../src/config/schema/source-schema.ts';
import { examineQueries } from '../../../src/sources/prometheus/examine.ts';
import { greet, metererOf } from '../../../src/sources/prometheus/meterer.ts';
import { isMissing, unless, withPrometheus } from './real-prometheus.ts';

const begins = Date.parse('2026-03-01T00:00:00Z') / 1000;
const windows = {
  before: { from: new Date(begins * 1000), to: new Date((begins + 3600) * 1000) },
  after: { from: new Date((begins + 3600) * 1000), to: new Date((begins + 7200) * 1000) },
};
const countries = ['BR', 'B"R', 'B\\R', 'B\nR', 'B.', '日本', `x"} or vector(1) #`];
const minutes = Array.from({ length: 120 }, (_, minute) => minute);

/** Counters of countries with odd names, a gauge that is no number half of the time, and one that is gone from the second hour on. */
function openMetrics(): string {
  const written = (value: string): string =>
    value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  const at = (minute: number): number => begins + minute * 60;
  return [
    '# TYPE requests counter',
    ...countries.flatMap((country, k) =>
      minutes.map(
        (minute) => `requests_total{country="${written(country)}"} ${minute * (k + 1)} ${at(minute)}`,
      ),
    ),
    '# TYPE cpu gauge',
    ...minutes.map((minute) => `cpu{host="a"} ${['0.5', 'NaN', '+Inf', '-Inf'][minute % 4]} ${at(minute)}`),
    '# TYPE queue gauge',
    ...minutes.slice(0, 60).map((minute) => `queue{host="a"} 3 ${at(minute)}`),
    '# TYPE restarts counter',
    ...minutes.map((minute) => `restarts_total{host="a"} ${minute < 90 ? 5 : 0} ${at(minute)}`),
    '# EOF',
    '',
  ].join('\n');
}

const infra = (more: object = {}) => {
  const parsed = Infra.parse({
    source: 'metrics',
    labels: { host: 'host', segments: { country: 'country' } },
    requests: 'requests_total',
    cpu: 'cpu',
    queue: 'queue',
    restarts: 'restarts_total',
    ...more,
  });
  if (parsed === undefined) throw new Error('no queries');
  return parsed;
};

const serverAt = (url: string) => {
  const config = SourceConfig.parse({ type: 'prometheus', url });
  if (config.type !== 'prometheus') throw new Error('not a metrics server');
  return config;
};

describe.skipIf(isMissing)(`a real Prometheus with odd samples${unless}`, () => {
  test('a value is found under its own name, whatever is in it, and finds nothing else', async () => {
    await withPrometheus(
      (file) => writeFile(file, openMetrics()),
      async (url) => {
        const ask = metererOf({ metrics: serverAt(url) }, infra(), windows.after.to);
        const found: unknown[] = [];
        for (const values of [...countries.map((country) => [country]), ['B.', 'BR'], ['B|R', '.*']]) {
          const where = [{ label: 'segment country' as const, values }];
          const question: Metered = {
            kind: 'metered',
            query: 'requests',
            fold: 'count',
            by: ['segment country'],
            windows,
            where,
          };
          const answer = await ask(question, new AbortController().signal);
          found.push(
            answer.kind === 'rows' ? answer.rows.map((row) => String(row['segment country'])).sort() : answer,
          );
        }
        expect(found).toEqual([...countries.map((country) => [country]), ['B.', 'BR'], []]);
      },
    );
  });

  test('NaN and the infinities spoil no mean; what is gone is not there for long; a fall is no rise', async () => {
    await withPrometheus(
      (file) => writeFile(file, openMetrics()),
      async (url) => {
        const meter = metererOf({ metrics: serverAt(url) }, infra(), windows.after.to);
        const rowsOf = async (asked: Partial<Metered>) => {
          const whole: Metered = {
            kind: 'metered',
            query: 'requests',
            fold: 'count',
            by: [],
            windows,
            where: [],
            ...asked,
          };
          const answer = await meter(whole, new AbortController().signal);
          return answer.kind === 'rows' ? answer.rows : [];
        };
        expect(await rowsOf({ query: 'cpu', fold: 'level', by: ['host'] })).toMatchObject([
          { host: 'a', 'before n': 15, 'before sum': 7.5, 'before squares': 3.75, 'before max': 0.5 },
        ]);
        // Prometheus takes a value to be there for five minutes more when nobody says that its target is gone.
        const [queue] = await rowsOf({ query: 'queue', fold: 'level', by: ['host'] });
        expect(queue).toMatchObject({ 'before n': 60, 'after max': 3 });
        expect(queue?.['after n']).toBeOneOf([4, 5]);
        expect(await rowsOf({ query: 'restarts', by: ['host'] })).toMatchObject([
          { host: 'a', before: 0, after: 0, 'after seconds': 3600 },
        ]);
        const quarters = await rowsOf({ query: 'requests', everySeconds: 900 });
        expect(quarters).toHaveLength(8);
        expect(quarters[1]?.['before']).toBeCloseTo(15 * 28, 6);
      },
    );
  });

  test('the doctor says which query is wrong, and the nearest name', async () => {
    await withPrometheus(
      (file) => writeFile(file, openMetrics()),
      async (url) => {
        const greeting = await greet('metrics', serverAt(url));
        expect(greeting.ok).toBe(true);
        expect(greeting.message).toMatch(/^answers, version \d/);
        const wrong = infra({
          labels: { host: 'hots', status: 'code' },
          errors: 'request_total',
          cpu: 'sum(cpu',
          gpu: 'cpu{host="b"}',
          queue: 'avg by (host) (queu)',
        });
        const findings = await examineQueries(serverAt(url), wrong, new Date((begins + 7140) * 1000));
        expect(findings.map(({ query, level, words }) => `${query} ${level}: ${words}`)).toEqual([
          'requests ok: 7 series',
          "errors problem: there is no metric 'request_total'; did you mean 'requests_total'?",
          "restarts problem: 1 series, without the label 'hots'; did you mean 'host'?",
          expect.stringMatching(/^cpu problem: bad_data: .*parse error/),
          'gpu warning: no series at 2026-03-01T01:59:00.000Z',
          "queue problem: there is no metric 'queu'; did you mean 'queue'?",
        ]);
      },
    );
  });
});
