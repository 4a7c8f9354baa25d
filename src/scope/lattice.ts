import type { Segment } from '../alert/alert.ts';
import { countOf, rowsOf } from '../checks/read-answers.ts';
import type { Answers, Question } from '../checks/question.ts';
import type { ModelConfig } from '../config/schema.ts';
import type { Cell, Expression, Measure, Relation } from '../sql/aggregate.ts';
import { any, caseWhen, column, count, during, join, not, table } from '../sql/build.ts';
import { carrierMeasures, emptyTally, tallyOf, type Carrier, type Tally } from '../symptom/carrier.ts';
import { segmentCondition, segmentWords } from '../symptom/segment-condition.ts';
import type { Window } from '../time/window.ts';

/** One combination of dimension values with what each carrier adds up to there, before and after. */
export type LatticeCell = {
  readonly segment: Segment;
  readonly rows: { readonly before: number; readonly after: number };
  /** By carrier id. */
  readonly tallies: ReadonlyMap<string, { readonly before: Tally; readonly after: Tally }>;
};

/** All rows, and every cell of the lattice that occurs. */
export type Lattice = { readonly whole: LatticeCell; readonly cells: readonly LatticeCell[] };

/** Where traffic is broken down: its relation, and of which side each column is. */
export type Traffic = {
  readonly relation: Relation;
  readonly dimensions: readonly string[];
  readonly column: (name: string) => Expression;
  /** The columns of a carrier's own table. */
  readonly of: (carrier: Carrier) => ((name: string) => Expression) | null;
  readonly time: Expression;
};

/** Predictions with their requests, so that host and stages are known for each; predictions alone where there are no requests. */
export function predictionTraffic(model: ModelConfig): Traffic {
  const { predictions, requests } = model;
  const { segments, version } = predictions;
  const own = [...segments, ...(version === undefined ? [] : [version])];
  if (requests === undefined) {
    return {
      relation: table('predictions'),
      dimensions: own,
      column: (name) => column(name),
      of: (carrier) => (carrier.source === 'predictions' ? (name) => column(name) : null),
      time: column(predictions.time),
    };
  }
  const { host } = requests;
  const dimensions = host === undefined || own.includes(host) ? own : [...own, host];
  return {
    relation: join('predictions', 'requests', { left: predictions.id, right: requests.id }),
    dimensions,
    column: (name) => column(name, own.includes(name) ? 'left' : 'right'),
    of: (carrier) => {
      if (carrier.source === 'predictions') return (name) => column(name, 'left');
      return carrier.source === 'requests' ? (name) => column(name, 'right') : null;
    },
    time: column(predictions.time, 'left'),
  };
}

/** Requests alone, with the failed ones that have no prediction; by version and host. */
export function requestTraffic(model: ModelConfig): Traffic | null {
  const { requests } = model;
  if (requests === undefined) return null;
  return {
    relation: table('requests'),
    dimensions: [requests.version, ...(requests.host === undefined ? [] : [requests.host])],
    column: (name) => column(name),
    of: (carrier) => (carrier.source === 'requests' ? (name) => column(name) : null),
    time: column(requests.time),
  };
}

/** Business rows by segment: counted before, so carriers are ratios there. */
export function businessTraffic(model: ModelConfig): Traffic | null {
  const { business, predictions } = model;
  if (business === undefined) return null;
  return {
    relation: table('business'),
    dimensions: predictions.segments,
    column: (name) => column(name),
    of: (carrier) => (carrier.source === 'business' ? (name) => column(name) : null),
    time: column(business.time),
  };
}

/** Served with offline features: a sample of the predictions, by segment. */
export function parityTraffic(model: ModelConfig): Traffic | null {
  const { offline_features: offline, predictions } = model;
  if (offline === undefined) return null;
  const { segments, version } = predictions;
  return {
    relation: join('predictions', 'offline_features', { left: predictions.id, right: offline.id }),
    dimensions: [...segments, ...(version === undefined ? [] : [version])],
    column: (name) => column(name, 'left'),
    of: (carrier) => (carrier.source === 'parity' ? (name) => column(name, 'left') : null),
    time: column(predictions.time, 'left'),
  };
}

export type LatticeQuestion = {
  readonly traffic: Traffic;
  readonly carriers: readonly Carrier[];
  readonly before: Window;
  readonly after: Window;
  /** Lists of dimensions to break down by together: `[['country'], ['country', 'device']]`. */
  readonly by: readonly (readonly string[])[];
  /** Only the rows of one of these; all rows when absent. */
  readonly within?: readonly Segment[];
  /** No row of any of these. */
  readonly without?: readonly Segment[];
};

