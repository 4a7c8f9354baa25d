import type { Stage } from '../src/incident/stages.ts';
import type { Document } from '../src/message/document.ts';
import type { Filled, Form, Problems } from '../src/message/forms/form.ts';
import type { Responder } from '../src/response/responder.ts';

/** Where a command was typed or pressed. */
export type Door = 'slash' | 'mention' | 'button' | 'shortcut' | 'reaction' | 'terminal';

/** The words after the command's own name, and who said them where. */
export type CommandRequest = {
  readonly words: readonly string[];
  /** `team:user` */
  readonly person: string;
  readonly door: Door;
  /** The incident meant: from the thread, from an `INC-12` in front, or because only one is open. */
  readonly incident: string | null;
  readonly channel: string | null;
  readonly now: Date;
  /** User ids of the people that the line names, in order. */
  readonly mentions?: readonly string[];
  readonly origin: {
    readonly channel: string;
    readonly ts: string;
    readonly permalink: string | null;
  } | null;
};

/**
 * What the person who asked gets. `recorded`: it is in the event log, and the thread shows it because of that.
 * `tell`: for that person only, where they asked. `form`: what is to be filled in first.
 */
export type Reply =
  | { readonly kind: 'recorded'; readonly incident: string }
  /** To be filled in first; a door that can show no form offers a button that can. */
  | { readonly kind: 'form'; readonly form: Form }
  | { readonly kind: 'tell'; readonly document: Document };

/** A form that came back, filled in. */
export type Submission = {
  readonly incident: string;
  /** `team:user` */
  readonly person: string;
  readonly team: string;
  readonly filled: Filled;
  readonly kept: Readonly<Record<string, string>>;
  readonly now: Date;
};

export type Command = {
  /** As typed; equal to the file's name. */
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly example: string;
  /** The step of the loop in which it is first of use: help is grouped by it. */
  readonly stage: Stage | 'any time';
  readonly needs: 'incident' | 'nothing';
  run(request: CommandRequest, responder: Responder): Promise<Reply>;
  /** For a command that may ask by a form. */
  readonly form?: {
    /** Whether these words ask for the form: said before anything is read, as a form must open at once. */
    opens(words: readonly string[]): boolean;
    /** What is wrong, told beside the fields while the form is open; nothing: it is taken. */
    check(submission: Submission, responder: Responder): Promise<Problems>;
    submit(submission: Submission, responder: Responder): Promise<Reply>;
  };
};
