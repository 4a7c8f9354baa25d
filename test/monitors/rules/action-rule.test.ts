import { DuckDBInstance } from '@duckdb/node-api';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { CHECKS } from '../../../src/checks/list.ts';
import { parseConfig } from '../../../src/config/load.ts';
import type { ModelConfig } from '../../../src/config/schema.ts';
import { actionRule } from '../../../src/monitors/rules/action-rule.ts';
import type { ActionRule, RuleInput } from '../../../src/monitors/rules/action-rule.ts';
import { SqlError } from '../../../src/sql/sql-error.ts';
import { HYPOTHESES } from '../../../src/suspects/list.ts';
import { evidenceOf } from '../../incident/facts.ts';
import { hostile } from '../../message/hostile.ts';

const promtool = 'promtool';
const example = 'examples/feature-store-keys/fishbone.yml';
const metered = `
    infra:
      source: metrics
      labels: { stage: stage, version: version, status: code }
      requests: 'serving_requests_total{model="deposit"}'
      fallbacks: 'serving_fallbacks_total{model="deposit"}'
      latency: { buckets: 'serving_stage_duration_seconds_bucket{model="deposit"}' }
      restarts: host_restarts_total
`;
let config: string;
let model: ModelConfig;
const modelOf = (text: string): ModelConfig => {
  const known = CHECKS.map(({ about }) => about);
  const { models } = parseConfig(text, `${process.cwd()}/${example}`, {
    environment: {},
    checks: known,
  }).config;
  if (models['deposit'] === undefined) throw new Error('the example has another model now');
  return models['deposit'];
};
const withMetrics = (): ModelConfig =>
  modelOf(
    config.replace('\nsources:\n', `\nsources:\n  metrics: { type: prometheus, url: 'http://p:9090' }\n`) +
      metered,
  );

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fishbone-rules-'));
  config = await readFile(example, 'utf8');
  model = modelOf(config);
});

afterAll(() => rm(folder, { recursive: true }));

const ruleOf = (text: string, changes: Partial<RuleInput> = {}): ActionRule | null =>
  actionRule({
    incident: 'INC-7',
    action: 'A2',
    text,
    kind: 'guardrail',
    modelName: 'deposit',
    model,
    culprit: { kind: 'feature', name: 'balance' },
    evidence: [],
    ...changes,
  });

/** Every guardrail that is suggested, about the culprit that its hypothesis blames. */
function suggested(of: ModelConfig): readonly { readonly text: string; readonly rule: ActionRule | null }[] {
  const blamed: Readonly<Record<string, { kind: string; name: string }>> = {
    infra: { kind: 'stage', name: 'inference_ms' },
    model: { kind: 'version', name: 'v2' },
  };
  return HYPOTHESES.flatMap(({ category, id, guardrails }) => {
    const feature = { kind: 'feature', name: id === 'upstream.schema' ? 'contact' : 'balance' };
    const culprit = blamed[category] ?? feature;
    return guardrails.map((words) => ({ text: words, rule: ruleOf(words, { culprit, model: of }) }));
  });
}

const tools = (rule: ActionRule | null): string =>
  rule === null
    ? 'none'
    : (['monitor', 'prometheus', 'sql', 'gate'] as const).filter((part) => rule[part] !== null).join(' ');

describe('the guardrails that are suggested', () => {
  test('come with the rules that the bot knows, and with none for what people must do', () => {
    const known = Object.fromEntries(suggested(model).map(({ text, rule }) => [text, tools(rule)]));
    expect(known).toMatchSnapshot();
  });

  test('are monitors that fishbone.yml takes', () => {
    const monitors = suggested(withMetrics()).flatMap(({ rule }) => rule?.monitor ?? []);
    expect(monitors.length).toBeGreaterThan(15);
    for (const monitor of monitors) modelOf(`${config}\n${monitor}`);
  });

  test('are rules that Prometheus takes', () => {
    const rules = [...suggested(model), ...suggested(withMetrics())].flatMap(
      ({ rule }) => rule?.prometheus ?? [],
    );
    expect(rules.length).toBeGreaterThan(30);
    checkRules(rules);
  });

  test('are queries that run over the tables of an example, and say nothing on a quiet one', async () => {
    const queries = suggested(model).flatMap(({ rule }) => rule?.sql ?? []);
    expect(queries.length).toBeGreaterThan(8);
    const views = ['predictions', 'training', 'feature_reads', 'requests', 'hosts'].map(
      (name) => `CREATE VIEW ${name} AS SELECT * FROM 'examples/feature-store-keys/data/${name}.parquet'`,
    );
    await onDuckDb(views, async (rows) => {
      // Its data end long ago: in the last two hours there is nothing to say.
      for (const query of queries) expect(await rows(query)).toEqual([]);
    });
  });
});

