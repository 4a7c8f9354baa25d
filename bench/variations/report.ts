import type { Measured } from './measure-bundle.ts';
import type { ScoredRow } from './score-answers.ts';

/** One line a bundle: what it was, what was said, and what of it was wrong. */
export function bundlesTable(measured: readonly Measured[]): string {
  const lines = measured.map(({ name, row, variation, answer }) => {
    const [first] = answer.suspects;
    const wrong = {
      verdict: !row.verdict,
      id: row.id === false,
      culprit: row.culprit === false,
      change: !row.change,
    };
    return [
      name,
      row.passed ? 'passed' : 'FAILED',
      variation.kind,
      first === undefined ? '-' : `${first.id} ${first.probability.toFixed(2)}`,
      answer.verdict,
      Object.entries(wrong)
        .filter(([, isWrong]) => isWrong)
        .map(([what]) => what)
        .join(' '),
      [
        variation.size === 1 ? [] : [`size ${variation.size}`],
        variation.keep === 1 ? [] : [`keeps ${variation.keep}`],
        variation.missing === null ? [] : [`no ${variation.missing}`],
      ]
        .flat()
        .join(', '),
    ];
  });
  return table([['bundle', '', 'truth', 'said', 'verdict', 'wrong', 'variation'], ...lines]);
}

/** The results by kind, by size, by density, by missing table, and how often a probability was right. */
export function reportOf(results: readonly Measured[]): string {
  return [
    grouped('fault', results, ({ variation }) => variation.kind),
    grouped('size', results, ({ variation }) => String(variation.size)),
    grouped('rows kept', results, ({ variation }) => String(variation.keep)),
    grouped('missing', results, ({ variation }) => variation.missing ?? 'nothing'),
    reliability(results),
  ].join('\n\n');
}

export function grouped(
  title: string,
  results: readonly Measured[],
  key: (measured: Measured) => string,
): string {
  const groups = Map.groupBy(results, key);
  const lines = [...groups.entries()]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, list]) => lineOf(name, list));
  return table([
    [
      title,
      'passed',
      'verdict',
      'id',
      'top 3',
      'culprit',
      'change',
      'mitigation',
      'scope F1',
      'onset min',
      'said',
      'log loss',
    ],
    ...lines,
    ...(groups.size > 1 ? [lineOf('all', results)] : []),
  ]);
}

function lineOf(name: string, results: readonly Measured[]): readonly string[] {
  const rows = results.map(({ row }) => row);
  const share = (of: (row: ScoredRow) => boolean | null): string => {
    const known = rows.map(of).filter((value) => value !== null);
    return known.length === 0 ? '-' : `${known.filter(Boolean).length}/${known.length}`;
  };
  const numbers = (of: (row: ScoredRow) => number | null): readonly number[] =>
    rows.map(of).filter((value) => value !== null);
  return [
    name,
    share((row) => row.passed),
    share((row) => row.verdict),
    share((row) => row.id),
    share((row) => row.id3),
    share((row) => row.culprit),
    share((row) => row.change),
    share((row) => row.mitigation),
    figure(mean(numbers((row) => row.scope_f1)), 2),
    figure(median(numbers((row) => row.onset_min).map(Math.abs)), 0),
    figure(mean(numbers((row) => row.top_probability)), 2),
    figure(mean(numbers((row) => row.log_loss)), 2),
  ];
}

/** Of the first suspects that were given a probability in each span, how many were right. */
export function reliability(results: readonly Measured[]): string {
  const graded = results
    .map(({ row }) => row)
    .filter((row) => row.id !== null && row.top_probability !== null);
  const edges = [0, 0.3, 0.5, 0.7, 0.9, 0.97, 1.01];
  const lines = edges.slice(0, -1).map((from, place) => {
    const to = edges[place + 1] ?? 1;
    const inside = graded.filter(({ top_probability: p }) => p !== null && p >= from && p < to);
    return [
      `${from.toFixed(2)} to ${Math.min(1, to).toFixed(2)}`,
      String(inside.length),
      figure(mean(inside.map(({ top_probability: p }) => p ?? 0)), 2),
      figure(mean(inside.map(({ id }) => (id === true ? 1 : 0))), 2),
    ];
  });
  return table([['first suspect', 'bundles', 'said', 'right'], ...lines]);
}

function table(cells: readonly (readonly string[])[]): string {
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => (row[column] ?? '').length)),
  );
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;

function median(list: readonly number[]): number {
  const sorted = list.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? NaN) + (sorted[sorted.length >> 1] ?? NaN)) / 2;
}

const figure = (value: number, digits: number): string => (Number.isNaN(value) ? '-' : value.toFixed(digits));
