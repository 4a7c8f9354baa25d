import type { Document } from '../src/message/document.ts';
import type { Outcome } from '../src/response/responder.ts';
import type { Reply } from './command.ts';

/** What the person gets for a verb's outcome: the thread shows what was recorded; a refusal is theirs alone. */
export function replyOf(outcome: Outcome): Reply {
  switch (outcome.kind) {
    case 'done':
      return { kind: 'recorded', incident: outcome.incident };
    case 'refused':
      return tell(outcome.message, outcome.hint);
  }
}

/** What happened and why, then what to do: for that person only. */
export function tell(message: string, hint: string): Reply {
  const said = `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.?!]$/.test(message) ? '' : '.'}`;
  const document: Document = {
    summary: `${said} ${hint}`,
    blocks: [
      { kind: 'paragraph', text: [said] },
      { kind: 'context', text: [hint] },
    ],
  };
  return { kind: 'tell', document };
}

export const wrongUsage = (
  command: { readonly usage: string; readonly example: string },
  what: string,
): Reply => tell(what, `Usage: ${command.usage} — for example: ${command.example}`);
