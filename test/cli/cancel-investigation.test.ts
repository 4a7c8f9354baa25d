import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openRooms } from '../../src/cli/open-rooms.ts';
import { runFishbone } from '../../src/cli/program.ts';
import { fakeTerminal } from './fake-terminal.ts';

const example = fileURLToPath(new URL('../../examples/feature-store-keys/', import.meta.url));
const line = ['--config', `${example}fishbone.yml`, '--alert', `${example}alert.json`];

/** Runs a command on recorded tables at a terminal; Ctrl-C is pressed as soon as the line says what `at` looks for. */
async function runAndCancel(command: readonly string[], at: RegExp) {
  const cancel = new AbortController();
  const shown: string[] = [];
  const terminal = fakeTerminal({
    errIsTerminal: true,
    cancelled: cancel.signal,
    err(text) {
      shown.push(text);
      if (at.test(text)) cancel.abort(new Error('cancelled'));
    },
  });
  const exitCode = await runFishbone([...command, ...line], { terminal, rooms: openRooms(terminal) });
  return { exitCode, shown, out: terminal.said().out };
}

describe.skipIf(!existsSync(example))('Ctrl-C on recorded tables (no examples in this checkout)', () => {
  test('ends an investigation: the queries under way are not waited for, and no answer is printed', async () => {
    const { exitCode, shown, out } = await runAndCancel(['investigate'], /measuring the symptom/);
    expect([exitCode, out]).toEqual([130, '']);
    expect(shown.at(-1)).toBe('Cancelled.\n');
    expect(shown.filter((text) => /of \d+ checks/.test(text))).toEqual([]);
  });

  test('ends a single check, too', async () => {
    const { exitCode, shown, out } = await runAndCancel(['check', 'feature-drift'], /Running feature-drift/);
    expect([exitCode, out]).toEqual([130, '']);
    expect(shown.at(-1)).toBe('Cancelled.\n');
  });
});
