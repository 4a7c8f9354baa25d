import type { ColumnLook, TableLook } from './table-look.ts';

/** A model that tells several classes apart: which column says the class, and where the scores seem to be. */
export type GuessedClasses = {
  readonly predicted: string;
  readonly names: readonly string[];
  /** Numbers are written as numbers. */
  readonly areNumbers: boolean;
  /** The column of the true class; null where there is none. */
  readonly label: string | null;
  /** A column for each class, or one with all of them, or none. */
  readonly scores: Readonly<Record<string, string>> | string | null;
  /** How sure the model was of what it predicted, where that is all there is. */
  readonly score: string | null;
};

const predictedName =
  /^(predicted|prediction|pred|y_pred|y_hat|predicted_.+|pred_.+|.+_(predicted|prediction|pred))$/i;
const labelName =
  /^(label|target|outcome|actual|truth|ground_truth|class|y|y_true|true_.+|actual_.+|.+_(label|true|actual))$/i;
const scoresName = /^(scores|probs|probas|probabilities|class_(scores|probs|probabilities)|logits)$/i;
const confidenceName = /(^|_)(confidence|conf|score|prob|proba|probability)($|_)/i;
const scorePart = 'p|prob|proba|probability|score|conf|confidence|y_prob|y_score';

/**
 * A predicted class is a column called so with a few texts, or with three and more whole numbers, that the labels or the scores bear
 * out: alone, such numbers may be anything, and such texts beside labels of another kind a feature. Null where there is none.
 */
export function guessClasses(table: TableLook): GuessedClasses | null {
  for (const column of table.columns.filter(({ name }) => predictedName.test(name))) {
    const names = classNames(column);
    if (names === null) continue;
    const labels = table.columns.filter(
      (other) => other !== column && labelName.test(other.name) && areMostly(other.values, names),
    );
    const label = labels[0]?.name ?? null;
    const each = scoreOfEach(table, names);
    const areNumbers = column.type === 'number';
    const together = table.columns.find((other) => scoresName.test(other.name) && other.holds)?.name ?? null;
    const isBorneOut = label !== null || each !== null || together !== null;
    if (!isBorneOut && (areNumbers || hasOtherLabel(table))) continue;
    if (areNumbers && names.length < 3) continue;
    const sure = table.columns.find(
      (other) => other !== column && isShare(other) && confidenceName.test(other.name),
    );
    const scores = each ?? together;
    return {
      predicted: column.name,
      names,
      areNumbers,
      label,
      scores,
      score: scores === null ? (sure?.name ?? null) : null,
    };
  }
  return null;
}

/** The columns that are read as what the model said, and are no features. */
export function columnsOfClasses({ predicted, label, scores, score }: GuessedClasses): readonly string[] {
  const ofScores = scores === null ? [] : typeof scores === 'string' ? [scores] : Object.values(scores);
  return [predicted, ...(label === null ? [] : [label]), ...ofScores, ...(score === null ? [] : [score])];
}

const hasOtherLabel = (table: TableLook): boolean =>
  table.columns.some(({ name, type }) => labelName.test(name) && (type === 'number' || type === 'boolean'));

function classNames({ type, values }: ColumnLook): readonly string[] | null {
  if (values === null || values.length < 2) return null;
  if (type === 'text') return values;
  return type === 'number' && values.every((value) => /^\d{1,3}$/.test(value))
    ? values.toSorted((a, b) => Number(a) - Number(b))
    : null;
}

/** Labels may name a class that is never predicted, but not only such. */
function areMostly(values: readonly string[] | null, names: readonly string[]): boolean {
  return (
    values !== null &&
    values.length > 0 &&
    values.filter((value) => names.includes(value)).length * 2 > values.length
  );
}

/** `p_invoice`, `invoice_score`, `prob_0`: a share for every one of the classes, or null. */
function scoreOfEach(table: TableLook, names: readonly string[]): Readonly<Record<string, string>> | null {
  const shares = table.columns.filter(isShare);
  const found = names.map((name) => {
    const own = plain(name);
    const spelt = new RegExp(`^((${scorePart})_?${own}|${own}_?(${scorePart}))$`);
    return shares.find((column) => spelt.test(plain(column.name)))?.name;
  });
  const known = found.filter((column) => column !== undefined);
  return known.length === names.length && new Set(known).size === names.length
    ? Object.fromEntries(names.map((name, place) => [name, known[place] ?? '']))
    : null;
}

const isShare = ({ type, min, max }: ColumnLook): boolean =>
  type === 'number' && min !== null && max !== null && min >= 0 && max <= 1;

/** Columns spell a class in their own way: without blanks and signs, in small letters. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '_');
