import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/config/problem.ts';
import { configText, load, messages, refused } from './config-text.ts';

const examples = new URL('../../examples/', import.meta.url);

describe('a configuration that is right', () => {
  test('paths are meant from the folder of the file, wherever the bot was started', () => {
    const { config, folder } = load(configText({ './data': '../tables' }));
    expect(folder).toBe('/etc/fishbone');
    expect(config.sources['logs']).toMatchObject({ path: '/etc/tables' });
    expect(config.storage.path).toBe('/etc/fishbone/fishbone.db');
  });

  test('an address in a bucket is no path on this disk', () => {
    expect(load(configText({ './data': 's3://bucket/data' })).config.sources['logs']).toMatchObject({
      path: 's3://bucket/data',
    });
  });

  test('what is not written has its default', () => {
    const { config } = load(configText());
    expect(config.intake).toMatchObject({ host: '127.0.0.1', port: 8080, sources: {} });
    expect(config.slack.channel).toBe('#ml-incidents');
    expect(config.models['deposit']?.task).toBe('classification');
  });

  test('every key knows its place', () => {
    const { positions } = load(configText());
    expect(positions.get('models.deposit.predictions.score')).toEqual({ line: 11, column: 7 });
    expect(positions.get('models.deposit.predictions.features[1]')).toEqual({ line: 15, column: 23 });
  });

  test('a feature that is a segment too is allowed and noted', () => {
    const { notes } = load(configText({ '[age, balance]': '[age, country]' }));
    expect(notes.map(({ key, message }) => `${key}: ${message}`)).toEqual([
      "models.deposit.predictions.segments[0]: 'country' is a feature too: it is looked at as both",
    ]);
  });

  test('a pipeline without the last good one beside it is noted: a first version has none', () => {
    const pipelines = 'pipelines: { current: { version: v1, protocol: mlflow, url: "http://a/x" } }';
    const { notes } = load(configText({ 'baseline: { window: 7d }': pipelines }));
    expect(notes.map((note) => note.key)).toEqual(['models.deposit.pipelines.current']);
  });

  test('an alias repeats a value that was written before', () => {
    const { config } = load(
      configText({ 'segments: [country, device]': 'segments: &both [country]', '[age, balance]': '*both' }),
    );
    expect(config.models['deposit']?.predictions.features).toEqual(['country']);
  });

  test.skipIf(!existsSync(examples))(
    'every example loads without a problem (no examples in this checkout)',
    async () => {
      const folders = await readdir(examples, { withFileTypes: true });
      const files = folders
        .filter((entry) => entry.isDirectory())
        .map((entry) => new URL(`${entry.name}/fishbone.yml`, examples))
        .filter((file) => existsSync(file));
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) expect((await loadConfig(file.pathname)).hash).toMatch(/^[0-9a-f]{16}$/);
    },
  );
});

describe('a configuration that is wrong', () => {
  test('a reference to a source that is not there names the nearest', () => {
    expect(messages(configText({ 'source: logs': 'source: log' }))).toEqual([
      "7:7 models.deposit.predictions.source: 'log' is not a source; did you mean 'logs'?",
    ]);
  });

  test('everything that is wrong is said at once, in the order of the file', () => {
    const said = messages(
      configText({
        'type: duckdb': 'type: duckbd',
        'source: logs': 'source: lgos',
        'score: score': 'score: 3',
        '[age, balance]': '[age, age, label]',
        'window: 7d': 'window: 7 days',
      }),
    );
    expect(said).toEqual([
      "3:11 sources.logs.type: expected `duckdb` or `prometheus`, found 'duckbd'",
      "7:7 models.deposit.predictions.source: 'lgos' is not a source; did you mean 'logs'?",
      '11:7 models.deposit.predictions.score: expected text, found the number 3; put it in quotes',
      "15:23 models.deposit.predictions.features[1]: 'age' is listed twice",
      "15:28 models.deposit.predictions.features[2]: 'label' is the label column; it cannot be a feature",
      "16:17 models.deposit.baseline.window: expected a duration such as 30m, 24h or 7d, found '7 days'",
    ]);
  });

  test('a misspelt key is one problem, not also a missing one', () => {
    expect(messages(configText({ 'score: score': 'scoer: score' }))).toEqual([
      "11:7 models.deposit.predictions.scoer: unknown key; did you mean 'score'?",
    ]);
  });

  test('a missing key says what belongs there', () => {
    const [said] = messages(configText({ '      time: ts\n': '' }));
    expect(said).toMatch(
      /^6:5 models\.deposit\.predictions\.time: this key is missing: expected text \(Column: when/,
    );
  });

  test('a channel that YAML took for a comment is explained', () => {
    expect(messages(`${configText()}slack:\n  channel: #alerts\n`)).toEqual([
      '18:3 slack.channel: expected text, found nothing; a value that begins with # must stand in quotes',
    ]);
  });

  test('a key that is written twice is not silently the last one', () => {
    const error = refused(`${configText()}version: 1\n`);
    expect(error.code).toBe('config-not-yaml');
    expect(error.problems[0]).toMatchObject({
      line: 17,
      message: 'this key is written twice in the same mapping',
    });
  });

  test('aliases that multiply are stopped before they eat the machine', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 12; level += 1) {
      lines.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
    }
    const started = performance.now();
    expect(refused(lines.join('\n')).message).toContain('grows beyond measure');
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test('an empty file is no configuration', () => {
    expect(messages('')).toEqual(['1:1 : expected a mapping, found nothing']);
  });

  test('sources without an entry are no sources', () => {
    expect(messages(configText({ '\n  logs: { type: duckdb, path: ./data }': ' {}' }))[0]).toBe(
      '2:1 sources: expected at least one entry, found none',
    );
  });

  test('the same pipeline twice cannot be compared with itself', () => {
    const url = '"http://a/x"';
    const pipelines = `pipelines: { current: { version: v2, protocol: mlflow, url: ${url} }, previous: { version: v1, protocol: mlflow, url: ${url} } }`;
    expect(messages(configText({ 'baseline: { window: 7d }': pipelines })).join()).toContain('with itself');
  });

  test('a sender must prove itself in exactly one way', () => {
    const said = messages(
      `${configText()}intake:\n  sources:\n    grafana: {}\n    generic: { bearer: long-enough, hmac: { secret: long-enough } }\n    datadog: { baerer: long-enough }\n`,
    );
    expect(said).toEqual([
      '19:5 intake.sources.grafana: expected `bearer` or `hmac`, found a mapping',
      '20:5 intake.sources.generic: expected `bearer` or `hmac`, found both: keep one',
      "21:5 intake.sources.datadog: expected `bearer` or `hmac`, found 'baerer'; did you mean 'bearer'?",
    ]);
  });

  test('no message speaks the language of the schema library', () => {
    const { message } = refused(
      configText({
        'type: duckdb': 'type: 1',
        'score: score': 'score: [a]',
        '[age, balance]': '3',
        'version: 1': 'version: "1"',
      }),
    );
    expect(message).not.toMatch(/invalid|received|ZodError|string|array|object|undefined/i);
  });

  test('a file that is not there says how to get one', async () => {
    const error = await loadConfig('/nowhere/fishbone.yml').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toHaveProperty('code', 'config-not-readable');
    expect(error).toHaveProperty('hint', expect.stringContaining('fishbone init'));
  });

  test('a table named by mistake is not read as a configuration', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'fishbone-config-')), 'predictions.parquet');
    await writeFile(file, Buffer.alloc(1_000_001, 32));
    await expect(loadConfig(file)).rejects.toThrow('larger than a configuration can be');
  });
});

