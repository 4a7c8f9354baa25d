import { afterEach, beforeEach, expect, test } from 'vitest';
import { stateOf } from '../../src/incident/evolve/evolve.ts';
import { isTriaged } from '../../src/response/triage/triage.ts';
import { openLedger } from '../faults/ledger.ts';
import { faultsFound } from '../faults/verdict.ts';
import { makeBot } from './made-bot.ts';
import type { MadeBot } from './made-bot.ts';

let made: MadeBot;
beforeEach(async () => {
  made = await makeBot(['churn', 'fraud']);
  await made.sandbox.until(() => made.sandbox.sockets.connections > 0, 20_000);
});
afterEach(() => made.close());

const person = 'T0SANDBOX1:U0ONCALL01';
const state = async (id: string) => stateOf(await made.bot.responder.events(id));

// An hour without Slack, shortened: what is tested is what happens meanwhile and after, which does not depend on how long.
test(
  'while Slack is gone, alerts, triage, timeline and note go on; when it is back, the threads catch up, in order, once',
  { timeout: 170_000 },
  async () => {
    const { bot, sandbox } = made;
    const posts = () =>
      sandbox.traffic.search({ name: 'chat.postMessage' }).filter(({ status }) => status === 200);
    sandbox.faults.api('*', { kind: 'drop' });
    sandbox.sockets.cut();

    expect(await made.send('churn')).toBe(202);
    expect(await made.send('fraud')).toBe(202);
    const triaged = async () => {
      const states = await Promise.all(['INC-1', 'INC-2'].map(state));
      return states.every((one) => one !== null && isTriaged(one));
    };
    while (!(await triaged())) await new Promise((resolve) => setTimeout(resolve, 50));
    const now = new Date();
    for (const text of ['rolled back', 'AUC is back', 'watching'])
      await bot.responder.addTimelineEntry({
        incident: 'INC-1',
        happenedAt: now,
        text,
        origin: null,
        person,
        now,
      });
    await bot.responder.writeNote({ incident: 'INC-1', person, now });
    expect(posts()).toEqual([]);
    expect((await bot.storage.outbox.depth()).waiting).toBeGreaterThan(5);

    sandbox.faults.clear();
    await bot.settled();
    while ((await bot.storage.pictures.depth()).waiting > 0)
      await new Promise((resolve) => setTimeout(resolve, 50));
    await sandbox.settled();
    expect(await faultsFound(sandbox, bot.storage, openLedger())).toEqual([]);
    expect(sandbox.channel('ml-incidents')).toHaveLength(2);
  },
);
