import type { Claim } from './queues.ts';

/** Everything that came from outside, on disk before anything is done with it. */
export type InboxItem = {
  readonly id: number;
  readonly source: string;
  readonly kind: 'alert' | 'slack';
  readonly body: unknown;
  readonly receivedAt: Date;
  /** How often it was taken, this time included. */
  readonly attempts: number;
  /** How many tries ended with an error of its own; the others were cut short by the end of the process. */
  readonly failures: number;
};

export type Inbox = {
  /** `key` names the delivery: the same key twice is one item. */
  accept(item: {
    readonly source: string;
    readonly kind: InboxItem['kind'];
    readonly key: string;
    readonly body: unknown;
    readonly receivedAt: Date;
  }): Promise<
    { readonly kind: 'accepted'; readonly id: number } | { readonly kind: 'duplicate'; readonly id: number }
  >;
  /** Oldest unhandled items, marked as taken until `leaseSeconds` from `now`. */
  claim(input: Claim & { readonly kind: InboxItem['kind'] }): Promise<readonly InboxItem[]>;
  done(id: number, outcome: string): Promise<void>;
  /** Try again at `retryAt`; null keeps it for inspection without another try. */
  failed(id: number, reason: string, retryAt: Date | null): Promise<void>;
  /** Not its own fault: it is taken again from `until` on, as if it had not been taken. */
  putOff(id: number, reason: string, until: Date): Promise<void>;
  depth(): Promise<{ readonly waiting: number; readonly failed: number }>;
};