describe('an action item in a person’s own words', () => {
  test('names its feature and its limit', () => {
    const rule = ruleOf('page us when nulls of contact pass 0.5 %', { culprit: null });
    expect(rule?.title).toBe('the null rate of contact above 0.5 % (as the action item says)');
    expect(parse(rule?.monitor ?? '')).toMatchObject({
      monitors: {
        'deposit-nulls-contact': { metric: 'null_rate', column: 'contact', limits: { above: 0.005 } },
      },
    });
    expect(rule?.prometheus).toContain('fishbone_monitor_value{monitor="deposit-nulls-contact"} > 0.005');
  });

  test('about one feature watches that one alone, whatever its check could say of others', () => {
    const columns = Object.fromEntries(
      [
        'alert when balance leaves its training range',
        'unseen categories of balance',
        'balance must not be constant',
        'contract test on feature keys of balance',
        'alert when balance is stale',
        'parity of balance before each deploy',
        'alert on drift of balance',
      ].map((text) => {
        const written = parse(ruleOf(text, { culprit: null })?.monitor ?? '') as unknown;
        const { monitors } = Written.parse(written);
        const [name = '', monitor] = Object.entries(monitors)[0] ?? [];
        return [name, monitor?.column];
      }),
    );
    expect(columns).toEqual({
      'deposit-range-balance': 'balance',
      'deposit-categories-balance': 'balance',
      'deposit-constant-balance': 'balance',
      'deposit-misses-balance': 'balance',
      'deposit-age-balance': 'balance',
      'deposit-parity-balance': 'balance',
      'deposit-drift-balance': 'balance',
    });
  });

  test('that names no feature watches all of them, though one is blamed for what it alone cannot show', () => {
    const culprit = { kind: 'feature', name: 'balance' };
    const rule = ruleOf('parity test before each deploy', { culprit });
    expect(rule?.title).toBe('served features against their offline values');
    expect(rule?.monitor).not.toContain('column');
  });

  test('says its budget in milliseconds or in seconds, over what Prometheus scrapes already', () => {
    const [one, other] = [
      'latency budget 250 ms for embedding_ms',
      'latency budget 0.25 s for embedding_ms',
    ].map((text) => ruleOf(text, { model: withMetrics() }));
    expect(one?.prometheus).toContain(
      '(1000 * histogram_quantile(0.95, sum by (le) (rate(serving_stage_duration_seconds_bucket{model="deposit", stage="embedding_ms"}[10m])))) > 250',
    );
    expect(other?.title).toBe(one?.title);
    expect(parse(one?.monitor ?? '')).toMatchObject({
      monitors: {
        'deposit-latency-embedding_ms': { column: 'embedding_ms', budgets: { embedding_ms: 250 } },
      },
    });
  });

  test('that is nobody’s rule has none', () => {
    for (const text of ['talk to the data team', 'mend the import', 'on-call handbook: page 3'])
      expect(ruleOf(text)).toBeNull();
  });

  test('that mends or is a habit has none, unless it asks for an alert', () => {
    const text = 'give the stage a timeout budget';
    expect(ruleOf(text, { kind: 'fix' })).toBeNull();
    expect(ruleOf('alert on errors of the stage', { kind: 'fix' })).not.toBeNull();
    expect(ruleOf('look at the null rate every week', { kind: 'process' })).toBeNull();
  });

  test('without a limit lies between what was normal and what the incident showed', () => {
    const [finding] = evidenceOf().verdict.findings;
    if (finding === undefined) throw new Error('the evidence has findings');
    const about = { kind: 'feature' as const, name: 'balance' };
    const missed = { ...finding, subject: about, measure: 'miss rate', before: 0.01, after: 0.31 };
    const evidence = [
      evidenceOf({
        id: 'E4',
        check: 'feature-store',
        verdict: { answer: 'shifted', line: '', findings: [missed] },
      }),
    ];
    expect(ruleOf('contract test on feature keys (balance)', { evidence })?.title).toBe(
      'feature-store misses of balance above 16 % (halfway between normal (0.01) and the incident (0.31), E4)',
    );
  });
});

