import { afterEach, beforeEach, expect, test } from 'vitest';
import { stateOf } from '../../src/incident/evolve/evolve.ts';
import { makeBot } from './made-bot.ts';
import type { MadeBot } from './made-bot.ts';

const models = Array.from({ length: 5 }, (_, index) => `model-${index + 1}`);

let made: MadeBot;
beforeEach(async () => {
  made = await makeBot(models, { storm: { incidents: 2, within: '10m' } });
});
afterEach(() => made.close());

const top = () => made.sandbox.channel('ml-incidents');
const storm = () => top().find((message) => made.sandbox.textOf(message).includes('more incidents'));

// 100 alerts in a few seconds, and as many triages as there are models.
test(
  'a storm is answered, opens one incident a key, and is told in one message that people can open threads from',
  { timeout: 170_000 },
  async () => {
    const { bot, sandbox } = made;
    const sent: Promise<number>[] = [];
    for (let number = 0; number < 20; number += 1) {
      for (const model of models) sent.push(made.send(model, number));
      await Promise.all(sent);
    }
    expect(new Set(await Promise.all(sent))).toEqual(new Set([202]));

    const asked = performance.now();
    await sandbox.as('priya').command('ml-incidents', '/rca help');
    await sandbox.until(() => sandbox.ephemerals('U0ONCALL01').length > 0, 3000);
    expect(performance.now() - asked).toBeLessThan(3000);

    await bot.settled();
    const incidents = await bot.responder.incidents({ status: 'open' });
    expect(incidents).toHaveLength(5);
    const met = await Promise.all(
      incidents.map(async ({ id }) => stateOf(await bot.responder.events(id))?.alerts.length),
    );
    expect(met).toEqual(models.map(() => 20));

    await sandbox.until(() =>
      sandbox.textOf(storm() ?? top()[0] ?? missing()).includes('3 more incidents at once'),
    );
    expect(top()).toHaveLength(3);

    const message = storm() ?? missing();
    const label = JSON.stringify(message.revisions.at(-1)?.blocks);
    const [, held = ''] = /Open (INC-\d+)/.exec(label) ?? [];
    await sandbox.as('priya').click(message, 'command:0');
    await sandbox.until(() => top().some((one) => sandbox.textOf(one).startsWith(held)));
    await bot.settled();
    const opened = (await bot.responder.incidents({})).find(({ id }) => id === held);
    const thread = sandbox.thread(opened?.channel ?? '', opened?.threadTs ?? '');
    expect(thread.length).toBeGreaterThan(2);
    expect(top()).toHaveLength(4);
    await sandbox.until(
      () => !JSON.stringify(storm()?.revisions.at(-1)?.blocks).includes(`Open ${held} `),
      15_000,
    );
  },
);

function missing(): never {
  throw new Error('there is no such message');
}
