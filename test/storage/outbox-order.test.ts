import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PendingAnnouncement } from '../../src/response/store/store.ts';
import { openStorage } from '../../storage/open.ts';
import type { Storage } from '../../storage/open.ts';
import { declared, noonClock, said } from './events.ts';
import { endings, Sender } from './sender.ts';
import type { Ending } from './sender.ts';

type Step =
  | { readonly kind: 'say'; readonly incident: number; readonly root: boolean; readonly reply: boolean }
  | { readonly kind: 'claim'; readonly limit: number }
  | { readonly kind: 'end'; readonly how: Ending }
  | { readonly kind: 'wait'; readonly seconds: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('say'),
    incident: fc.integer({ min: 1, max: 2 }),
    root: fc.boolean(),
    reply: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('claim'), limit: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('end'), how: fc.constantFrom(...endings) }),
  fc.record({ kind: fc.constant('wait'), seconds: fc.integer({ min: 1, max: 40 }) }),
);

async function say(storage: Storage, { incident, root, reply }: Extract<Step, { kind: 'say' }>) {
  const id = `INC-${incident}`;
  const announcements: PendingAnnouncement[] = [];
  if (reply) announcements.push({ kind: 'reply', event: 0 });
  if (root) announcements.push({ kind: 'root' });
  const expected = (await storage.incidents.read(id)).length;
  await storage.incidents.append({ incident: id, expected, events: [said('news')], announcements });
  return { id, seq: expected + 1 };
}

test('whatever goes wrong, the root is first and true in the end, and every reply is said once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      const storage = await openStorage(':memory:', { clock: noonClock, exclusive: false });
      const sender = new Sender(storage);
      const wanted = new Map<string, { root: number; replies: number[] }>();
      for (const key of ['a', 'b']) {
        const announcements: PendingAnnouncement[] = [{ kind: 'root' }, { kind: 'reply', event: 0 }];
        const answer = await storage.incidents.declare({
          key,
          channel: 'C1',
          events: [declared(key)],
          announcements,
        });
        wanted.set(answer.incident, { root: 1, replies: [1] });
      }

      for (const each of steps) {
        switch (each.kind) {
          case 'say': {
            const { id, seq } = await say(storage, each);
            const hopes = wanted.get(id);
            if (hopes !== undefined && each.root) hopes.root = seq;
            if (hopes !== undefined && each.reply) hopes.replies.push(seq);
            break;
          }
          case 'claim':
            await sender.claim(each.limit);
            break;
          case 'end':
            await sender.end(each.how);
            break;
          case 'wait':
            sender.wait(each.seconds);
            break;
        }
      }
      for (let round = 0; round < 200 && (await storage.outbox.depth()).waiting > 0; round++) {
        sender.wait(40);
        await sender.claim(2);
        for (let one = 0; one < 2; one++) await sender.end('sent');
      }

      expect(await storage.outbox.depth()).toEqual({ waiting: 0, dropped: 0 });
      for (const [id, { root, replies }] of wanted) {
        expect(sender.threads.get(id)?.replies).toEqual(replies);
        expect(sender.threads.get(id)?.knows).toBeGreaterThanOrEqual(root);
      }
      storage.close();
    }),
    { numRuns: 150 },
  );
});
