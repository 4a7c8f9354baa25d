import { spawn } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { didYouMean } from '../config/nearest.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url));

export type RecordedIncident = {
  readonly name: string;
  readonly configPath: string;
  /** The body of the alert, as the monitor sent it. */
  readonly alert: unknown;
  /** Where its pipelines are served, for `${PIPELINES_URL}` of its configuration. */
  readonly pipelinesUrl: string;
  close(): Promise<void>;
};

/** Opens a recorded incident of the examples folder: its files, and its pipelines served on a free port of this machine. */
export async function openRecordedIncident(name: string | undefined): Promise<RecordedIncident> {
  const names = await recordedIncidents();
  const chosen = name ?? firstOf(names);
  if (chosen === undefined || !names.includes(chosen)) {
    throw Object.assign(
      new Error(`There is no recorded incident '${chosen ?? ''}'${didYouMean(chosen ?? '', names)}`),
      {
        code: 'unknown-example',
        hint: `Recorded incidents: ${names.join(', ')}.`,
      },
    );
  }
  const folder = join(EXAMPLES, chosen);
  const alert: unknown = JSON.parse(await readFile(join(folder, 'alert.json'), 'utf8'));
  const server = await servePipelines(folder);
  return {
    name: chosen,
    configPath: join(folder, 'fishbone.yml'),
    alert,
    pipelinesUrl: server.url,
    close: () => server.close(),
  };
}

/** A recorded incident as it is offered: what it is called, and one sentence that does not tell the cause. */
export type Recording = { readonly id: string; readonly title: string; readonly sentence: string };

const About = z.object({ title: z.string().min(1), sentence: z.string().min(1) });

/** The recorded incidents there are, the one that is played first in front. */
export async function recordings(): Promise<readonly Recording[]> {
  const names = await recordedIncidents();
  const first = firstOf(names);
  const inOrder = names.toSorted((one, other) => Number(other === first) - Number(one === first));
  return Promise.all(
    inOrder.map(async (id) => {
      const about: unknown = JSON.parse(await readFile(join(EXAMPLES, id, 'about.json'), 'utf8'));
      return { id, ...About.parse(about) };
    }),
  );
}

const firstOf = (names: readonly string[]): string | undefined =>
  names.find((one) => one === 'feature-store-keys') ?? names[0];

async function recordedIncidents(): Promise<readonly string[]> {
  const entries = await readdir(EXAMPLES, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** The pipelines in a process of their own, as in life; it ends with ours. */
async function servePipelines(folder: string): Promise<{ readonly url: string; close(): Promise<void> }> {
  const child = spawn(process.execPath, [join(EXAMPLES, 'model-server.mjs'), folder, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = (): void => void child.kill();
  process.once('exit', stop);
  const url = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the pipelines' server ended with code ${String(code)}`)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const found = /http:\/\/[\d.]+:\d+/.exec(text);
      if (found !== null) resolve(found[0]);
    });
  });
  return {
    url,
    async close() {
      process.off('exit', stop);
      if (child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
    },
  };
}
