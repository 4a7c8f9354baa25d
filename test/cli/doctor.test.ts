import { createServer } from 'node:net';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { lookAtPort } from '../../src/cli/doctor/look-at-port.ts';
import { dataNulls } from '../../src/suspects/hypotheses/data-nulls.ts';
import { sensible } from '../../src/suspects/sensible.ts';
import { runFishbone } from '../../src/cli/program.ts';
import type { Rooms } from '../../src/cli/rooms.ts';
import { configText, load, refused } from '../config/config-text.ts';
import { closedWarehouses, fakeRooms } from './fake-rooms.ts';
import { fakeTerminal } from './fake-terminal.ts';

const Lines = z.array(
  z.object({ level: z.string(), about: z.string(), words: z.string(), hint: z.string().nullable() }),
);

async function examined(rooms: Partial<Rooms> = {}, environment: Record<string, string> = {}) {
  const terminal = fakeTerminal({ environment });
  const sound: Partial<Rooms> = {
    loadConfig: async () => load(`${configText()}intake: { port: 0 }\n`),
    openWarehouses: async () => ({
      ...closedWarehouses,
      health: async () => [{ source: 'logs', ok: true, message: '9 tables' }],
      open: () => Promise.reject(new Error('no such folder')),
    }),
    storageHealth: async () => ({ kind: 'new' }),
  };
  const exitCode = await runFishbone(['doctor', '--json'], {
    terminal,
    rooms: fakeRooms({ ...sound, ...rooms }),
  });
  const lines = Lines.parse(JSON.parse(terminal.said().out));
  return { exitCode, lines, of: (about: string) => lines.filter((line) => line.about === about) };
}

const tokens = { SLACK_BOT_TOKEN: 'xoxb-1-secret', SLACK_APP_TOKEN: 'xapp-1-secret' };

describe('fishbone doctor', () => {
  test('looks at everything and goes on after a problem', async () => {
    const { exitCode, lines } = await examined();
    expect(lines.map(({ level, about }) => `${level} ${about}`)).toEqual([
      'ok node',
      'ok hypotheses',
      'ok config',
      'ok source logs',
      'problem columns',
      'ok storage',
      'ok intake',
      'warning slack',
      'warning slack',
    ]);
    expect(exitCode).toBe(1);
  });

  test('every warning and problem says what to do', async () => {
    const { lines } = await examined({ loadConfig: async () => Promise.reject(refused('version: 2')) });
    const unhealthy = lines.filter((line) => line.level !== 'ok');
    expect(unhealthy.length).toBeGreaterThan(3);
    expect(unhealthy.filter((line) => (line.hint ?? '') === '')).toEqual([]);
  });

  test('each problem of the configuration is a line of its own', async () => {
    const { exitCode, of } = await examined({
      loadConfig: async () => Promise.reject(refused('version: 2')),
    });
    expect(of('config').map((line) => line.words)[0]).toBe(
      'fishbone.yml:1:1  version: expected `1`, found the number 2',
    );
    expect(of('config')).toHaveLength(3);
    expect(exitCode).toBe(1);
  });

  test('each mistake in a hypothesis is a problem, and the rest is looked at all the same', async () => {
    const { exitCode, of } = await examined({
      hypotheses: async () => sensible([{ ...dataNulls, expects: { nulls: 1.97, nul: 0.5 } as never }]),
    });
    expect(of('hypotheses')).toMatchObject([
      { level: 'problem', words: expect.stringContaining('expects.nulls') as string },
      { level: 'problem', words: expect.stringContaining('expects.nul:') as string },
    ]);
    expect(of('config')).toMatchObject([{ level: 'ok' }]);
    expect(exitCode).toBe(1);
  });

  test('a damaged database is a problem with its own hint', async () => {
    const { of } = await examined({
      storageHealth: async () => ({
        kind: 'damaged',
        problems: [{ what: 'row 3 is gone', hint: 'Take the backup.' }],
      }),
    });
    expect(of('storage')).toMatchObject([{ level: 'problem', hint: 'Take the backup.' }]);
  });

  test('a file that is no database is a problem, not a crash', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'fishbone-doctor-')), 'fishbone.db');
    await writeFile(path, 'this is text and no database at all, however long it goes on being text');
    const rooms = fakeRooms();
    const { of } = await examined({ storageHealth: () => rooms.storageHealth(path) });
    expect(of('storage')).toMatchObject([{ level: 'problem' }]);
  });

  test('a source that does not answer names itself', async () => {
    const { of } = await examined({
      openWarehouses: async () => ({
        ...closedWarehouses,
        health: async () => [{ source: 'logs', ok: false, message: 'there is nothing at /data' }],
      }),
    });
    expect(of('source logs')).toMatchObject([{ level: 'problem', words: 'there is nothing at /data' }]);
  });

  test('Slack tokens are tried, and never shown', async () => {
    const slackHealth: Rooms['slackHealth'] = async () => ({
      bot: { kind: 'valid', words: 'fishbone in Acme' },
      app: { kind: 'refused', reason: 'invalid_auth' },
    });
    const { lines, of } = await examined({ slackHealth }, tokens);
    expect(of('slack').map((line) => `${line.level} ${line.words}`)).toEqual([
      'ok SLACK_BOT_TOKEN: fishbone in Acme',
      'problem SLACK_APP_TOKEN was not accepted: invalid_auth',
    ]);
    expect(JSON.stringify(lines)).not.toContain('-1-secret');
  });

  test('tokens that were swapped are seen without asking Slack', async () => {
    const swapped = { SLACK_BOT_TOKEN: tokens.SLACK_APP_TOKEN, SLACK_APP_TOKEN: tokens.SLACK_BOT_TOKEN };
    const slackHealth = () => Promise.reject(new Error('Slack was asked'));
    const { of } = await examined({ slackHealth }, swapped);
    expect(of('slack').map((line) => line.level)).toEqual(['problem', 'problem']);
  });

  test('for a person each is a line with its mark, and the end counts them', async () => {
    const terminal = fakeTerminal();
    await runFishbone(['doctor'], {
      terminal,
      rooms: fakeRooms({ loadConfig: async () => Promise.reject(refused('version: 2')) }),
    });
    expect(terminal.said().out).toMatch(/^✓ ok +node +Node 2/);
    expect(terminal.said().out).toMatch(/✗ problem +config +fishbone\.yml:1:1/);
    expect(terminal.said().out).toMatch(/2 ok, 2 warnings, 3 problems\n$/);
  });
});

describe('the port for alerts', () => {
  const intake = load(configText()).config.intake;

  test('in use is a warning: it may be the bot itself', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const address = z.object({ port: z.number() }).parse(server.address());
    const lines = await lookAtPort({ ...intake, port: address.port });
    server.close();
    expect(lines).toMatchObject([{ level: 'warning' }]);
  });

  test('an address of another machine cannot be listened on', async () => {
    const [line] = await lookAtPort({ ...intake, host: '192.0.2.1', port: 0 });
    expect(line).toMatchObject({ level: 'problem' });
  });

  test('open to other machines without a secret is a warning', async () => {
    const lines = await lookAtPort({ ...intake, host: '0.0.0.0', port: 0 });
    expect(lines.map((line) => line.level)).toEqual(['ok', 'warning']);
  });
});
