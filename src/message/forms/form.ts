import type { Block } from '../document.ts';

/**
 * A form as data, before any place to show it. The command that opened it also takes it: what was filled in comes back
 * with `kept`, so that nothing has to be remembered between opening and submitting.
 */
export type Form = {
  /** The command that takes it. */
  readonly command: string;
  readonly incident: string;
  /** 24 characters at most, as `submit`. */
  readonly title: string;
  readonly submit: string;
  /** Said above the fields. */
  readonly intro: readonly (Block | Warning)[];
  readonly fields: readonly Field[];
  readonly kept: Readonly<Record<string, string>>;
};

/** What must not be overlooked before something dangerous is done. */
export type Warning = { readonly kind: 'warning'; readonly text: string };

type Asked = {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly optional?: boolean;
};

export type Option = { readonly value: string; readonly label: string };

/**
 * A text has no limit of its own here: what is too long is told by the command at submit, while the words still stand
 * in the form, instead of being cut by the client.
 */
export type Field =
  | (Asked & { readonly kind: 'text'; readonly long?: boolean; readonly initial?: string })
  | (Asked & { readonly kind: 'choice'; readonly options: readonly Option[]; readonly initial?: string })
  | (Asked & { readonly kind: 'person'; readonly initial?: string })
  | (Asked & { readonly kind: 'day'; readonly initial?: string });

/** By field: the words, the value of the option, the user id, the day `2026-03-20`; missing when left empty. */
export type Filled = Readonly<Record<string, string>>;

/** What is wrong, by field. */
export type Problems = Readonly<Record<string, string>>;
