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
import { startSandbox } from '../sandbox/server.ts';
import { makeConfiguration } from './made-configuration.ts';
import { machineLine, timingHead, timingRow } from './timings.ts';

const rounds = Number(process.argv[2] ?? 20);
const door = join(import.meta.dirname, '../src/cli/fishbone.mjs');
const sandbox = await startSandbox({ manifest: 'manifest.yml', rateLimits: 'off' });

try {
  const empty: number[] = [];
  const healthy: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    empty.push(await emptyProcess());
    healthy.push(await startToHealthy());
  }
  console.log(`${rounds} starts; ${machineLine()}\n`);
  console.log(timingHead);
  console.log(timingRow('floor: node -e 0, start to exit', empty));
  console.log(timingRow('fishbone start to the first 200 of /healthz', healthy));
} finally {
  await sandbox.close();
}

async function emptyProcess(): Promise<number> {
  const started = performance.now();
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit');
  return performance.now() - started;
}

async function startToHealthy(): Promise<number> {
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
    while (!(await isHealthy(port))) {
      if (child.exitCode !== null) throw new Error(`the bot ended with code ${child.exitCode}`);
      await sleep(2);
    }
    return performance.now() - started;
  } finally {
    child.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}

async function isHealthy(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`);
    await answer.text();
    return answer.status === 200;
  } catch {
    return false;
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
