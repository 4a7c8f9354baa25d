import { SqlError } from './sql-error.ts';

/** A question that no table could answer. */
export function nonsense(what: string): SqlError {
  return new SqlError('broken', `the question asks for ${what}`, 'this is a fault of the check that asked');
}
