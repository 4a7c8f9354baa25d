import { all, column, countIf, isNotNull, maximum, number, sum, sumOfSquares, table } from '../sql/build.ts';
import type { Measure, Row } from '../sql/aggregate.ts';
import type { Check, CheckContext } from './check.ts';
import { compareMeans } from './compare/compare-means.ts';
import type { Finding } from './evidence.ts';
import { askLoad, readLoad } from './serving/metered-load.ts';
import { isMetered } from './serving/metered-question.ts';
import type { Questions } from './question.ts';
import { countOf, numberOf, rowsOf, textOf } from './read-answers.ts';
import { inconclusive, windowsOn } from './windowed.ts';

const RESOURCES = ['cpu', 'memory', 'gpu', 'queue'] as const;
type Resource = (typeof RESOURCES)[number];

/** Are hosts short of CPU, memory, GPU, or do their queues grow? */
export const utilization: Check = {
  about: {
    id: 'utilization',
    title: 'Resource utilization by host',
    question: 'Is a resource (CPU, memory, GPU, queue) saturated, and on which hosts?',
    tellsApart: ['infra', 'code', 'external'],
    needs: ['hosts'],
    insteadOfTables: ['cpu', 'memory', 'gpu', 'queue'],
    cost: { minutes: 0.1, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.15,
        unit: 'share of capacity',
        why: 'load moves by ten percent on an ordinary day',
      },
      saturated: {
        default: 0.85,
        unit: 'share of capacity',
        why: 'above it queues grow faster than linearly with load',
      },
      alpha: {
        default: 0.001,
        unit: 'false discovery rate',
        why: 'minutes of one host are strongly dependent, so p is optimistic',
      },
    },
  },

  query(context): Questions {
    const { hosts } = context.model;
    if (hosts === undefined) return askLoad(context, RESOURCES);
    const windows = windowsOn(context, hosts.time);
    const measures: Record<string, Measure> = {};
    for (const resource of RESOURCES) {
      const value = number(column(hosts[resource]));
      for (const [window, during] of Object.entries(windows)) {
        const known = all(during, isNotNull(value));
        measures[`${resource} ${window} n`] = countIf(known);
        measures[`${resource} ${window} sum`] = sum(value, during);
        measures[`${resource} ${window} squares`] = sumOfSquares(value, during);
      }
      measures[`${resource} max`] = maximum(value, windows.after);
    }
    return {
      load: {
        kind: 'aggregate',
        from: table('hosts'),
        where: [],
        by: { host: column(hosts.host) },
        measures,
        limit: 2000,
      },
    };
  },

  verdict(context, answers) {
    const { hosts: table } = context.model;
    if (table === undefined && !RESOURCES.some((resource) => isMetered(context, resource)))
      return inconclusive(
        'no hosts table is configured',
        'Name one under hosts:, or queries under infra:, to see utilization.',
      );
    const read: ReturnType<typeof readLoad> =
      table === undefined ? readLoad(answers) : rowsOf(answers, 'load');
    if (read.kind === 'not-read') return inconclusive(read.reason);
    if (read.rows.length === 0)
      return inconclusive(
        table === undefined ? 'the queries of infra gave no samples' : 'the hosts table has no rows',
      );
    const findings = RESOURCES.flatMap((resource) => findingsOf(resource, read.rows, context));
    if (findings.length === 0) return inconclusive('no host was measured in both windows');
    const shifted = findings.filter((finding) => finding.shifted);
    const saturated = context.thresholds['saturated'] ?? 0.85;
    const full = shifted.filter(
      (finding) => (finding.after ?? 0) >= saturated && finding.detail?.['resource'] !== 'queue',
    );
    const worst = full[0] ?? shifted[0];
    if (worst === undefined) {
      const line = `${measuredWords(findings)} as before`;
      if (read.unread === undefined) return { answer: 'steady', line, findings };
      return { answer: 'inconclusive', line: `${read.unread}; ${line}`, reason: read.unread, findings };
    }
    const same = (full.length > 0 ? full : shifted).filter((finding) => finding.measure === worst.measure);
    const hosts =
      same.length === read.rows.length ? 'all hosts' : same.map((finding) => finding.subject.name).join(', ');
    const level =
      worst.detail?.['resource'] === 'queue'
        ? (worst.after ?? 0).toFixed(0)
        : `${((worst.after ?? 0) * 100).toFixed(0)} %`;
    return {
      answer: 'shifted',
      line: `${worst.measure} ${(worst.effect ?? 0) < 0 ? 'down' : 'up'} to ${level} on ${hosts}`,
      findings: [...full, ...findings.filter((finding) => !full.includes(finding))],
    };
  },
};

const WORDS = { cpu: 'CPU', memory: 'memory', gpu: 'GPU', queue: 'queues' } as const;

/** The resources that were measured, in words. */
function measuredWords(findings: readonly Finding[]): string {
  const measured = RESOURCES.filter((resource) => findings.some((finding) => finding.measure === resource));
  const words = measured.map((resource) => WORDS[resource]);
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

function findingsOf(resource: Resource, rows: readonly Row[], context: CheckContext): readonly Finding[] {
  const read = (row: Row, name: string): number => countOf(row[name]);
  const known = rows.filter(
    (row) => read(row, `${resource} before n`) > 0 && read(row, `${resource} after n`) > 0,
  );
  const queue = resource === 'queue';
  return compareMeans(
    known.map((row) => ({
      subject: { kind: 'host', name: textOf(row['host']) ?? 'unknown' },
      before: {
        n: read(row, `${resource} before n`),
        sum: read(row, `${resource} before sum`),
        sumOfSquares: read(row, `${resource} before squares`),
      },
      after: {
        n: read(row, `${resource} after n`),
        sum: read(row, `${resource} after sum`),
        sumOfSquares: read(row, `${resource} after squares`),
      },
      words: (before, after) =>
        queue
          ? `queue of ${textOf(row['host']) ?? ''} went from ${before.toFixed(1)} to ${after.toFixed(1)}`
          : `${resource} of ${textOf(row['host']) ?? ''} went from ${(before * 100).toFixed(0)} % to ${(after * 100).toFixed(0)} %`,
    })),
    {
      measure: resource,
      unit: queue ? 'requests' : 'share',
      floor: queue
        ? Math.max(5, ...known.map((row) => read(row, 'queue before sum') / read(row, 'queue before n')))
        : (context.thresholds['floor'] ?? 0.15),
      alpha: context.thresholds['alpha'] ?? 0.001,
      direction: 'up',
    },
  ).map((finding) => {
    const row = known.find((one) => one['host'] === finding.subject.name);
    return {
      ...finding,
      detail: { resource, max: row === undefined ? null : numberOf(row[`${resource} max`]) },
    };
  });
}
