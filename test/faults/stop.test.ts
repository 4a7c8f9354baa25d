import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeConfiguration } from '../../bench/made-configuration.ts';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { systemClock } from '../../src/time/clock.ts';
import { openStorage } from '../../storage/open.ts';
import { startLife } from './bot-life.ts';
import type { Life } from './bot-life.ts';
import { freePort } from './free-port.ts';
import { openLedger } from './ledger.ts';
import { settled } from './play.ts';
import { faultsFound } from './verdict.ts';

let folder: string;
let sandbox: Sandbox;
let place: { readonly sandbox: Sandbox; readonly config: string; readonly port: number };
const lives: Life[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fishbone-stop-'));
  sandbox = await startSandbox({ manifest: 'manifest.yml', rateLimits: 'off' });
  const port = await freePort();
  const config = await makeConfiguration(folder, { models: ['churn', 'fraud'], port });
  place = { sandbox, config, port };
});
afterEach(async () => {
  for (const life of lives.splice(0)) await life.kill();
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

async function live(preload?: string): Promise<Life> {
  const life = startLife(place, null, preload);
  lives.push(life);
  await life.ready();
  return life;
}

async function send(life: Life, model: string): Promise<number> {
  const answer = await fetch(`${life.intakeUrl}/alerts/generic`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, metric: 'auc', value: 0.6, baseline: 0.86, severity: 'critical' }),
  });
  return answer.status;
}

async function expectEverythingSaid(incidents: number): Promise<void> {
  const storage = await openStorage(join(folder, 'fishbone.db'), { clock: systemClock, exclusive: false });
  expect(await settled(sandbox, storage)).toBe(true);
  expect(await faultsFound(sandbox, storage, openLedger())).toEqual([]);
  expect(await storage.incidents.list({})).toHaveLength(incidents);
  storage.close();
}

// Two real starts of the bot each, which take seconds on a busy machine.
test(
  'asked to stop in the middle of its work, the bot ends within ten seconds, and the next start goes on with it',
  { timeout: 240_000 },
  async () => {
    const first = await live();
    expect(await send(first, 'churn')).toBe(202);
    expect(await send(first, 'fraud')).toBe(202);
    const { code, ms } = await first.stop();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(10_000);
    await live();
    await expectEverythingSaid(2);
  },
);

test(
  'with Slack hanging, it ends within ten seconds, too, and says everything later, once',
  { timeout: 240_000 },
  async () => {
    const first = await live();
    sandbox.faults.api('*', { kind: 'hang' });
    expect(await send(first, 'churn')).toBe(202);
    const { ms } = await first.stop();
    expect(ms).toBeLessThan(10_000);
    sandbox.faults.clear();
    await live();
    await expectEverythingSaid(1);
  },
);

test(
  'a rejection that nobody caught ends the process with code 1, and the next start is clean',
  { timeout: 240_000 },
  async () => {
    const first = await live(new URL('./break-in-a-moment.ts', import.meta.url).href);
    expect(await send(first, 'churn')).toBe(202);
    expect(await first.ended).toBe(1);
    expect(first.said()).toContain('something broke that nobody expected');
    await live();
    await expectEverythingSaid(1);
  },
);

test(
  'a door for alerts that breaks takes the bot down with code 1, and what it had answered is handled by the next start',
  { timeout: 240_000 },
  async () => {
    const first = await live(new URL('./break-the-door.ts', import.meta.url).href);
    expect(await send(first, 'churn')).toBe(202);
    expect(await first.ended).toBe(1);
    expect(first.said()).toContain('a bug in the door');
    await live();
    await expectEverythingSaid(1);
  },
);