describe('thresholds of checks', () => {
  const checks = [{ id: 'null-rate', thresholds: { floor: { default: 0.02, unit: 'share', why: 'noise' } } }];
  const withChecks = (text: string): string => configText({ 'baseline: { window: 7d }': `checks: ${text}` });

  test('a check that does not exist names the nearest', () => {
    expect(messages(withChecks('{ nul-rate: { floor: 0.1 } }'), { checks })).toEqual([
      "16:15 models.deposit.checks.nul-rate: 'nul-rate' is not a check; did you mean 'null-rate'?",
    ]);
  });

  test('a threshold that the check does not have names the nearest', () => {
    expect(messages(withChecks('{ null-rate: { flor: 0.1 } }'), { checks })).toEqual([
      "16:28 models.deposit.checks.null-rate.flor: 'flor' is not a threshold of the check null-rate; did you mean 'floor'?",
    ]);
  });

  test('a threshold that exists is in force', () => {
    const { config } = load(withChecks('{ null-rate: { floor: 0.1 } }'), { checks });
    expect(config.models['deposit']?.checks).toEqual({ 'null-rate': { floor: 0.1 } });
  });
});

describe('rules for messages of other bots', () => {
  const withRule = (rule: string): string => `${configText()}slack:\n  alerts:\n    - ${rule}\n`;

  test('an expression that does not compile is a problem', () => {
    expect(messages(withRule("{ channel: C1, match: '(?<metric>' }")).join()).toContain(
      'not a regular expression',
    );
  });

  test('a group that is no field of an alert names the nearest', () => {
    expect(messages(withRule("{ channel: C1, match: '(?<metrc>x)' }")).join()).toContain(
      "did you mean 'metric'?",
    );
  });

  test('a fixed model that does not exist names the nearest', () => {
    expect(messages(withRule('{ channel: C1, match: x, fields: { model: deposti, metric: auc } }'))).toEqual([
      "19:42 slack.alerts[0].fields.model: 'deposti' is not a model; did you mean 'deposit'?",
    ]);
  });

  test('with several models a rule that names none is noted', () => {
    const second = configText().split('  deposit:')[1] ?? '';
    const { notes } = load(
      `${configText()}  churn:${second}slack: { alerts: [{ channel: C1, match: '(?<metric>x)' }] }\n`,
    );
    expect(notes.map((note) => note.message).join()).toContain('which model it is about');
  });

  test('with one model nothing needs to name it, and a missing metric is noted', () => {
    const { notes } = load(withRule("{ channel: C1, match: 'is low' }"));
    expect(notes.map((note) => note.message).join()).toContain('which metric it is about');
  });
});

test('a time of day that no clock shows is refused, in words and not as a pattern', () => {
  const [problem] = refused(
    `${configText()}updates: { quiet_hours: { from: '22:00', to: '27:90' } }\n`,
  ).problems;

  expect(problem?.message).toContain('a time of day such as 22:00');
});