describe('the query of a rule', () => {
  const title = 'alert when the null rate of balance passes 2 %';
  const made = (nulls: number) => [
    `CREATE TABLE predictions AS SELECT (now() AT TIME ZONE 'UTC') - INTERVAL 1 MINUTE * i AS ts,
      CASE WHEN i < ${nulls} THEN NULL ELSE i END AS balance FROM range(119) t(i)`,
  ];
  test('answers with a row when it is wrong', async () => {
    const [row] = await rowsOver(made(20), ruleOf(title)?.sql ?? '');
    expect(row).toMatchObject([expect.closeTo(20 / 119), 119n]);
  });

  test('answers with none when all is well', async () => {
    expect(await rowsOver(made(2), ruleOf(title)?.sql ?? '')).toEqual([]);
  });

  test('names each feature that misses, when none is blamed', async () => {
    const laid = [
      `CREATE TABLE feature_reads AS SELECT (now() AT TIME ZONE 'UTC') AS ts, f AS feature, 1000 AS reads,
        CASE WHEN f = 'contact' THEN 300 ELSE 1 END AS misses, 5 AS age_p95_s FROM (VALUES ('contact'), ('age')) t(f)`,
    ];
    const rows = await rowsOver(laid, ruleOf('contract test on feature keys', { culprit: null })?.sql ?? '');
    expect(rows).toMatchObject([['contact', 0.3, 1000]]);
  });
});

describe('whatever people and tables write', () => {
  test.each(hostile)('%s stays text in every tool', async (_, text) => {
    const named = { ...model, predictions: { ...model.predictions, features: [text] } };
    const culprit = { kind: 'feature', name: text };
    const rule = safely(() =>
      ruleOf(`null rate ${text} passes 2 % {{ template }}`, { model: named, culprit }),
    );
    if (rule === null) return;
    checkRules([rule.prometheus ?? '']);
    expect(parse(rule.monitor ?? '')).toMatchObject({
      monitors: { [`deposit-nulls-${text}`]: { column: text } },
    });
    // A table that really has such a column, of nulls alone: the query is one, and finds them.
    const column = `"${text.replaceAll('"', '""')}"`;
    const laid = `CREATE TABLE predictions AS SELECT (now() AT TIME ZONE 'UTC') AS ts, NULL AS ${column} FROM range(200)`;
    expect(await rowsOver([laid], rule.sql ?? '')).toEqual([[1, 200n]]);
  });
});

/** A name that no engine holds is refused before anything is written. */
function safely(write: () => ActionRule | null): ActionRule | null {
  try {
    return write();
  } catch (error) {
    if (error instanceof SqlError) return null;
    throw error;
  }
}

/** Prometheus' own word, where it is installed, and in any case that they are rule files. */
function checkRules(rules: readonly string[]): void {
  const files = rules.map((rule, index) => {
    const { groups } = RuleFile.parse(parse(rule));
    expect(groups[0]?.rules[0]?.alert).toMatch(/^[A-Za-z]\w*$/);
    const file = join(folder, `rule-${index}.yml`);
    writeFileSync(file, rule);
    return file;
  });
  const checked = spawnSync(promtool, ['check', 'rules', ...files]);
  if (checked.error !== undefined) return;
  const said = `${checked.stdout.toString()}${checked.stderr.toString()}`;
  expect(said).not.toContain('FAILED');
  expect(said.match(/SUCCESS: 1 rules found/g)).toHaveLength(files.length);
}

const RuleFile = z.object({
  groups: z.array(z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })) })),
});

const Written = z.object({ monitors: z.record(z.string(), z.object({ column: z.string().optional() })) });

type Rows = (query: string) => Promise<readonly (readonly unknown[])[]>;
async function onDuckDb(statements: readonly string[], use: (rows: Rows) => Promise<void>) {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`SET TimeZone = 'UTC'`);
    for (const statement of statements) await connection.run(statement);
    await use(async (query) => (await connection.runAndReadAll(query)).getRows());
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function rowsOver(laid: readonly string[], query: string): Promise<readonly (readonly unknown[])[]> {
  let found: readonly (readonly unknown[])[] = [];
  await onDuckDb(laid, async (rows) => {
    found = await rows(query);
  });
  return found;
}
