import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Sandbox } from '../../sandbox/server.ts';

const entry = fileURLToPath(new URL('../../src/cli/fishbone.ts', import.meta.url));
const hook = new URL('./crash-hook.ts', import.meta.url).href;

/** One life of a real bot: `fishbone start` in a process of its own, from its start to its end. */
export type Life = {
  readonly intakeUrl: string;
  readonly hasEnded: () => boolean;
  /** Its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** What it said on stderr: errors only. */
  readonly said: () => string;
  /** Until the door for alerts is open and the socket is connected, or it has ended. */
  ready(): Promise<void>;
  /** SIGKILL, unless it is over. */
  kill(): Promise<void>;
  /** SIGTERM; how it ended, and after how many milliseconds. */
  stop(): Promise<{ readonly code: number | null; readonly ms: number }>;
};

/**
 * @param crashAtStep the step at which it kills itself; null lets it live.
 * @param preload what is loaded before the bot.
 */
export function startLife(
  place: { readonly sandbox: Sandbox; readonly config: string; readonly port: number },
  crashAtStep: number | null,
  preload = hook,
): Life {
  const { sandbox, config, port } = place;
  const intakeUrl = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ['--import', preload, entry, 'start', '--config', config], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: join(tmpdir(), 'fishbone-compile-cache'),
      LOG_LEVEL: 'error',
      SLACK_BOT_TOKEN: sandbox.botToken,
      SLACK_APP_TOKEN: sandbox.appToken,
      SLACK_API_URL: sandbox.apiUrl,
      SLACK_MESSAGE_GAP_MS: '2',
      ...(crashAtStep !== null && { CRASH_AT_STEP: String(crashAtStep) }),
    },
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => {
    said = `${said}${text.toString()}`.slice(-20_000);
  });
  const life = { over: false };
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      life.over = true;
      resolve(code);
    });
  });
  return {
    intakeUrl,
    hasEnded: () => life.over,
    ended,
    said: () => said,
    async ready() {
      while (!life.over && !(await isConnected(intakeUrl))) await sleep(10);
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      const started = performance.now();
      child.kill('SIGTERM');
      const code = await ended;
      return { code, ms: performance.now() - started };
    },
  };
}

async function isConnected(intakeUrl: string): Promise<boolean> {
  try {
    const answer = await fetch(`${intakeUrl}/healthz`, { signal: AbortSignal.timeout(2000) });
    return JSON.stringify(await answer.json()).includes('"slack":"connected"');
  } catch {
    return false;
  }
}
