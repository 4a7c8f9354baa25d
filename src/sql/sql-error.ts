/**
 * A question that cannot be put: a table or column that is not there (`missing`), or a question that makes no sense to
 * the engine (`broken`). The warehouse turns it into a failed answer.
 */
export class SqlError extends Error {
  readonly code: 'missing' | 'broken' | 'not-configured';
  readonly hint: string;

  constructor(code: 'missing' | 'broken' | 'not-configured', message: string, hint: string) {
    super(message);
    this.name = 'SqlError';
    this.code = code;
    this.hint = hint;
  }
}

/** The source answers and holds no such table: most likely its name is mistyped. `names` are those it has. */
export class MissingTable extends SqlError {
  readonly names: readonly string[];

  constructor(message: string, hint: string, names: readonly string[]) {
    super('missing', message, hint);
    this.names = names;
  }
}
