import type { TableName } from '../../src/sql/aggregate.ts';
import type { Dialect } from '../../src/sql/dialect.ts';
import type { SourceColumn, SourceTable } from '../../src/sql/source-table.ts';

export const now = new Date('2026-03-12T15:00:00Z');

const text = (name: string): SourceColumn => ({ name, type: 'text', float: false });
const time = (name: string): SourceColumn => ({ name, type: 'time', float: false });
const float = (name: string): SourceColumn => ({ name, type: 'number', float: true });
const boolean = (name: string): SourceColumn => ({ name, type: 'boolean', float: false });

/** Two tables as a source would describe them. */
export function describedTables(dialect: Pick<Dialect, 'identifier'>) {
  return (name: TableName): SourceTable =>
    name === 'predictions'
      ? {
          name,
          from: dialect.identifier('predictions'),
          columns: [
            text('request_id'),
            time('ts'),
            text('country'),
            boolean('is_new'),
            float('balance'),
            float('score'),
            { name: 'label', type: 'number', float: false },
            time('label_ts'),
          ],
          time: 'ts',
          label: { column: 'label', knownAt: 'label_ts' },
        }
      : {
          name,
          from: dialect.identifier(name),
          columns: [text('request_id'), time('ts'), float('balance')],
          time: 'ts',
          label: null,
        };
}
