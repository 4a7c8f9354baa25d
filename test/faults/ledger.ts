/** What the people, the monitors and Slack did, to be held against what the bot made of it. */
export type Ledger = {
  /** Bodies of alerts by their event ids; `accepted` once the bot has answered 2xx. */
  readonly alerts: Map<string, { readonly body: Readonly<Record<string, string>>; accepted: boolean }>;
  /**
   * Words that a person wanted on a timeline, each unlike any other. `once`: the bot acknowledged it, or Slack will
   * bring it until it does. `maybe`: the person was told that it failed, and it may have been done all the same.
   */
  readonly words: Map<string, 'once' | 'maybe'>;
  /** What was done, in order, for the reader of a failure. */
  readonly diary: string[];
};

export function openLedger(): Ledger {
  return { alerts: new Map(), words: new Map(), diary: [] };
}