/** One scan that counts every cell of the lattice in both windows, and all rows together. */
export function latticeQuestion(question: LatticeQuestion): Question {
  const { traffic, before, after, by, within, without = [] } = question;
  const used = [...new Set(by.flat())];
  const keys: Record<string, Expression> = {
    window: caseWhen(
      [
        [during(traffic.time, before), 0],
        [during(traffic.time, after), 1],
      ],
      null,
    ),
  };
  used.forEach((name) => {
    keys[keyOf(used, name)] = traffic.column(name);
  });
  const conditions = (segments: readonly Segment[]) =>
    segments.flatMap((segment) => segmentCondition(segment, traffic.column) ?? []);
  const measures: Record<string, Measure> = { rows: count() };
  question.carriers.forEach((carrier, i) => {
    const of = traffic.of(carrier);
    if (of !== null) Object.assign(measures, carrierMeasures(carrier, `${i}`, { of }));
  });
  return {
    kind: 'aggregate',
    from: traffic.relation,
    where: [
      any(during(traffic.time, before), during(traffic.time, after)),
      ...(within === undefined ? [] : [any(...conditions(within))]),
      ...conditions(without).map(isNotTrue),
    ],
    by: keys,
    sets: [['window'], ...by.map((names) => ['window', ...names.map((name) => keyOf(used, name))])],
    measures,
  };
}

// A null in a dimension makes a condition null, and such a row is outside.
function isNotTrue(condition: Expression): Expression {
  return not(caseWhen([[condition, true]], false));
}

function keyOf(used: readonly string[], name: string): string {
  return `d${used.indexOf(name)}`;
}

/** The cells that came back, or the reason why there are none. */
export function readLattice(
  answers: Answers,
  name: string,
  question: LatticeQuestion,
): Lattice | { readonly reason: string } {
  const read = rowsOf(answers, name);
  if (read.kind === 'not-read') return { reason: read.reason };
  const used = [...new Set(question.by.flat())];
  type Open = {
    segment: Record<string, string | number | boolean | null>;
    rows: { before: number; after: number };
    tallies: Map<string, { before: Tally; after: Tally }>;
  };
  const cells = new Map<string, Open>();
  for (const row of read.rows) {
    const window = windowOf(row['window']);
    if (window === null) continue;
    const set = countOf(row['set']);
    const names = set === 0 ? [] : (question.by[set - 1] ?? []);
    const segment = Object.fromEntries(names.map((each) => [each, valueOf(row[keyOf(used, each)])]));
    const key = `${set} ${segmentWords(segment)}`;
    const cell: Open = cells.get(key) ?? { segment, rows: { before: 0, after: 0 }, tallies: new Map() };
    cells.set(key, cell);
    cell.rows[window] = countOf(row['rows']);
    question.carriers.forEach((carrier, i) => {
      if (question.traffic.of(carrier) === null) return;
      const tally = tallyOf(carrier, `${i}`, (measure) => countOf(row[measure]));
      const both = cell.tallies.get(carrier.id) ?? { before: emptyTally, after: emptyTally };
      cell.tallies.set(carrier.id, { ...both, [window]: tally });
    });
  }
  const whole = [...cells.values()].find(({ segment }) => Object.keys(segment).length === 0);
  if (whole === undefined) return { reason: noRows(question.traffic.relation) };
  return {
    whole,
    cells: [...cells.values()].filter(({ segment }) => Object.keys(segment).length > 0),
  };
}

/** Why nothing came back. Of a join that is seldom the windows: far more often its two columns do not hold the same ids. */
export function noRows(relation: Relation): string {
  if (relation.kind === 'table') return `there are no rows of ${relation.table} in either window`;
  const { left, right, on } = relation;
  return (
    `no row of ${left} in either window has a row of ${right} with the same id (${on.left} = ${on.right}): ` +
    `check that ${left}.id and ${right}.id name columns that hold the same ids`
  );
}

function windowOf(cell: Cell | undefined): 'before' | 'after' | null {
  if (cell === 0) return 'before';
  return cell === 1 ? 'after' : null;
}

function valueOf(cell: Cell | undefined): string | number | boolean | null {
  if (cell === undefined || cell === null) return null;
  return cell instanceof Date ? cell.toISOString() : cell;
}

/** All single dimensions, and all pairs. */
export function singlesAndPairs(dimensions: readonly string[]): (readonly string[])[] {
  const singles = dimensions.map((name) => [name]);
  const pairs = dimensions.flatMap((a, i) => dimensions.slice(i + 1).map((b) => [a, b]));
  return [...singles, ...pairs];
}
