import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../storage/make-folder.ts';
import { temporaryFile } from './given.ts';

test('folders are made with those above them, and a second time changes nothing', () => {
  const folder = join(dirname(temporaryFile()), 'new', 'folder');

  makeFolder(folder);
  makeFolder(folder);

  expect(existsSync(folder)).toBe(true);
});

test('a file in the place of a folder is refused', () => {
  const file = temporaryFile();
  writeFileSync(file, 'a file');

  expect(() => makeFolder(join(file, 'below'))).toThrow('EEXIST');
});

test.skipIf(!existsSync('/proc/self'))(
  'a place where no folder can be is refused at once, instead of trying for ever (Linux)',
  () => {
    expect(() => makeFolder('/proc/fishbone/data')).toThrow('mkdir');
  },
);
