/** The door for alerts could not do what was asked of it. */
export class IntakeError extends Error {
  override readonly name = 'IntakeError';
  readonly code:
    'port-taken' | 'port-forbidden' | 'address-unknown' | 'cannot-listen' | 'rule-does-not-compile';
  readonly hint: string;

  constructor(said: {
    readonly code: IntakeError['code'];
    readonly message: string;
    readonly hint: string;
    readonly cause?: unknown;
  }) {
    super(said.message, { cause: said.cause });
    this.code = said.code;
    this.hint = said.hint;
  }
}
