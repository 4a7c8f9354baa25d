import { sql } from '../../sql/fragment.ts';
import { column, numeric, rowsWith } from './fragments.ts';
import { ofDefault } from './of-default.ts';
import type { Watch } from './watch.ts';

const hourly = { cron: '0 * * * *', jitter: '5m' };
const none = (): null => null;

const calibration: Watch = {
  id: 'calibration',
  words: /calibration|mean score against/i,
  subject: null,
  title: () => 'the distance between mean score and label rate',
  unit: 'points',
  usual: 0.05,
  measured: null,
  sql: ({ model }) => {
    const { table, time, score, label } = model.predictions;
    if (label === undefined) return null;
    const [said, came] = [numeric(score), numeric(label.column)];
    return {
      table,
      time,
      where: sql`${column(label.column)} IS NOT NULL`,
      value: sql`abs(avg(${said}) - avg(${came}))`,
      rows: rowsWith(label.column),
    };
  },
  promql: none,
  monitor: ({ name, model }) =>
    model.predictions.label === undefined
      ? null
      : { model: name, check: 'calibration', schedule: hourly, window: { incident: '12h' }, minimum: 200 },
};

const decisions: Watch = {
  id: 'decisions',
  words: /decision rate|approval rate/i,
  subject: null,
  title: () => 'the decision rate',
  unit: 'share',
  usual: null,
  measured: null,
  sql: ({ model }) => {
    const { table, time, decision, segments } = model.predictions;
    if (decision === undefined) return null;
    const [first] = segments;
    return {
      table,
      time,
      ...(first !== undefined && { by: column(first) }),
      value: sql`avg(${numeric(decision)})`,
      rows: rowsWith(decision),
    };
  },
  promql: none,
  monitor: ({ name, model }, limit) =>
    model.predictions.decision === undefined
      ? null
      : {
          model: name,
          metric: 'decision_rate',
          schedule: hourly,
          window: { incident: '6h' },
          ...(limit !== null && { limits: { [limit.side]: limit.value } }),
        },
};

const labels: Watch = {
  id: 'labels',
  words: /label rate/i,
  subject: null,
  title: () => 'the label rate',
  unit: 'share',
  usual: null,
  measured: { check: 'labels', measure: 'label rate' },
  sql: ({ model }) => {
    const { table, time, label } = model.predictions;
    if (label === undefined) return null;
    const came = numeric(label.column);
    return { table, time, value: sql`avg(${came})`, rows: rowsWith(label.column) };
  },
  promql: none,
  monitor: ({ name, model }) =>
    model.predictions.label === undefined
      ? null
      : { model: name, check: 'labels', schedule: hourly, window: { incident: '12h' }, minimum: 200 },
};

/** Drift and parity are many numbers at once: a check says more of them than one aggregate. */
const drift: Watch = {
  id: 'drift',
  words: /\bdrift\b|\bpsi\b/i,
  subject: 'named feature',
  title: (subject) => (subject === null ? 'drift that does harm' : `drift of ${subject} that does harm`),
  unit: 'points',
  usual: null,
  measured: null,
  sql: none,
  promql: none,
  monitor: ofDefault('feature-drift'),
};

const parity: Watch = {
  id: 'parity',
  words: /parity/i,
  subject: 'named feature',
  title: (subject) =>
    subject === null
      ? 'served features against their offline values'
      : `${subject} as served against its offline values`,
  unit: 'points',
  usual: null,
  measured: null,
  sql: none,
  promql: none,
  monitor: ofDefault('parity'),
};

/** What is watched of scores, decisions and outcomes. */
export const OUTCOME_WATCHES: readonly Watch[] = [parity, calibration, decisions, labels, drift];
