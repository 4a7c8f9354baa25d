/** A person tried something Slack's own client does not let them do. The message is what Slack would show. */
export class NotPossible extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'NotPossible';
    this.code = code;
  }
}
