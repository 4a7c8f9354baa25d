import type { Cell } from '../sql/aggregate.ts';
import { column, table } from '../sql/build.ts';
import { changeLeadRatio, type Lead } from '../statistics/belief/change-lead.ts';
import type { ChangeHistory } from '../statistics/belief/change-likelihood.ts';
import { answerWith } from './answer-with.ts';
import { touchedBy } from './change-words.ts';
import type { Check, CheckContext } from './check.ts';
import type { Finding } from './evidence.ts';
import type { Questions } from './question.ts';
import { momentOf, rowsOf, textOf } from './read-answers.ts';
import { inconclusive } from './windowed.ts';

const hour = 3_600_000;
/** One argument about timing must not outweigh all others. */
const cap = 3;

/** Which recorded change came just before the onset, more so than by coincidence? */
export const changes: Check = {
  about: {
    id: 'changes',
    title: 'Changes before the onset',
    question: 'Which deploy, flag, configuration or data change came just before the onset?',
    tellsApart: ['model', 'code', 'config', 'infra', 'data', 'external'],
    needs: ['changes'],
    cost: { minutes: 0.1, risk: 'none' },
    thresholds: {
      ratio: {
        default: 3,
        unit: 'likelihood ratio',
        why: 'three to one is the least that is worth an argument',
      },
      delay: {
        default: 0.5,
        unit: 'hours',
        why: 'a guilty change mostly shows within minutes; half an hour leaves room for slow rollouts',
      },
    },
  },

  query: () =>
    ({
      changes: {
        kind: 'rows',
        from: table('changes'),
        where: [],
        columns: Object.fromEntries(COLUMNS.map((name) => [name, column(name)])),
        orderBy: [{ by: column('ts'), descending: true }],
        limit: 500,
      },
    }) satisfies Questions,

  verdict(context, answers) {
    const read = rowsOf(answers, 'changes');
    if (read.kind === 'not-read') {
      return inconclusive(read.notConfigured ? 'no changes table is configured' : read.reason);
    }
    const { incident, baseline } = context.windows;
    const dated = datedBy(context);
    const known = read.rows.flatMap(changeOf);
    if (dated === null) {
      return inconclusive(
        'without an onset or an alert no change can be held against it',
        'Ask again once the symptom has an onset.',
      );
    }
    if (known.length === 0) return { answer: 'steady', line: 'no changes are recorded', findings: [] };
    const { onset, interval } = dated;
    const from = Math.min(baseline.from.getTime(), ...known.map(({ at }) => at.getTime()));
    const historyHours = Math.max(1, (incident.from.getTime() - from) / hour);
    const findings = known
      .map((change): Finding => {
        const same = known.filter(({ kind, at }) => kind === change.kind && at <= interval.to).length;
        const history: ChangeHistory = { changes: Math.max(0, same - 1), hours: historyHours };
        const lead: Lead = {
          lowHours: (interval.from.getTime() - change.at.getTime()) / hour,
          highHours: (interval.to.getTime() - change.at.getTime()) / hour,
        };
        return findingOf(context, change, { history, lead, onset, interval });
      })
      .toSorted((a, b) => ratioOf(b) - ratioOf(a));
    return answerWith(findings, 'no change came before the onset more than by coincidence');
  },
};

/** A monitor notices within this long; without a measured onset it lies somewhere in between. */
const NOTICED_WITHIN_HOURS = 1.25;

/** When it began: as measured, or else some time before the alert. */
function datedBy(
  context: CheckContext,
): { readonly onset: Date; readonly interval: { readonly from: Date; readonly to: Date } } | null {
  const measured = context.symptom?.onset ?? null;
  if (measured !== null) return { onset: measured.at, interval: measured };
  if (context.windows.onset !== null) {
    return {
      onset: context.windows.onset,
      interval: { from: context.windows.onset, to: context.windows.onset },
    };
  }
  if (context.alert === null) return null;
  const to = context.alert.startedAt;
  const from = new Date(to.getTime() - NOTICED_WITHIN_HOURS * hour);
  return { onset: new Date((from.getTime() + to.getTime()) / 2), interval: { from, to } };
}

const COLUMNS = [
  'change_id',
  'ts',
  'kind',
  'component',
  'title',
  'author',
  'from',
  'to',
  'reversible',
] as const;

type Change = {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly component: string;
  readonly title: string;
  readonly author: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly reversible: boolean;
};

function changeOf(row: Readonly<Record<string, Cell>>): Change[] {
  const at = momentOf(row['ts']);
  const id = textOf(row['change_id']);
  if (at === null || id === null) return [];
  return [
    {
      id,
      at: new Date(at),
      kind: textOf(row['kind']) ?? 'other',
      component: textOf(row['component']) ?? '',
      title: textOf(row['title']) ?? '',
      author: textOf(row['author']),
      from: textOf(row['from']),
      to: textOf(row['to']),
      reversible: row['reversible'] === true,
    },
  ];
}

function findingOf(
  context: CheckContext,
  change: Change,
  when: {
    readonly history: ChangeHistory;
    readonly lead: Lead;
    readonly onset: Date;
    readonly interval: { readonly from: Date; readonly to: Date };
  },
): Finding {
  const { thresholds } = context;
  const ratio = changeLeadRatio(when.lead, when.history, thresholds['delay'] ?? 0.5);
  const least = thresholds['ratio'] ?? 3;
  const effect = ratio > 0 ? Math.max(-cap, Math.min(cap, Math.log(ratio))) : -cap;
  const minutes = (when.onset.getTime() - change.at.getTime()) / 60_000;
  const timing =
    ratio === 0
      ? `${durationWords(-minutes)} after the onset: it cannot be the cause`
      : minutes >= 0
        ? `${durationWords(minutes)} before the onset`
        : 'within the interval of the onset';
  return {
    subject: { kind: 'change', name: change.id },
    measure: 'likelihood ratio of its timing',
    unit: 'nats',
    before: null,
    after: null,
    effect,
    low: null,
    high: null,
    nBefore: when.history.changes,
    nAfter: 1,
    test: `delay to the onset against ${when.history.changes} other ${change.kind} changes in ${Math.round(when.history.hours)} h`,
    p: null,
    adjustedP: null,
    threshold: Math.log(least),
    shifted: ratio >= least,
    at: change.at,
    detail: {
      kind: change.kind,
      component: change.component,
      title: change.title,
      author: change.author,
      from: change.from,
      to: change.to,
      reversible: change.reversible,
      minutesBeforeOnset: Math.round(minutes * 10) / 10,
      ratio,
      onsetFrom: Math.round((when.onset.getTime() - when.interval.from.getTime()) / 60_000),
      onsetTo: Math.round((when.interval.to.getTime() - when.onset.getTime()) / 60_000),
      touches: touchedBy(context, [change.component, change.title, change.from ?? '', change.to ?? '']).join(
        ', ',
      ),
    },
    sentence: `${change.id} (${change.kind}, ${change.component}: ${change.title}) ${timing}`,
  };
}

function ratioOf(finding: Finding): number {
  const ratio = finding.detail?.['ratio'];
  return typeof ratio === 'number' ? ratio : 0;
}

/** `40 s`, `12 min`, `3.5 h`, `12 d`. The ratio itself is in the finding: as a number in a sentence it claims too much. */
function durationWords(minutes: number): string {
  if (minutes < 1) return `${Math.round(minutes * 60)} s`;
  if (minutes < 90) return `${Math.round(minutes)} min`;
  if (minutes < 36 * 60) return `${Number((minutes / 60).toPrecision(2))} h`;
  return `${Math.round(minutes / 1440)} d`;
}
