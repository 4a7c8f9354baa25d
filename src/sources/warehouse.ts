import type { Metered } from '../checks/serving/metered.ts';
import { setImmediate } from 'node:timers/promises';
import type { Answer, Answers, Question, Questions, Score } from '../checks/question.ts';
import type { ModelConfig } from '../config/schema.ts';
import type { Warehouse } from '../response/ports.ts';
import type { Aggregate, Relation, Rows, TableName } from '../sql/aggregate.ts';
import { configuredLayout, layoutOf } from '../sql/layout.ts';
import { CannotTell, planScans, type Scan } from '../sql/plan.ts';
import type { SourceTable } from '../sql/source-table.ts';
import { render } from '../sql/render.ts';
import { SqlError } from '../sql/sql-error.ts';
import { answerScan } from './answer-scan.ts';
import type { Answered, Scanning } from './answer-scan.ts';
import { inTurns } from './in-turns.ts';
import type { Source } from './source.ts';

export type Parts = {
  readonly model: ModelConfig;
  readonly now: Date;
  readonly source: (name: string) => Promise<Source>;
  readonly score: (question: Score, signal: AbortSignal) => Promise<Answer>;
  readonly meter: (question: Metered, signal: AbortSignal) => Promise<Answer>;
};

/** A small file is one row group, which DuckDB reads with one thread; two queries at a time keep two cores busy. */
const scansAtOnce = 2;

/** One model's tables and pipelines, cut at `now`. Tables are described once, when first asked about. */
export function openWarehouse(parts: Parts): Warehouse {
  const described = new Map<TableName, Promise<SourceTable>>();
  const patience = { halvesHelp: true };

  async function describe(name: TableName): Promise<SourceTable> {
    const known = described.get(name);
    if (known !== undefined) return known;
    const promise = describeTable(parts, name);
    described.set(name, promise);
    promise.catch(() => described.delete(name));
    return promise;
  }

  /** Runs one scan; the answer of each question in it, by name. */
  async function run(scan: Scan, signal: AbortSignal): Promise<Answered> {
    const answer = await runScan(parts, { scan, describe, signal });
    if (answer.kind !== 'ran') return scan.parts.map((part) => [part.name, answer] as const);
    return scan.parts.map((part) => [part.name, pickedBy(part, answer)] as const);
  }

  async function askOne(question: Question, { signal }: { readonly signal: AbortSignal }): Promise<Answer> {
    if (question.kind === 'score') return parts.score(question, signal);
    if (question.kind === 'metered') return parts.meter(question, signal);
    const scan: Scan = { question, parts: [{ name: 'only', pick: (rows) => rows }], how: 'on its own' };
    const [answered] = await run(scan, signal);
    if (answered === undefined) throw new Error('a scan answered none of its questions');
    return answered[1];
  }

  async function ask(questions: Questions, options: { readonly signal: AbortSignal }): Promise<Answers> {
    const answers = new Map<string, Answer>();
    const work: (() => Promise<void>)[] = [];
    for (const [name, question] of Object.entries(questions))
      if (question.kind === 'score' || question.kind === 'metered')
        work.push(async () => {
          answers.set(name, await askOne(question, options));
        });
    const scanning: Scanning = {
      questions,
      run: (scan) => run(scan, options.signal),
      plan: (some) => plannedScans(parts, some),
      askAlone: (name) => askOne(questions[name] ?? unanswered(name), options),
      signal: options.signal,
      patience,
    };
    for (const scan of await plannedScans(parts, questions))
      work.push(async () => {
        for (const [name, answer] of await answerScan(scan, scanning)) answers.set(name, answer);
      });
    await inTurns(work, scansAtOnce, async (task) => task());
    return Object.fromEntries(
      Object.keys(questions).map((name) => [name, answers.get(name) ?? unanswered(name)]),
    );
  }

  return {
    now: parts.now,
    ask,
    askOne,
    async columns(table) {
      if (layoutOf(parts.model, table) === null) return null;
      return (await describe(table)).columns.map(({ name, type }) => ({ name, type }));
    },
  };
}

/** The part's own rows; a failure where the scan's rows do not tell, so that the question is put alone. */
function pickedBy(part: Scan['parts'][number], answer: Extract<Outcome, { kind: 'ran' }>): Answer {
  try {
    return { kind: 'rows', rows: part.pick(answer.rows), asked: answer.asked };
  } catch (error) {
    if (!(error instanceof CannotTell)) throw error;
    const message = 'the values of a column do not tell which of them are numbers';
    return {
      kind: 'failed',
      cause: 'broken',
      source: answer.asked.source,
      message,
      hint: 'ask for them alone',
    };
  }
}

