import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tellError } from '../../src/cli/cli-error.ts';
import { hypothesisLines } from '../../src/cli/hypothesis-lines.ts';
import { dataNulls } from '../../src/suspects/hypotheses/data-nulls.ts';
import { HypothesisError, sensible, signProblems } from '../../src/suspects/sensible.ts';
import { anywhere } from '../../src/suspects/signs/sign.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hypotheses-'));
  const house = fileURLToPath(new URL('../..', import.meta.url));
  await cp(join(house, 'src/suspects'), join(folder, 'src/suspects'), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

/** Writes a mistake into the copy of a file, and gives the line it was written on. */
async function mistype(name: string, right: string, wrong: string): Promise<number> {
  const path = join(folder, 'src/suspects', name);
  const text = await readFile(path, 'utf8');
  expect(text).toContain(right);
  const changed = text.replace(right, wrong);
  await writeFile(path, changed);
  return changed.split('\n').findIndex((line) => line.includes(wrong)) + 1;
}

function refusal(changes: object): unknown {
  try {
    sensible([{ ...dataNulls, ...changes }]);
  } catch (error) {
    return error;
  }
  throw new Error('it was not refused');
}

test('a probability that is none is refused with file and line', async () => {
  const line = await mistype('hypotheses/data-nulls.ts', 'nulls: 0.97', 'nulls: 1.97');
  const error = refusal({ expects: { ...dataNulls.expects, nulls: 1.97 } });
  expect(hypothesisLines(error, folder)).toBe(
    `src/suspects/hypotheses/data-nulls.ts:${line}, expects.nulls: 1.97 is no probability between 0 and 1`,
  );
});

test('a mistyped id is found in the file that says it', async () => {
  const line = await mistype('hypotheses/data-drift.ts', "id: 'data.drift'", "id: 'data.drif'");
  expect(hypothesisLines(refusal({ id: 'data.drif' }), folder)).toContain(
    `src/suspects/hypotheses/data-drift.ts:${line}, id: 'data.drif' is no known cause`,
  );
});

test('a sign of an unknown check is found in the folder of signs', async () => {
  const line = await mistype('signs/world-signs.ts', 'mixMoved: {', 'mixMovedMuch: {');
  const sign = { check: 'mix', background: 0.5, family: 'mix', read: anywhere('mix-shift') };
  const error = new HypothesisError(signProblems({ mixMovedMuch: sign }));
  expect(hypothesisLines(error, folder)).toContain(
    `src/suspects/signs/world-signs.ts:${line}, mixMovedMuch: there is no check 'mix'`,
  );
});

test('who starts the bot is told the line of a hypothesis listed twice', () => {
  const { message, hint } = tellError(doubled(), false);
  expect(message).toMatch(/^src\/suspects\/list\.ts:\d+, data\.nulls: is listed twice$/);
  expect(hint).toMatch(/Correct the files named/);
});

test('without the sources the file and key are said as before, and another error is left alone', () => {
  expect(hypothesisLines(doubled(), '/nowhere')).toBe('src/suspects/list.ts, data.nulls: is listed twice');
  expect(hypothesisLines(new Error('another'))).toBeNull();
});

function doubled(): unknown {
  try {
    sensible([dataNulls, dataNulls]);
  } catch (error) {
    return error;
  }
  throw new Error('it was not refused');
}
