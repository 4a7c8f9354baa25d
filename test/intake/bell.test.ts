import { expect, test } from 'vitest';
import { createBell } from '../../src/intake/bell.ts';

async function waited(bell: ReturnType<typeof createBell>, milliseconds: number): Promise<number> {
  const started = performance.now();
  await bell.wait(milliseconds);
  return performance.now() - started;
}

test('a ring between two waits is not missed', async () => {
  const bell = createBell();
  bell.ring();
  expect(await waited(bell, 5000)).toBeLessThan(1000);
});

test('a ring ends the wait, and only that one', async () => {
  const bell = createBell();
  setTimeout(() => bell.ring(), 10);
  expect(await waited(bell, 5000)).toBeLessThan(1000);
  expect(await waited(bell, 30)).toBeGreaterThan(25);
});

test('two rings while nobody waits end one wait', async () => {
  const bell = createBell();
  bell.ring();
  bell.ring();
  await bell.wait(5000);
  expect(await waited(bell, 30)).toBeGreaterThan(25);
});
