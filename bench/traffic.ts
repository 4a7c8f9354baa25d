/**
 * How the bot bears traffic: `npm run bench:traffic -- intake|storm|day`. The whole bot runs in a process of its own, as in
 * life; senders, people and the local Slack are here. Beside the answers to alerts stand two floors of the same run: one
 * row committed to SQLite with the bot's settings, with nothing of the bot around it; and the same behind the barest server, asked as
 * often as the bot is, while the bot is idle.
 *
 * - `intake`: 500 alerts a second for 20 seconds, 10 commands a second meanwhile.
 * - `storm`: 10,000 alerts of 50 keys in 30 seconds by 8 senders, 2 commands a second meanwhile.
 * - `day`: 20,000 alerts, 200 incidents and 5,000 commands, as fast as they are taken.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { startSandbox } from '../sandbox/server.ts';
import { systemClock } from '../src/time/clock.ts';
import { connect } from '../storage/connection.ts';
import { makeConfiguration } from './made-configuration.ts';
import { machineLine, timingHead, timingRow } from './timings.ts';

type Plan = {
  readonly alerts: number;
  readonly models: number;
  /** Null: as fast as they are taken. */
  readonly seconds: number | null;
  readonly commands: number;
};
const plans: Readonly<Record<string, Plan>> = {
  intake: { alerts: 10_000, models: 50, seconds: 20, commands: 200 },
  storm: { alerts: 10_000, models: 50, seconds: 30, commands: 60 },
  day: { alerts: 20_000, models: 200, seconds: null, commands: 5000 },
};
const senders = 8;
const name = process.argv[2] ?? 'intake';
const plan = plans[name];
if (plan === undefined) throw new Error(`there is no '${name}'; there are ${Object.keys(plans).join(', ')}`);

const models = Array.from({ length: plan.models }, (_, index) => `model-${index + 1}`);
const folder = await mkdtemp(join(tmpdir(), 'fishbone-bench-'));
const sandbox = await startSandbox({ manifest: 'manifest.yml', rateLimits: 'off', trafficLimit: 100 });
const settings = {
  config: await makeConfiguration(folder, { models, port: 0 }),
  storage: join(folder, 'fishbone.db'),
  channel: '#ml-incidents',
  botToken: sandbox.botToken,
  appToken: sandbox.appToken,
  slackApiUrl: sandbox.apiUrl,
};
const bot = fork(join(import.meta.dirname, 'bot-process.ts'), [JSON.stringify(settings)]);
const [intakeUrl] = z.tuple([z.string()], z.unknown()).parse(await once(bot, 'message'));
const agent = new Agent({ keepAlive: true, maxSockets: 256 });

try {
  await sandbox.until(() => sandbox.sockets.connections > 0);
  await sleep(2000);
  const idle = residentMegabytes();
  const floor = await measureFloor();
  const bare = await measureBareDoor();
  const peak = { megabytes: idle };
  const watching = setInterval(() => {
    peak.megabytes = Math.max(peak.megabytes, residentMegabytes());
  }, 250);
  const started = performance.now();
  const [answers, acks] = await Promise.all([sendAlerts(intakeUrl, plan), typeCommands(plan)]);
  const sentMs = performance.now() - started;
  reportAnswers({ floor, bare, answers, acks });
  await settled();
  const settledMs = performance.now() - started;
  clearInterval(watching);
  await sleep(1000);
  reportEnd({ idle, peak: peak.megabytes, sentMs, settledMs });
} finally {
  bot.kill();
  agent.destroy();
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
}

