/**
 * How long until a started bot takes alerts? `npm run bench:start` starts `fishbone start` with a new database against the
 * local Slack and asks `GET /healthz` until it answers 200: not only the port, but the database, the data source and the
 * Slack side have then been asked. Beside it, in turn: an empty Node process, which no start can be faster than.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { startSandbox } from '../sandbox/server.ts';
import { makeConfiguration } from './made-configuration.ts';
import { machineLine, timingHead, timingRow } from './timings.ts';

type Health = 'healthy' | 'connected';
const Answer = z.object({ slack: z.string() });

const rounds = Number(process.argv[2] ?? 20);
const door = join(import.meta.dirname, '../src/cli/fishbone.mjs');
const sandbox = await startSandbox({ manifest: 'manifest.yml', rateLimits: 'off' });

try {
  const empty: number[] = [];
  const healthy: number[] = [];
  const connected: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    empty.push(await emptyProcess());
    const start = await startOnce();
    healthy.push(start.healthy);
    connected.push(start.connected);
  }
  console.log(`${rounds} starts; ${machineLine()}\n`);
  console.log(timingHead);
  console.log(timingRow('floor: node -e 0, start to exit', empty));
  console.log(timingRow('fishbone start to the first 200 of /healthz', healthy));
  console.log(timingRow('fishbone start to Slack connected', connected));
} finally {
  await sandbox.close();
}

async function emptyProcess(): Promise<number> {
  const started = performance.now();
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit');
  return performance.now() - started;
}

/** Milliseconds until alerts are taken, and until the bot hears people in Slack, too. */
async function startOnce(): Promise<{ readonly healthy: number; readonly connected: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'fishbone-bench-'));
  const port = await freePort();
  const config = await makeConfiguration(folder, { models: ['model-1'], port });
  const started = performance.now();
  const child = spawn(process.execPath, [door, 'start', '--config', config], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      LOG_LEVEL: 'error',
      SLACK_BOT_TOKEN: sandbox.botToken,
      SLACK_APP_TOKEN: sandbox.appToken,
      SLACK_API_URL: sandbox.apiUrl,
    },
  });
  const ended = once(child, 'exit');
  try {
    const until = async (state: Health): Promise<number> => {
      while (!(await healthOf(port)).includes(state)) {
        if (child.exitCode !== null) throw new Error(`the bot ended with code ${child.exitCode}`);
        await sleep(2);
      }
      return performance.now() - started;
    };
    return { healthy: await until('healthy'), connected: await until('connected') };
  } finally {
    child.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}

async function healthOf(port: number): Promise<readonly Health[]> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`);
    const { slack } = Answer.parse(await answer.json());
    if (answer.status !== 200) return [];
    return slack === 'connected' ? ['healthy', 'connected'] : ['healthy'];
  } catch {
    return [];
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
