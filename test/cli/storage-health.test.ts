import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lookAtStorage } from '../../src/cli/doctor/look-at-storage.ts';
import { storageHealth } from '../../src/cli/storage-health.ts';

const clock = { now: () => new Date('2026-03-12T14:36:00Z') };
const look = (path: string) => lookAtStorage(path, (file) => storageHealth(file, clock));
const folder = mkdtempSync(join(tmpdir(), 'fishbone-health-'));

test('a database that can be made is no problem', async () => {
  expect(await look(join(folder, 'new', 'fishbone.db'))).toMatchObject([{ level: 'ok' }]);
});

test('a database that cannot be made is a problem before the bot is started', async () => {
  writeFileSync(join(folder, 'notes.txt'), 'a file');

  const [line] = await look(join(folder, 'notes.txt', 'data', 'fishbone.db'));

  expect(line?.level).toBe('problem');
  expect(line?.words).toContain('notes.txt: it is no folder');
  expect(line?.hint).toContain('storage.path');
});

test('a database in memory is warned of: a restart forgets every incident', async () => {
  const [line] = await look(':memory:');

  expect(line?.level).toBe('warning');
  expect(line?.words).toContain('gone when the bot stops');
});
