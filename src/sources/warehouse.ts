import type { Answer, Answers, Question, Questions } from '../checks/question.ts';
import type { ModelConfig } from '../config/schema.ts';
import type { Warehouse } from '../response/ports.ts';
import type { Aggregate, Relation, Rows, TableName } from '../sql/aggregate.ts';
import { configuredLayout, layoutOf } from '../sql/layout.ts';
import type { SourceTable } from '../sql/relation.ts';
import { render } from '../sql/render.ts';
import { SqlError } from '../sql/sql-error.ts';
import type { Source } from './source.ts';

export type Parts = {
  readonly model: ModelConfig;
  readonly now: Date;
  readonly source: (name: string) => Promise<Source>;
  readonly score: (question: Extract<Question, { kind: 'score' }>, signal: AbortSignal) => Promise<Answer>;
};

/** One model's tables, cut at `now`. Tables are described once, when first asked about. */
export function openWarehouse(parts: Parts): Warehouse {
  const described = new Map<TableName, Promise<SourceTable>>();

  function describe(name: TableName): Promise<SourceTable> {
    const known = described.get(name);
    if (known !== undefined) return known;
    const promise = describeTable(parts, name);
    described.set(name, promise);
    promise.catch(() => described.delete(name));
    return promise;
  }

  async function answer(question: Aggregate | Rows, signal: AbortSignal): Promise<Answer> {
    const names = tablesOf(question.from);
    try {
      const sources = new Set(names.map((name) => configuredLayout(parts.model, name).source));
      const [sourceName, second] = [...sources];
      if (sourceName === undefined || second !== undefined)
        throw new SqlError(
          'broken',
          `tables ${names.join(' and ')} lie in different sources`,
          'bring both into one source',
        );
      const source = await parts.source(sourceName);
      const tables = new Map(
        await Promise.all(names.map(async (name) => [name, await describe(name)] as const)),
      );
      const rendered = render(
        { dialect: source.dialect, now: parts.now, table: (name) => tableAmong(tables, name) },
        question,
      );
      const ran = await source.run(rendered.query, signal);
      if (ran.kind === 'failed') return { ...ran, source: sourceName };
      return {
        kind: 'rows',
        rows: ran.rows.map((cells) => rendered.read(cells)),
        asked: {
          source: sourceName,
          text: rendered.query.text,
          parameters: rendered.query.parameters,
          milliseconds: ran.milliseconds,
        },
      };
    } catch (error) {
      return failed(error, sourceNamed(parts.model, names));
    }
  }

  async function askOne(question: Question, { signal }: { readonly signal: AbortSignal }): Promise<Answer> {
    return question.kind === 'score' ? parts.score(question, signal) : answer(question, signal);
  }

  return {
    now: parts.now,
    askOne,
    async ask(questions: Questions, options): Promise<Answers> {
      const answers: [string, Answer][] = [];
      for (const [name, question] of Object.entries(questions))
        answers.push([name, await askOne(question, options)]);
      return Object.fromEntries(answers);
    },
    async columns(table) {
      if (layoutOf(parts.model, table) === null) return null;
      try {
        return (await describe(table)).columns.map(({ name, type }) => ({ name, type }));
      } catch (error) {
        if (error instanceof SqlError) return null;
        throw error;
      }
    },
  };
}

/** How a configured table lies in its source. Throws SqlError. */
export async function describeTable(
  parts: Pick<Parts, 'model' | 'source'>,
  name: TableName,
): Promise<SourceTable> {
  const layout = configuredLayout(parts.model, name);
  const source = await parts.source(layout.source);
  const stored = await source.table(layout.table);
  return { name, ...stored, time: layout.time, label: layout.label };
}

function tablesOf(relation: Relation): readonly TableName[] {
  return relation.kind === 'table' ? [relation.table] : [relation.left, relation.right];
}

function tableAmong(tables: ReadonlyMap<TableName, SourceTable>, name: TableName): SourceTable {
  const table = tables.get(name);
  if (table === undefined)
    throw new SqlError('broken', `table ${name} was not described`, 'this is a fault of Fishbone');
  return table;
}

function sourceNamed(model: ModelConfig, names: readonly TableName[]): string {
  return (
    names.map((name) => layoutOf(model, name)?.source).find((source) => source !== undefined) ??
    'fishbone.yml'
  );
}

function failed(error: unknown, source: string): Answer {
  if (!(error instanceof SqlError)) throw error;
  return { kind: 'failed', cause: error.code, source, message: error.message, hint: error.hint };
}
