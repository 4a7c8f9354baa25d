import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';

/** The tables of one bundle in memory, while it is made. */
export type Workbench = {
  run(sql: string): Promise<void>;
  rows<T>(sql: string, row: z.ZodType<T>): Promise<readonly T[]>;
  /** The only row. */
  row<T>(sql: string, row: z.ZodType<T>): Promise<T>;
  readonly connection: DuckDBConnection;
  close(): void;
};

export async function openWorkbench(): Promise<Workbench> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const rows = async <T>(sql: string, row: z.ZodType<T>): Promise<readonly T[]> => {
    const answer = await connection.runAndReadAll(sql);
    return z.array(row).parse(answer.getRowObjectsJS());
  };
  return {
    connection,
    rows,
    async run(sql) {
      await connection.run(sql);
    },
    async row(sql, row) {
      const [only] = await rows(sql, row);
      if (only === undefined) throw new Error(`no row for: ${sql}`);
      return only;
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** A number however DuckDB gives it; null stays null. */
export const Figure = z.union([z.number(), z.bigint()]).transform(Number);
export const MaybeFigure = Figure.nullable();

export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** A moment as DuckDB's TIMESTAMP (UTC, no zone). */
export const moment = (at: Date): string =>
  `TIMESTAMP '${at.toISOString().replace('T', ' ').replace('Z', '')}'`;

/** A draw between 0 and 1 for each request, the same every time for the same salt. */
export const draw = (salt: string): string => `((hash(request_id || ${text(salt)}) % 1000003) / 1000003.0)`;

export const minutes = (at: Date, by: number): Date => new Date(at.getTime() + by * 60_000);
