/** The caller broke a promise about the shape of its input (lengths that differ, a level outside 0..1): a bug, not bad data. */
export class ShapeError extends Error {
  readonly code = 'STATISTICS_SHAPE';
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'ShapeError';
    this.hint = hint;
  }
}

/** Throws a ShapeError unless every list has the same length. */
export function requireSameLength(what: string, ...lists: readonly ArrayLike<unknown>[]): void {
  const lengths = lists.map((list) => list.length);
  if (new Set(lengths).size > 1) {
    throw new ShapeError(
      `${what} differ in length (${lengths.join(', ')}).`,
      'Build them from the same rows or the same bins, in the same order.',
    );
  }
}

/** Throws a ShapeError unless `level` lies strictly between 0 and 1. */
export function requireLevel(level: number): void {
  if (!(level > 0 && level < 1)) {
    throw new ShapeError(`The level ${level} is not between 0 and 1.`, 'Write 95 % as 0.95.');
  }
}
