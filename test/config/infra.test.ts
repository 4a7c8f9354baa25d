import { describe, expect, test } from 'vitest';
import { hashConfig, withoutSecrets } from '../../src/config/hash.ts';
import { parseConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/config/problem.ts';

const text = (source: string, infra: string, more = '') => `version: 1
sources:
  logs: { type: duckdb, path: ./data }
  metrics: { type: prometheus, ${source} }
models:
  risk:
    predictions: { source: logs, table: p, id: id, time: ts, score: s, segments: [country], features: [a] }
    infra: { source: metrics, ${infra} }
${more}`;
const url = `url: 'http://prometheus:9090'`;
const load = (source: string, infra: string, more = '') =>
  parseConfig(text(source, infra, more), '/etc/fishbone/fishbone.yml', {
    environment: { TOKEN: 'the-right-token' },
  });

/** The keys that are complained about, with the complaint. */
function complaints(source: string, infra: string, more = ''): readonly string[] {
  try {
    return load(source, infra, more).notes.map(({ key, message }) => `note ${key}: ${message}`);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ key, message }) => `${key}: ${message}`);
    throw error;
  }
}

describe('queries to a metrics server', () => {
  test('what is written right is not remarked on, and defaults are filled in', () => {
    const { config, notes } = load(
      `${url}, bearer: '\${TOKEN}'`,
      `labels: { host: instance, segments: { country: region } }, requests: 'r{a="b"}', latency: { quantiles: q }, cpu: '1 - avg(x)'`,
    );
    expect(notes).toEqual([]);
    expect(config.sources['metrics']).toMatchObject({
      bearer: 'the-right-token',
      resolution: '1m',
      timeout: '30s',
      max_points: 11_000,
    });
    expect(config.models['risk']?.infra).toMatchObject({ latency: { unit: 'seconds' } });
  });

  test.each([
    [url, 'requests: sum(r)', /^models.risk.infra.requests: expected a plain selector .* found 'sum\(r\)'$/],
    [
      url,
      `latency: { buckets: 'rate(b[5m])' }`,
      /^models.risk.infra.latency.buckets: expected a plain selector/,
    ],
    [url, 'latency: { buckets: b, quantiles: q }', /^models.risk.infra.latency: .*found both: keep one$/],
    [url, `labels: { host: 'a-b' }`, /^models.risk.infra.labels.host: expected the name of a label/],
    [url, `labels: { host: 'x) or (y' }`, /^models.risk.infra.labels.host: expected the name of a label/],
    [url, 'labels: { segments: { device: d } }', /'device' is not among `predictions.segments`$/],
    [url, 'request: r', /^models.risk.infra.request: unknown key; did you mean 'requests'\?$/],
    [url, 'fallbacks: f', /^note models.risk.infra.fallbacks: without `requests` beside it/],
    [
      `url: 'http://me:secret@prometheus:9090'`,
      'cpu: c',
      /^sources.metrics.url: user and password do not belong/,
    ],
    [`url: 'http://prometheus:9090/?x=1'`, 'cpu: c', /^sources.metrics.url: a query or fragment/],
    [`url: 'ftp://prometheus'`, 'cpu: c', /^sources.metrics.url: expected a URL/],
    [`${url}, bearer: t, basic: { user: u, password: p }`, 'cpu: c', /^sources.metrics.bearer: .*keep one/],
    [
      `${url}, headers: { authorization: x }`,
      'cpu: c',
      /^sources.metrics.headers.authorization: give the credentials/,
    ],
    [`${url}, resolution: 0s`, 'cpu: c', /^sources.metrics.resolution: expected a duration from 1s to 1h/],
    [`${url}, path: ./data`, 'cpu: c', /^sources.metrics.path: unknown key/],
  ])('%s, %s is told with its place', (source, infra, complaint) => {
    const told = complaints(source, infra);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(complaint);
    expect(told[0]).not.toContain('secret@');
  });

  test('a table is not in a metrics server, and a query not in a folder', () => {
    const tables = '    hosts: { source: metrics, table: h, time: ts }';
    expect(complaints(url, 'cpu: c', tables)).toEqual([
      expect.stringContaining("'metrics' is a metrics server and holds no tables"),
    ]);
    const swapped = text(url, 'cpu: c').replace('infra: { source: metrics', 'infra: { source: logs');
    expect(() => parseConfig(swapped, '/etc/fishbone/fishbone.yml')).toThrow(/'logs' holds tables/);
  });

  test('a query that a table makes needless is remarked on', () => {
    const tables = '    hosts: { source: logs, table: h, time: ts }';
    expect(complaints(url, 'cpu: c', tables)).toEqual([
      'note models.risk.infra.cpu: a table says this too: the table is read',
    ]);
  });

  test('credentials are in no hash and in nothing that is shown', () => {
    const secret = (token: string) =>
      load(`${url}, basic: { user: u, password: ${token} }, headers: { x-key: ${token} }`, 'cpu: c').config;
    expect(hashConfig(secret('one'))).toBe(hashConfig(secret('two')));
    expect(JSON.stringify(withoutSecrets(secret('the-right-word')))).not.toContain('the-right-word');
  });
});
