/**
 * How long from a monitor's POST to the root message in the channel? `npm run bench:alert` sends 200 alerts, each of its
 * own incident, one after the other to the whole bot (HTTP intake, SQLite on disk, outbox, Web API client), which runs in
 * a process of its own; its Slack is the local one. Before each alert the floor is measured: one row committed to SQLite
 * with the bot's settings, and one `chat.postMessage` to the same local Slack. What the bot adds is the difference.
 */
import { WebClient } from '@slack/web-api';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { startSandbox } from '../sandbox/server.ts';
import type { Sandbox } from '../sandbox/server.ts';
import { systemClock } from '../src/time/clock.ts';
import { connect } from '../storage/connection.ts';
import { makeConfiguration } from './made-configuration.ts';
import { machineLine, quantileOf, timingHead, timingRow } from './timings.ts';

type Timing = { readonly floor: number; readonly accepted: number; readonly root: number };

const measured = Number(process.argv[2] ?? 200);
const warmUp = 10;
const channel = '#ml-incidents';
const models = Array.from({ length: measured + warmUp }, (_, index) => `model-${index + 1}`);

const folder = await mkdtemp(join(tmpdir(), 'fishbone-bench-'));
const sandbox = await startSandbox({ manifest: 'manifest.yml', rateLimits: 'off' });
const bot = await startBotProcess(sandbox);
try {
  const floor = await openFloor(sandbox);
  const timings: Timing[] = [];
  for (const model of models) {
    const alert = { model, metric: 'auc', value: 0.78, baseline: 0.86, severity: 'critical' };
    const floorMs = await floor.once(alert);
    timings.push({ floor: floorMs, ...(await alertToRoot(alert)) });
    await bot.settled();
  }
  floor.close();
  report(timings.slice(warmUp));
} finally {
  await bot.close();
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
}

async function startBotProcess(sandbox: Sandbox) {
  const settings = {
    config: await makeConfiguration(folder, { models, port: 0 }),
    storage: join(folder, 'fishbone.db'),
    channel,
    botToken: sandbox.botToken,
    appToken: sandbox.appToken,
    slackApiUrl: sandbox.apiUrl,
  };
  const child = fork(join(import.meta.dirname, 'bot-process.ts'), [JSON.stringify(settings)]);
  const [intakeUrl] = z.tuple([z.string()], z.unknown()).parse(await once(child, 'message'));
  await sandbox.until(() => sandbox.sockets.connections > 0);
  return {
    intakeUrl,
    async settled() {
      child.send('settle');
      await once(child, 'message');
    },
    async close() {
      child.send('end');
      await once(child, 'exit');
    },
  };
}

/** Milliseconds until the intake has answered 202, and until the root message is in the channel. */
async function alertToRoot(alert: { readonly model: string }): Promise<Omit<Timing, 'floor'>> {
  const posted = rootOf(alert.model);
  const started = performance.now();
  const answer = await fetch(`${bot.intakeUrl}/alerts/generic`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(alert),
  });
  const accepted = performance.now() - started;
  if (answer.status !== 202) throw new Error(`the intake answered ${answer.status}: ${await answer.text()}`);
  return { accepted, root: (await posted) - started };
}

/** When the local Slack has the root message of this model's incident. */
function rootOf(model: string): Promise<number> {
  return new Promise((resolve) => {
    const stop = sandbox.events.subscribe((event) => {
      if (event.type !== 'message_posted' || event.message.threadTs !== undefined) return;
      const text = event.message.revisions.at(-1)?.text ?? '';
      if (!text.split(/[^\w-]/).includes(model)) return;
      stop();
      resolve(performance.now());
    });
  });
}

/** One committed row and one message, with nothing of the bot between them. */
async function openFloor(sandbox: Sandbox) {
  const { database } = await connect(join(folder, 'floor.db'), { clock: systemClock, log: null });
  database.exec('CREATE TABLE bare (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
  const insert = database.prepare('INSERT INTO bare (body) VALUES (?)');
  const client = new WebClient(sandbox.botToken, { slackApiUrl: sandbox.apiUrl });
  return {
    async once(alert: unknown): Promise<number> {
      const started = performance.now();
      insert.run(JSON.stringify(alert));
      await client.chat.postMessage({ channel, text: 'One bare message.' });
      return performance.now() - started;
    },
    close: () => void database.close(),
  };
}

function report(timings: readonly Timing[]): void {
  console.log(`${timings.length} alerts, each of its own incident; ${machineLine()}\n`);
  console.log(timingHead);
  const row = (name: string, of: keyof Timing) =>
    console.log(
      timingRow(
        name,
        timings.map((timing) => timing[of]),
      ),
    );
  row('floor: one durable row and one message', 'floor');
  row('alert POST to 202, the alert is on disk', 'accepted');
  row('alert POST to the root message', 'root');
  const above = quantileOf(
    timings.map(({ root, floor }) => root - floor),
    0.5,
  );
  console.log(`\nabove the floor: ${above.toFixed(1)} ms in the median`);
}
