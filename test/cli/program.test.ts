import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { CliError } from '../../src/cli/cli-error.ts';
import { runFishbone } from '../../src/cli/program.ts';
import type { Rooms } from '../../src/cli/rooms.ts';
import { subcommands } from '../../src/cli/subcommands.ts';
import { ConfigError } from '../../src/config/problem.ts';
import { refused } from '../config/config-text.ts';
import { fakeRooms } from './fake-rooms.ts';
import { fakeTerminal } from './fake-terminal.ts';

async function run(line: string, rooms: Partial<Rooms> = {}, terminal = fakeTerminal()) {
  const exitCode = await runFishbone(line === '' ? [] : line.split(' '), {
    terminal,
    rooms: fakeRooms(rooms),
  });
  return { exitCode, ...terminal.said() };
}

describe('typing fishbone', () => {
  test('without a word lists the subcommands', async () => {
    const { exitCode, out } = await run('');
    expect(exitCode).toBe(0);
    expect(out).toContain('investigate [options]');
  });

  test('every file in subcommands/ is in the list', async () => {
    const files = await readdir(new URL('../../src/cli/subcommands/', import.meta.url));
    const terminal = fakeTerminal();
    const names = subcommands.map((each) => each({ terminal, rooms: fakeRooms(), end: () => {} }).name());
    expect(files.length).toBeGreaterThan(5);
    expect(names.map((name) => `${name}.ts`).toSorted()).toEqual(files.toSorted());
  });

  test.each([
    ['investigat', "Unknown command 'investigat'.\nDid you mean investigate?\n"],
    ['investigate --alrt x', "Unknown option '--alrt'.\nDid you mean --alert?\n"],
    [
      'investigate',
      'Say which alert: --alert <file>.\n`fishbone investigate --help` says how it is typed.\n',
    ],
    ['check', "Missing required argument 'id'.\n`fishbone --help` lists what there is.\n"],
    ['schema too much', 'Too many arguments'],
    ['check x --onset soon', "--onset: 'soon' is not a moment."],
    ['check x --onset 2026-03-09 --segment BR', "--segment: 'BR' is not dimension=value."],
  ])('%s is told with what to do, and exit code 2', async (line, told) => {
    const { exitCode, out, err } = await run(line, {
      checks: async () => [
        {
          id: 'x',
          title: '',
          question: '',
          tellsApart: [],
          needs: [],
          cost: { minutes: 1, risk: 'none' },
          thresholds: {},
        },
      ],
    });
    expect(exitCode).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(told);
  });

  test('the version is that of package.json', async () => {
    expect((await run('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('an error at the door', () => {
  const fails = (error: unknown): Partial<Rooms> => ({
    loadConfig: async () => {
      throw error;
    },
  });

  test('message, then hint on its own line, exit code 1', async () => {
    const error = new CliError({ code: 'x', message: 'It is broken.', hint: 'Mend it.' });
    expect(await run('investigate --alert a.json', fails(error))).toMatchObject({
      exitCode: 1,
      err: 'It is broken.\nMend it.\n',
    });
  });

  test('with --json it is JSON on stderr, and nothing is on stdout', async () => {
    const { exitCode, out, err } = await run(
      'investigate --alert a.json --json',
      fails(refused('version: 2')),
    );
    expect(exitCode).toBe(1);
    expect(out).toBe('');
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'config-invalid' } });
  });

  test('wrong usage is JSON too', async () => {
    const { err } = await run('investigate --json --nope');
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'usage', message: "Unknown option '--nope'." } });
  });

  test('a configuration that is wrong shows every problem with its line', async () => {
    const { err } = await run('investigate --alert a.json', fails(refused('version: 2\nsources: {}')));
    expect(err).toContain('fishbone.yml:1:1  version: expected `1`, found the number 2\n');
    expect(err.split('\n').filter((line) => line.includes('fishbone.yml:'))).toHaveLength(3);
  });

  test('what nobody foresaw does not look like something the person did', async () => {
    const { exitCode, err } = await run(
      'investigate --alert a.json',
      fails(new TypeError('x is not a function')),
    );
    expect(exitCode).toBe(1);
    expect(err).toContain('Something broke that should not: x is not a function');
    expect(err).not.toContain('    at ');
  });

  test('with LOG_LEVEL=debug it shows where', async () => {
    const terminal = fakeTerminal({ environment: { LOG_LEVEL: 'debug' } });
    expect((await run('investigate --alert a.json', fails(new TypeError('x')), terminal)).err).toContain(
      '    at ',
    );
  });

  test('a token in a message is not shown', async () => {
    const { err } = await run('investigate --alert a.json', fails(new Error('sent xoxb-1234567890-abc')));
    expect(err).not.toContain('1234567890');
  });

  test('Ctrl-C is no error of anybody', async () => {
    const cancel = new AbortController();
    const terminal = fakeTerminal({ cancelled: cancel.signal });
    const loadConfig = async () => {
      cancel.abort();
      return cancel.signal.throwIfAborted() as never;
    };
    expect(await run('investigate --alert a.json', { loadConfig }, terminal)).toMatchObject({
      exitCode: 130,
      err: 'Cancelled.\n',
    });
  });

  test('a text from outside cannot move the cursor', async () => {
    const error = new ConfigError({ code: 'config-not-readable', message: 'x\u001b[2Jy', hint: '' });
    expect((await run('investigate --alert a.json', fails(error))).err).toBe('x\\u{1b}[2Jy\n');
  });
});
