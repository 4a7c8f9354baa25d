import type { Row } from '../../sql/aggregate.ts';
import type { CheckContext } from '../check.ts';
import type { Metered } from './metered.ts';
import { isMetered, meteredQuestion } from './metered-question.ts';
import type { Answers, Questions } from '../question.ts';
import { rowsOf, textOf } from '../read-answers.ts';
import type { NotRead, Read } from '../read-answers.ts';

type Resource = Extract<Metered['query'], 'cpu' | 'memory' | 'gpu' | 'queue'>;

/** The levels of each resource that is configured, by host. */
export function askLoad(context: CheckContext, resources: readonly Resource[]): Questions {
  return Object.fromEntries(
    resources
      .filter((resource) => isMetered(context, resource))
      .map((resource) => [
        resource,
        meteredQuestion(context, { query: resource, fold: 'level', by: ['host'] }),
      ]),
  );
}

/**
 * A row a host with the same columns that the table of hosts would give. A resource that could not be read is left out,
 * and `unread` says why; where none could, nothing is read.
 */
export function readLoad(answers: Answers): Read & { readonly unread?: string } {
  const hosts = new Map<string, Record<string, Row[string]>>();
  let failed: NotRead | null = null;
  for (const resource of Object.keys(answers)) {
    const read = rowsOf(answers, resource);
    if (read.kind === 'not-read') {
      failed ??= read;
      continue;
    }
    for (const { host, ...columns } of read.rows) {
      const name = textOf(host) ?? 'all hosts';
      const row = hosts.get(name) ?? { host: name };
      for (const [column, value] of Object.entries(columns))
        row[column === 'after max' ? `${resource} max` : `${resource} ${column}`] = value;
      hosts.set(name, row);
    }
  }
  if (failed === null) return { kind: 'rows', rows: [...hosts.values()] };
  return hosts.size === 0 ? failed : { kind: 'rows', rows: [...hosts.values()], unread: failed.reason };
}
