import type { About } from './check.ts';

/** What a check needs, as people read it: its tables, or the queries that answer in their place. */
export function needsWords({ needs, insteadOfTables = [] }: About, quoted = ''): string {
  const tables = needs.map((need) => quoted + need + quoted).join(', ');
  if (tables === '') return 'nothing';
  const queries = insteadOfTables.map((query) => `${quoted}infra.${query}${quoted}`).join(', ');
  return queries === '' ? tables : `${tables} or ${queries}`;
}
