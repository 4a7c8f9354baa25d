import { describe, expect, test } from 'vitest';
import type { Metered } from '../../../src/checks/serving/metered.ts';
import { Infra, type Infra as InfraConfig } from '../../../src/config/schema/infra-schema.ts';
import { metricNames, readSelector } from '../../../src/config/promql-selector.ts';
import { renderMetered } from '../../../src/sources/prometheus/promql.ts';
import { SqlError } from '../../../src/sql/sql-error.ts';

const infra: InfraConfig = Infra.unwrap().parse({
  source: 'metrics',
  labels: { host: 'instance', status: 'code', stage: 'stage', segments: { country: 'region' } },
  requests: 'requests_total{model="risk",}',
  latency: { buckets: 'duration_bucket' },
  cpu: '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))',
  queue: 'queue_depth',
});
const window = { from: new Date(0), to: new Date(1) };
const metered = (asked: Partial<Metered>): Metered => ({
  kind: 'metered',
  query: 'requests',
  fold: 'count',
  by: [],
  windows: { before: window, after: window },
  where: [],
  ...asked,
});
const steps = { start: 0, end: 0, step: 1_800_000, resolution: 60_000 };
const render = (asked: Partial<Metered>): string => renderMetered(infra, metered(asked), steps);

describe('a question in PromQL', () => {
  test('a counter is asked how much it rose in each span, and for how long it was there', () => {
    expect(render({ by: ['status', 'host'] })).toBe(
      'label_replace(sum by (code, instance) (increase(requests_total{model="risk",}[1860s])) * 1800 / 1860, "fishbone_column", "count", "", "")\n' +
        'or label_replace(count_over_time((sum by (code, instance) (requests_total{model="risk",}))[1800s:60s]) * 60, "fishbone_column", "seconds", "", "")',
    );
  });

  test('a level is any expression, looked at once a resolution, without what is no number', () => {
    const text = render({ query: 'cpu', fold: 'level', by: ['host'] });
    expect(text).toContain(
      'sum by (instance) (sum_over_time(((1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))) > -Inf < Inf)[1800s:60s]))',
    );
    expect(text.match(/label_replace/g)).toHaveLength(4);
  });

  test('a label that the configuration does not name is not grouped by', () => {
    expect(render({ by: ['version'] })).toContain('sum (increase(');
  });

  test('values are written so that they are nothing but values', () => {
    const hostile = 'BR"} or vector(1) #\\ \n\r\u0000\u0085';
    expect(render({ where: [{ label: 'segment country', values: [hostile] }] })).toContain(
      String.raw`requests_total{model="risk", region="BR\"} or vector(1) #\\ \u000a\u000d\u0000\u0085"}`,
    );
    expect(render({ query: 'latency', where: [{ label: 'le', values: ['0.25', '+Inf'] }] })).toContain(
      String.raw`duration_bucket{le=~"0\\.25|\\+Inf"}`,
    );
  });

  test('what cannot be asked is refused with a reason', () => {
    const reason = (asked: Partial<Metered>): string => {
      try {
        return render(asked);
      } catch (error) {
        if (error instanceof SqlError) return `${error.code}: ${error.message}`;
        throw error;
      }
    };
    const where = [{ label: 'segment country' as const, values: ['BR'] }];
    expect(reason({ query: 'gpu', fold: 'level' })).toBe('not-configured: the model has no query infra.gpu');
    expect(reason({ query: 'cpu', fold: 'level', where })).toBe(
      'broken: infra.cpu is an expression that cannot be restricted to a segment',
    );
    expect(reason({ where: [{ label: 'segment device', values: ['ios'] }] })).toBe(
      'not-configured: no label of infra.requests tells segment device apart',
    );
    expect(render({ query: 'queue', fold: 'level', where })).toContain('queue_depth{region="BR"}');
  });
});

describe('a selector', () => {
  test.each([
    ['up', 'up', ''],
    ['up{}', 'up', ''],
    ['{job="x"}', '', 'job="x"'],
    [' a:b { x =~ "}" , z!=\'"\' , } ', 'a:b', 'x =~ "}" , z!=\'"\''],
    ['a{b="c\\"}"}', 'a', 'b="c\\"}"'],
  ])('%s is read in its parts', (text, name, matchers) => {
    expect(readSelector(text)).toEqual({ name, matchers });
  });

  test.each([
    '',
    '{}',
    'sum(up)',
    'up[5m]',
    'up offset 5m',
    'rate(up[5m])',
    'up{a="b}',
    'up + up',
    '1',
    'up{a=b}',
  ])('"%s" is none', (text) => {
    expect(readSelector(text)).toBeNull();
  });

  test('the metrics of an expression are found, not its functions, labels and words', () => {
    expect(
      metricNames(
        '1 - avg by (host) (rate(cpu_total{mode="idle or busy"}[5m])) / on (host) group_left a:b > bool 1e3',
      ),
    ).toEqual(['cpu_total', 'a:b']);
  });
});
