import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeConfiguration } from '../../bench/made-configuration.ts';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { stateOf } from '../../src/incident/evolve/evolve.ts';
import { isTriaged } from '../../src/response/triage/triage.ts';
import { systemClock } from '../../src/time/clock.ts';
import { openStorage } from '../../storage/open.ts';
import type { Storage } from '../../storage/open.ts';
import { seededRandom } from '../statistics/seeded-random.ts';
import type { SeededRandom } from '../statistics/seeded-random.ts';
import { actAtRandom, sendAgain } from './actions.ts';
import type { Stage } from './actions.ts';
import { startLife } from './bot-life.ts';
import { freePort } from './free-port.ts';
import { openLedger } from './ledger.ts';
import { makeTrouble } from './trouble.ts';
import { faultsFound } from './verdict.ts';
import { expectLinted } from '../slack/expect-linted.ts';

export type Played = {
  readonly seed: number;
  /** How many times the bot was killed, each time at another step. */
  readonly crashes: number;
  readonly incidents: number;
  readonly events: number;
  /** What was lost or doubled. */
  readonly faults: readonly string[];
  readonly diary: readonly string[];
};

/** A start has about this many steps; what is handled and said has a few each, a triage about a hundred. */
const startSteps = 20;
const workSteps = 130;

/**
 * One workspace, one database, `crashes` lives that end by SIGKILL at a step drawn by chance while alerts come in, people
 * ask and the way to Slack fails; then a last life, in which everything must become right. The same seed draws the same.
 */
export async function play(seed: number, crashes: number): Promise<Played> {
  const folder = await mkdtemp(join(tmpdir(), 'fishbone-faults-'));
  // Slack's clock stands nearly still until the last life: on a busy machine it would give up on the dead bot before.
  const speed = 0.01;
  const sandbox = await startSandbox({
    manifest: 'manifest.yml',
    rateLimits: 'off',
    seed,
    speed,
    trafficLimit: 20_000,
  });
  const random = seededRandom(seed);
  const ledger = openLedger();
  const models = ['churn', 'fraud', 'ranker'];
  try {
    const port = await freePort();
    const config = await makeConfiguration(folder, {
      models,
      port,
      slack: { storm: { incidents: 4 } },
    });
    const place = { sandbox, config, port };
    for (let life = 1; life <= crashes; life += 1) {
      const step = drawStep(random);
      ledger.diary.push(`life ${life}, until step ${step}; ${makeTrouble(sandbox, random)}`);
      const bot = startLife(place, step);
      const stage: Stage = { sandbox, random, ledger, models, intakeUrl: bot.intakeUrl };
      await bot.ready();
      if (!bot.hasEnded()) await sendAgain(stage);
      for (let acts = 3 + random.whole(4); acts > 0 && !bot.hasEnded(); acts -= 1) await actAtRandom(stage);
      // Idle before its step: then it is killed where it stands.
      for (let waited = 0; waited < 300 && !bot.hasEnded(); waited += 20) await sleep(20);
      ledger.diary.push(bot.hasEnded() ? '  killed at its step' : '  killed while idle');
      await bot.kill();
    }
    sandbox.faults.clear();
    const recovered = await recover(place, { random, ledger, models });
    const said = refusedBlocks(sandbox);
    return { seed, crashes, ...recovered, faults: [...recovered.faults, ...said] };
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the bot said, in any of its lives, that Slack would not have taken. */
function refusedBlocks(sandbox: Sandbox): readonly string[] {
  try {
    expectLinted(sandbox);
    return [];
  } catch (error) {
    return [`not for Slack: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** One crash in eight strikes the start; the others strike the work, its beginning more often than its end. */
function drawStep(random: SeededRandom): number {
  if (random.uniform() < 0.125) return 1 + random.whole(startSteps);
  return startSteps + Math.ceil(workSteps * random.uniform() ** 1.5);
}

async function recover(
  place: { readonly sandbox: Sandbox; readonly config: string; readonly port: number },
  told: Pick<Stage, 'random' | 'ledger' | 'models'>,
): Promise<Omit<Played, 'seed' | 'crashes'>> {
  const { sandbox } = place;
  const { ledger } = told;
  const bot = startLife(place, null);
  const database = join(place.config, '../fishbone.db');
  try {
    await bot.ready();
    await sendAgain({ sandbox, ...told, intakeUrl: bot.intakeUrl });
    // Slack brings again what nobody acknowledged: after a minute, and after five more.
    for (const minutes of [1, 5, 5]) {
      sandbox.clock.advance(minutes * 61_000);
      await sandbox.settled();
    }
    const storage = await openStorage(database, { clock: systemClock, exclusive: false });
    try {
      const isSettled = await settled(sandbox, storage);
      const faults = await faultsFound(sandbox, storage, ledger);
      const { incidents, events } = await storage.check();
      const restless = isSettled ? [] : [`it did not come to rest: ${bot.said()}`];
      return { incidents, events, faults: [...restless, ...faults], diary: ledger.diary };
    } finally {
      storage.close();
    }
  } finally {
    await bot.kill();
  }
}

/** Until nothing waits, no triage runs, and it stays so; false after two minutes. */
export async function settled(sandbox: Sandbox, storage: Storage): Promise<boolean> {
  for (let calm = 0, waited = 0; waited < 120_000; waited += 100) {
    calm = (await isCalm(storage)) ? calm + 1 : 0;
    if (calm >= 3) {
      const before = sandbox.traffic.total;
      await sandbox.settled();
      if (sandbox.traffic.total === before && (await isCalm(storage))) return true;
    }
    await sleep(100);
  }
  return false;
}

async function isCalm({ inbox, outbox, pictures, incidents }: Storage): Promise<boolean> {
  if ((await pictures.depth()).waiting > 0) return false;
  // A storm's message is edited at most every so often; it has come to rest when it is wanted no more.
  if ((await inbox.depth()).waiting > 0 || (await outbox.depth()).waiting > 0) return false;
  for (const { id } of await incidents.list({})) {
    const state = stateOf(await incidents.read(id));
    if (state !== null && !isTriaged(state)) return false;
  }
  return true;
}
