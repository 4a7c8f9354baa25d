import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { SourceConfig } from '../config/schema.ts';
import { duckdb as dialect } from '../sql/dialects/duckdb.ts';
import { type Fragment, type Query, sql, written } from '../sql/fragment.ts';
import { nearest } from '../sql/nearest.ts';
import { MissingTable, SqlError } from '../sql/sql-error.ts';
import { discover, readFiles } from './duckdb-files.ts';
import { broadType, holdsOf, isFloat, toCell, toDuckDB } from './duckdb-value.ts';
import { milliseconds } from './duration.ts';
import { plainFailure } from './plain-failure.ts';
import type { Ran, Source } from './source.ts';

/** No answer of an aggregate is that long; a question that goes beyond is wrong. */
const maximumRows = 200_000;

/**
 * Opens DuckDB over files or a database file. It reads only under the configured path, has its memory and threads
 * limited, keeps nothing on disk, and can change none of that afterwards. Throws SqlError when there is nothing to open.
 */
export async function openDuckDB(
  name: string,
  path: string,
  config: Extract<SourceConfig, { type: 'duckdb' }>,
): Promise<Source> {
  const found = await discover(path);
  const limits = {
    memory_limit: config.memory,
    ...(config.threads === undefined ? {} : { threads: String(config.threads) }),
  };
  const instance = await open(found.kind === 'database' ? found.path : null, limits);
  await confine(instance, found.kind === 'files' ? found.directory : null);

  async function fileTables() {
    const now = await discover(path);
    return now.kind === 'files' ? now.tables : new Map<string, never>();
  }

  async function databaseTables(): Promise<ReadonlyMap<string, Fragment>> {
    const text =
      'SELECT schema_name, table_name FROM duckdb_tables() UNION ALL SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1, 2';
    const ran = await run({ text, parameters: [] }, new AbortController().signal);
    if (ran.kind === 'failed') throw new SqlError('broken', ran.message, ran.hint);
    return new Map(
      ran.rows.map(([schema, table]) => [
        schema === 'main' ? String(table) : `${String(schema)}.${String(table)}`,
        sql`${dialect.identifier(String(schema))}.${dialect.identifier(String(table))}`,
      ]),
    );
  }

  async function froms(): Promise<ReadonlyMap<string, Fragment>> {
    if (found.kind === 'database') return databaseTables();
    return new Map([...(await fileTables())].map(([table, files]) => [table, readFiles(files)]));
  }

  async function run(query: Query, signal: AbortSignal): Promise<Ran> {
    const connection = await instance.connect();
    try {
      return await runOn(connection, query, {
        signal,
        timeoutMilliseconds: milliseconds(config.timeout),
        timeoutKey: `sources.${name}.timeout`,
      });
    } finally {
      connection.closeSync();
    }
  }

  return {
    name,
    dialect,
    tables: async () => [...(await froms()).keys()],
    async table(table) {
      const all = await froms();
      const from = all.get(table);
      if (from === undefined)
        throw new MissingTable(
          `there is no table '${table}' in source ${name}`,
          `${nearest(table, [...all.keys()])}correct the table's name in fishbone.yml or bring the file`,
          [...all.keys()],
        );
      return {
        from,
        columns: await columnsOf(instance, { from, table: `table '${table}' of source ${name}` }),
      };
    },
    run,
    async close() {
      instance.closeSync();
    },
  };
}

async function open(path: string | null, limits: Record<string, string>): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(
      path ?? ':memory:',
      path === null ? limits : { ...limits, access_mode: 'READ_ONLY' },
    );
  } catch (error) {
    throw new SqlError(
      'broken',
      `the database ${path ?? 'in memory'} cannot be opened: ${firstLine(error)}`,
      'check that the file is a DuckDB database and that no other process has it open for writing',
    );
  }
}

/** From here on DuckDB reads below one directory, loads nothing, writes no temporary file, and cannot be told otherwise. */
async function confine(instance: DuckDBInstance, directory: string | null): Promise<void> {
  const connection = await instance.connect();
  try {
    await connection.run(`SET GLOBAL TimeZone = 'UTC'`);
    await connection.run(`SET temp_directory = ''`);
    await connection.run('SET autoinstall_known_extensions = false');
    await connection.run('SET autoload_known_extensions = false');
    if (directory !== null) {
      const allowed = directory.endsWith('/') ? directory : `${directory}/`;
      await connection.run(`SET allowed_directories = ['${allowed.replaceAll("'", "''")}']`);
    }
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
  } finally {
    connection.closeSync();
  }
}

