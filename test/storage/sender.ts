import type { OutboxItem } from '../../src/response/store/queues.ts';
import type { Storage } from '../../storage/open.ts';
import { later } from './events.ts';

/** How one try of sending ends. `died` leaves the item to its lease; the others report back. */
export const endings = ['sent', 'refused', 'died', 'died after', 'unclear', 'unclear after'] as const;
export type Ending = (typeof endings)[number];

/** `knows`: the newest event when the item was rendered. */
type Taken = OutboxItem & { readonly knows: number; readonly until: number };

/**
 * A sender and its Slack. It renders when it claims, and when an earlier try was unclear it looks in Slack first: what
 * is there already is reported as sent without being rendered anew, which is the worst case for news.
 */
export class Sender {
  readonly threads = new Map<string, { knows: number; replies: number[] }>();
  readonly #storage: Storage;
  readonly #arrived = new Set<number>();
  #seconds = 0;
  #taken: Taken[] = [];

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  wait(seconds: number): void {
    this.#seconds += seconds;
    this.#taken = this.#taken.filter(({ until }) => until > this.#seconds);
  }

  async claim(limit: number): Promise<void> {
    const { outbox, incidents } = this.#storage;
    for (const item of await outbox.claim({ limit, now: later(this.#seconds), leaseSeconds: 30 })) {
      if (this.#taken.some(({ incident }) => incident === item.incident))
        throw new Error(`two items of ${item.incident} are on their way`);
      const knows = (await incidents.read(item.incident)).length;
      this.#taken.push({ ...item, knows, until: this.#seconds + 30 });
    }
  }

  async end(how: Ending): Promise<void> {
    const item = this.#taken[0];
    if (item === undefined) return;
    const found = item.unclear && this.#arrived.has(item.id);
    if (!found && (how === 'sent' || how === 'died after' || how === 'unclear after')) this.#arrive(item);
    if (how === 'died' || how === 'died after') return this.wait(Math.max(0, item.until - this.#seconds));
    this.#taken.shift();
    const { outbox } = this.#storage;
    const ts = `${item.incident} ${item.announcement.kind}`;
    if (how === 'sent') return outbox.sent(item.id, { channel: 'C1', ts }, later(this.#seconds));
    return outbox.retry(item.id, {
      at: later(this.#seconds + 5),
      reason: how,
      unclear: how !== 'refused',
      counted: how === 'refused',
    });
  }

  #arrive({ id, incident, announcement, knows, messageTs, threadTs }: Taken): void {
    if (this.#arrived.has(id) && messageTs === null) throw new Error(`item ${id} was posted twice`);
    this.#arrived.add(id);
    const thread = this.threads.get(incident);
    switch (announcement.kind) {
      case 'root':
        if ((messageTs === null) !== (thread === undefined))
          throw new Error('a root is posted when there is none, and edited when there is one');
        this.threads.set(incident, { knows, replies: thread?.replies ?? [] });
        return;
      case 'reply':
        if (thread === undefined || threadTs === null) throw new Error('a reply went out before its thread');
        thread.replies.push(announcement.seq);
    }
  }
}