/** How a configured table lies in its source. Throws SqlError. */
export async function describeTable(
  parts: Pick<Parts, 'model' | 'source'>,
  name: TableName,
): Promise<SourceTable> {
  const layout = configuredLayout(parts.model, name);
  const source = await parts.source(layout.source);
  const stored = await source.table(layout.table);
  const derived = layout.derived === undefined ? {} : { derived: layout.derived };
  return { name, ...stored, time: layout.time, label: layout.label, ...derived };
}

/** Questions of one source are planned together, with what its engine can do. */
async function plannedScans(parts: Parts, questions: Questions): Promise<readonly Scan[]> {
  const bySource = new Map<string, Record<string, Aggregate | Rows>>();
  for (const [name, question] of Object.entries(questions)) {
    if (question.kind === 'score' || question.kind === 'metered') continue;
    const source = sourceNamed(parts.model, tablesOf(question.from));
    const known = bySource.get(source);
    if (known === undefined) bySource.set(source, { [name]: question });
    else known[name] = question;
  }
  const planned = await Promise.all(
    [...bySource].map(async ([name, asked]) => {
      // A source that cannot be opened answers nothing; the plan for it does not matter.
      const abilities = await parts.source(name).then(
        (source) => source.dialect,
        () => ({ histogram: null, quantiles: null, valueIndex: null, kept: null, dictionaries: false }),
      );
      return planScans(asked, abilities);
    }),
  );
  return planned.flat();
}

type Running = {
  readonly scan: Scan;
  readonly describe: (name: TableName) => Promise<SourceTable>;
  readonly signal: AbortSignal;
};

type Outcome =
  | Extract<Answer, { kind: 'failed' }>
  | (Omit<Extract<Answer, { kind: 'rows' }>, 'kind'> & { readonly kind: 'ran' });

async function runScan(parts: Parts, { scan, describe, signal }: Running): Promise<Outcome> {
  const names = tablesOf(scan.question.from);
  const sourceName = sourceNamed(parts.model, names);
  try {
    refuseTwoSources(parts.model, names);
    const source = await parts.source(sourceName);
    const tables = new Map(
      await Promise.all(names.map(async (name) => [name, await describe(name)] as const)),
    );
    const context = {
      dialect: source.dialect,
      now: parts.now,
      table: (name: TableName) => tableAmong(tables, name),
    };
    let rendered = render(context, scan.question);
    let ran = await source.run(rendered.query, signal);
    if (ran.kind === 'failed' && ran.outOfMemory === true) {
      rendered = render({ ...context, addUp: false }, scan.question);
      ran = await source.run(rendered.query, signal);
    }
    if (ran.kind === 'failed') {
      const { cause, message, hint } = ran;
      return { kind: 'failed', cause, message, hint, source: sourceName };
    }
    const { text, parameters } = rendered.query;
    const asked = { source: sourceName, text, parameters, milliseconds: ran.milliseconds };
    // Reading a large answer takes a while, and so did turning it into values: in between the process hears others.
    await setImmediate();
    return { kind: 'ran', rows: rendered.read(ran.rows), asked };
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return {
      kind: 'failed',
      cause: error.code,
      source: sourceName,
      message: error.message,
      hint: error.hint,
    };
  }
}

function refuseTwoSources(model: ModelConfig, names: readonly TableName[]): void {
  const sources = new Set(names.map((name) => configuredLayout(model, name).source));
  if (sources.size > 1)
    throw new SqlError(
      'broken',
      `tables ${names.join(' and ')} lie in different sources and cannot be joined`,
      'bring both tables into one source',
    );
}

function tablesOf(relation: Relation): readonly TableName[] {
  return relation.kind === 'table' ? [relation.table] : [relation.left, relation.right];
}

function tableAmong(tables: ReadonlyMap<TableName, SourceTable>, name: TableName): SourceTable {
  const table = tables.get(name);
  if (table === undefined) throw new Error(`table ${name} was rendered without being described`);
  return table;
}

function sourceNamed(model: ModelConfig, names: readonly TableName[]): string {
  return (
    names.map((name) => layoutOf(model, name)?.source).find((source) => source !== undefined) ??
    'fishbone.yml'
  );
}

function unanswered(name: string): never {
  throw new Error(`the plan lost the question ${name}`);
}
