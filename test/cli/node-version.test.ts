import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { nodeVersionProblem } from '../../src/cli/node-version.mjs';

test.each(['24.0.0', '24.21.0', '26.1.0'])('Node %s will do', (version) => {
  expect(nodeVersionProblem(version)).toBeNull();
});

test.each(['18.20.0', '20.11.1', '22.18.0'])('Node %s is told to be too old, and what to do', (version) => {
  expect(nodeVersionProblem(version)).toContain(`needs Node 24 or newer; this is Node ${version}.`);
  expect(nodeVersionProblem(version)).toContain('npm run fishbone');
});

test('the command answers --help without opening a database', () => {
  const entry = fileURLToPath(new URL('../../src/cli/fishbone.mjs', import.meta.url));
  const ran = spawnSync(process.execPath, [entry, '--help'], { encoding: 'utf8' });
  expect(ran.status).toBe(0);
  expect(ran.stdout).toContain('Usage: fishbone');
});

const oldNode = ['/usr/bin/node', '/usr/local/bin/node'].find((path) => {
  if (!existsSync(path)) return false;
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return Number.parseInt(stdout.slice(1), 10) < 24;
});

test.skipIf(oldNode === undefined)(
  'an old Node hands over to the one beside the packages (no old Node on this machine)',
  () => {
    const entry = fileURLToPath(new URL('../../src/cli/fishbone.mjs', import.meta.url));
    const ran = spawnSync(oldNode ?? '', [entry, 'nonsense'], { encoding: 'utf8' });
    expect(ran.stderr).toContain("Unknown command 'nonsense'.");
    expect(ran.status).toBe(2);
  },
);

test.skipIf(oldNode === undefined)(
  'an old Node alone says what is missing (no old Node on this machine)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'fishbone-cli-'));
    cpSync(new URL('../../src/cli/', import.meta.url), join(folder, 'src/cli'), { recursive: true });
    const ran = spawnSync(oldNode ?? '', [join(folder, 'src/cli/fishbone.mjs'), '--help'], {
      encoding: 'utf8',
    });
    expect(ran.status).toBe(1);
    expect(ran.stderr).toMatch(/^Fishbone needs Node 24 or newer/);
  },
);
