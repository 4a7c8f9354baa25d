import type { Document } from '../src/message/document.ts';
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
  readonly origin: {
    readonly channel: string;
    readonly ts: string;
    readonly permalink: string | null;
  } | null;
};

/**
 * What the person who asked gets. `recorded`: it is in the event log, and the thread shows it because of that.
 * `tell`: for that person only, where they asked.
 */
export type Reply =
  | { readonly kind: 'recorded'; readonly incident: string }
  | { readonly kind: 'tell'; readonly document: Document };

export type Command = {
  /** As typed; equal to the file's name. */
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly example: string;
  readonly needs: 'incident' | 'nothing';
  run(request: CommandRequest, responder: Responder): Promise<Reply>;
};
