/**
 * What is to be said, before any place to say it. Text from outside enters only as plain strings, which every renderer
 * escapes; markup exists only as the kinds below. Slack, the terminal and the note each have one renderer.
 */

export type Inline =
  | string
  | { readonly bold: string }
  | { readonly italic: string }
  | { readonly code: string }
  /** A moment; Slack shows it in the reader's own time zone, everything else in UTC. */
  | { readonly time: Date; readonly style: 'clock' | 'date-clock' }
  | { readonly link: string; readonly text: string }
  /** A person by Slack user id. */
  | { readonly person: string };

export type Text = readonly Inline[];

/** A button whose press is the same as typing the command: one parser, several doors. */
export type Button = {
  readonly label: string;
  readonly command: string;
  readonly style?: 'primary' | 'danger';
  readonly confirm?: {
    readonly title: string;
    readonly text: string;
    readonly yes: string;
    readonly no: string;
  };
};

/** One step of a plan; the title of a done one says how it ended. */
export type PlanTask = {
  readonly title: string;
  readonly state: 'waiting' | 'running' | 'done';
};

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: Text }
  | { readonly kind: 'facts'; readonly facts: readonly { readonly label: string; readonly value: Text }[] }
  | { readonly kind: 'list'; readonly ordered?: boolean; readonly items: readonly Text[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly { readonly title: string; readonly align: 'left' | 'right' }[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'quote'; readonly text: Text }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'context'; readonly text: Text }
  | { readonly kind: 'buttons'; readonly buttons: readonly Button[] }
  /** Steps and how far each is; the message is written anew as they go on. */
  | { readonly kind: 'plan'; readonly title: string; readonly tasks: readonly PlanTask[] }
  | { readonly kind: 'divider' };

/** `summary` is the complete one-line text: phones and screen readers read only that. */
export type Document = {
  readonly summary: string;
  readonly blocks: readonly Block[];
  /** Where all of it can be read: said by a place that has no room for it, behind how much is missing. */
  readonly whole?: Text;
};
