import type { Cell, Row } from '../sql/aggregate.ts';
import type { Answers } from './question.ts';

/** The rows of one answer, or the reason in words why there are none to read. */
export type Read = { readonly kind: 'rows'; readonly rows: readonly Row[] } | NotRead;
export type NotRead = {
  readonly kind: 'not-read';
  readonly reason: string;
  readonly notConfigured: boolean;
};

/** Reads the rows that came back to a question. A failed source, or an answer of another kind, is a reason and not a crash. */
export function rowsOf(answers: Answers, name: string): Read {
  const answer = answers[name];
  if (answer === undefined) return notRead(`nothing came back to '${name}'`);
  switch (answer.kind) {
    case 'rows':
      return { kind: 'rows', rows: answer.rows };
    case 'classes':
      return notRead(`'${name}' was answered with classes where rows were expected`);
    case 'scores':
      return notRead(`'${name}' was answered with scores where rows were expected`);
    case 'failed':
      return {
        kind: 'not-read',
        reason: `${answer.source}: ${answer.message}`,
        notConfigured: answer.cause === 'not-configured',
      };
  }
}

/** The rows, or none where the source has none to give. For answers that may be missing without harm. */
export function rowsOrNone(answers: Answers, name: string): readonly Row[] {
  const read = rowsOf(answers, name);
  return read.kind === 'rows' ? read.rows : [];
}

function notRead(reason: string): NotRead {
  return { kind: 'not-read', reason, notConfigured: false };
}

/** A cell as a finite number; null otherwise. */
export function numberOf(cell: Cell | undefined): number | null {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null;
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  return null;
}

/** A count or sum: nothing there counts as 0. */
export function countOf(cell: Cell | undefined): number {
  return numberOf(cell) ?? 0;
}

/** A moment in milliseconds since the epoch; null otherwise. */
export function momentOf(cell: Cell | undefined): number | null {
  if (cell instanceof Date) return cell.getTime();
  if (typeof cell === 'string') {
    const parsed = Date.parse(cell);
    return Number.isNaN(parsed) ? null : parsed;
  }
  return null;
}

/** A cell as text; null stays null. */
export function textOf(cell: Cell | undefined): string | null {
  if (cell === null || cell === undefined) return null;
  return cell instanceof Date ? cell.toISOString() : String(cell);
}