async function columnsOf(
  instance: DuckDBInstance,
  { from, table }: { readonly from: Fragment; readonly table: string },
) {
  const query = written(sql`SELECT * FROM ${from} LIMIT 0`, dialect.placeholder);
  const connection = await instance.connect();
  try {
    const bound = query.parameters.map(toDuckDB);
    const result = await connection.run(
      query.text,
      bound.map(({ value }) => value),
      bound.map(({ type }) => type),
    );
    return result.columnNames().map((name, index) => {
      const type = result.columnType(index);
      const holds = holdsOf(type);
      return { name, type: broadType(type), float: isFloat(type), ...(holds === null ? {} : { holds }) };
    });
  } catch (error) {
    const failed = failure(error);
    throw new SqlError(
      failed.cause === 'missing' ? 'missing' : 'broken',
      `${table} cannot be read: ${failed.message}`,
      failed.hint,
    );
  } finally {
    connection.closeSync();
  }
}

type Limits = {
  readonly signal: AbortSignal;
  readonly timeoutMilliseconds: number;
  readonly timeoutKey: string;
};

async function runOn(connection: DuckDBConnection, query: Query, limits: Limits): Promise<Ran> {
  if (limits.signal.aborted) return cancelled;
  const started = performance.now();
  const stopped: { why: 'timeout' | 'cancelled' | null } = { why: null };
  // An interrupt that comes while the query is still being prepared is lost, so it is repeated until the query ends.
  let repeat: NodeJS.Timeout | undefined;
  const stop = (why: 'timeout' | 'cancelled') => {
    if (stopped.why !== null) return;
    stopped.why = why;
    connection.interrupt();
    repeat = setInterval(() => connection.interrupt(), 10);
  };
  const timer = setTimeout(() => stop('timeout'), limits.timeoutMilliseconds);
  const onAbort = () => stop('cancelled');
  limits.signal.addEventListener('abort', onAbort, { once: true });
  try {
    const bound = query.parameters.map(toDuckDB);
    const reader = await connection.streamAndReadUntil(
      query.text,
      maximumRows + 1,
      bound.map(({ value }) => value),
      bound.map(({ type }) => type),
    );
    if (reader.currentRowCount > maximumRows) return tooMany;
    const rows = reader.getRows();
    return {
      kind: 'ran',
      rows: rows.map((row) => row.map((value) => toCell(value))),
      milliseconds: Math.round(performance.now() - started),
    };
  } catch (error) {
    if (stopped.why === 'timeout') return timedOut(limits);
    if (stopped.why === 'cancelled') return cancelled;
    return failure(error);
  } finally {
    clearTimeout(timer);
    clearInterval(repeat);
    limits.signal.removeEventListener('abort', onAbort);
  }
}

type Failed = Extract<Ran, { kind: 'failed' }>;

const cancelled: Failed = {
  kind: 'failed',
  cause: 'cancelled',
  message: 'the query was cancelled',
  hint: 'ask again if the answer is still wanted',
};

const tooMany: Failed = {
  kind: 'failed',
  cause: 'broken',
  message: `the answer has more than ${maximumRows} rows`,
  hint: 'group by fewer columns or by coarser bins',
};

function timedOut({ timeoutMilliseconds, timeoutKey }: Limits): Failed {
  return {
    kind: 'failed',
    cause: 'timeout',
    message: `the query took longer than ${timeoutMilliseconds / 1000} s (${timeoutKey}) and was stopped`,
    hint: `raise ${timeoutKey} in fishbone.yml, or ask about a segment or a shorter window`,
  };
}

/** DuckDB starts its messages with their kind: "Catalog Error: Table with name …". */
function failure(error: unknown): Failed {
  const message = firstLine(error);
  if (/^(IO Error: No files found|Catalog Error)/.test(message))
    return { kind: 'failed', cause: 'missing', message, hint: 'check that the file or table is there' };
  if (message.startsWith('Out of Memory'))
    return {
      kind: 'failed',
      cause: 'broken',
      outOfMemory: true,
      message,
      hint: "raise the source's memory in fishbone.yml, or ask about a shorter window",
    };
  return {
    kind: 'failed',
    cause: 'broken',
    message,
    hint: 'check that the file is whole and that its columns have the types the configuration expects',
  };
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return plainFailure((message.split('\n')[0] ?? message).slice(0, 500));
}