async function measureFloor(): Promise<readonly number[]> {
  const { database } = await connect(join(folder, 'floor.db'), { clock: systemClock, log: null });
  database.exec('CREATE TABLE bare (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
  const insert = database.prepare('INSERT INTO bare (body) VALUES (?)');
  const times: number[] = [];
  for (let number = 0; number < 500; number += 1) {
    const before = performance.now();
    insert.run(alertBody(number));
    times.push(performance.now() - before);
    await sleep(2);
  }
  database.close();
  return times;
}

/** Five seconds at the rate of `intake`. */
async function measureBareDoor(): Promise<readonly number[]> {
  const door = fork(join(import.meta.dirname, 'bare-door.ts'), [join(folder, 'bare.db')]);
  const [url] = z.tuple([z.string()], z.unknown()).parse(await once(door, 'message'));
  const times = await sendAlerts(url, { alerts: 2500, seconds: 5 });
  door.kill();
  return times;
}

/** Milliseconds until each was answered; throws unless with 2xx. */
async function sendAlerts(
  url: string,
  { alerts, seconds }: Pick<Plan, 'alerts' | 'seconds'>,
): Promise<readonly number[]> {
  const times: number[] = [];
  const began = performance.now();
  const sender = async (first: number): Promise<void> => {
    const flying: Promise<void>[] = [];
    for (let number = first; number < alerts; number += senders) {
      const due = seconds === null ? 0 : (number / alerts) * seconds * 1000 - (performance.now() - began);
      if (due > 0) await sleep(due);
      const one = postUntilAnswered(url, alertBody(number)).then((ms) => void times.push(ms));
      if (seconds === null) await one;
      else flying.push(one);
    }
    await Promise.all(flying);
  };
  await Promise.all(Array.from({ length: senders }, (_, index) => sender(index)));
  return times;
}

function alertBody(number: number): string {
  const model = models[number % models.length];
  return JSON.stringify({ model, metric: 'auc', value: 0.6, baseline: 0.86, severity: 'critical', number });
}

/** As a monitor does: a line that broke is tried again, one that was sent too fast waits as long as it is told, and its time counts. */
async function postUntilAnswered(url: string, body: string): Promise<number> {
  const before = performance.now();
  for (let tries = 1; ; tries += 1) {
    try {
      const waitSeconds = await post(url, body);
      if (waitSeconds === null) return performance.now() - before;
      await sleep(waitSeconds * 1000);
      tries = 0;
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

/** Null when it was taken, else the seconds to wait. */
function post(url: string, body: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const going = request(`${url}/alerts/generic`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.once('end', () => {
        if (answer.statusCode === 202 || answer.statusCode === 200) resolve(null);
        else if (answer.statusCode === 429) resolve(Number(answer.headers['retry-after'] ?? 1));
        else reject(new Error(`an alert was answered ${answer.statusCode}`));
      });
    });
    going.once('error', reject);
    going.end(body);
  });
}

/** Milliseconds until Slack had each acknowledgement. */
async function typeCommands({ commands, seconds }: Plan): Promise<readonly number[]> {
  const times: number[] = [];
  const began = performance.now();
  for (let number = 0; number < commands; number += 1) {
    const due = seconds === null ? 0 : (number / commands) * seconds * 1000 - (performance.now() - began);
    if (due > 0) await sleep(due);
    const before = performance.now();
    const line =
      number % 10 === 0 && number > 100 ? `INC-${1 + (number % 8)} timeline add looked at it` : 'help';
    const { outcome } = await sandbox.as('priya').command('ml-incidents', `/rca ${line}`);
    if (outcome !== 'acked') throw new Error(`a command was not acknowledged: ${line}`);
    times.push(performance.now() - before);
  }
  return times;
}

async function settled(): Promise<void> {
  bot.send('settle');
  await once(bot, 'message');
}

function residentMegabytes(): number {
  const status = readFileSync(`/proc/${bot.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 'NaN') / 1024;
}

function reportAnswers(run: {
  readonly floor: readonly number[];
  readonly bare: readonly number[];
  readonly answers: readonly number[];
  readonly acks: readonly number[];
}): void {
  const { floor, bare, answers, acks } = run;
  console.log(
    `${name}: ${answers.length} alerts, all answered 2xx, ${acks.length} commands; ${machineLine()}\n`,
  );
  console.log(timingHead);
  console.log(timingRow('floor: one durable row', floor));
  console.log(timingRow('floor: the same behind a bare HTTP server', bare));
  console.log(timingRow('alert POST to 2xx', answers));
  console.log(timingRow('command typed to acknowledged', acks));
}

function reportEnd(run: {
  readonly idle: number;
  readonly peak: number;
  readonly sentMs: number;
  readonly settledMs: number;
}): void {
  const top = sandbox.channel('ml-incidents').length;
  const seconds = (ms: number): string => (ms / 1000).toFixed(1);
  console.log(
    `\nsent in ${seconds(run.sentMs)} s, everything handled, measured and said after ${seconds(run.settledMs)} s; ${top} messages in the channel`,
  );
  console.log(
    `resident memory: idle ${run.idle.toFixed(0)} MB, at most ${run.peak.toFixed(0)} MB, afterwards ${residentMegabytes().toFixed(0)} MB`,
  );
}
