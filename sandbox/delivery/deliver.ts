import type { Fields } from '../fields.ts';

/** The kinds of payload Slack sends, in the words of a Socket Mode envelope. */
type PayloadType = 'events_api' | 'slash_commands' | 'interactive';

/** What came of one delivery to the bot. */
export type Ack =
  /** The bot answered in time; the body is its answer, empty for a plain ack. */
  | { readonly outcome: 'acked'; readonly body: Fields }
  | { readonly outcome: 'timeout' }
  /** Nobody is connected, the connection broke, or the bot answered with an error status. */
  | { readonly outcome: 'failed'; readonly reason: string };

export type Attempt = {
  readonly type: PayloadType;
  readonly payload: Fields;
  readonly retryNumber: number;
  readonly retryReason?: string | undefined;
};

/** One way to the bot: a socket or signed HTTP. */
export type Carrier = (attempt: Attempt) => Promise<Ack>;

export type Delivery = {
  /** A command or an interaction: one attempt, the person waits for the outcome. */
  ask(type: 'slash_commands' | 'interactive', payload: Fields): Promise<Ack>;
  /** An event: acked in the background, retried at once, after one minute and after five. */
  announce(event: Fields): void;
  /** Deliveries that still wait for an ack, retries on the schedule not counted. */
  readonly inFlight: number;
};
