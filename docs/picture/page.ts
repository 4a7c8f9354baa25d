/**
 * The second half of `npm run picture`: the test that lives through an incident in the page of the local Slack leaves its
 * screenshots here. It needs a Chromium; `pngquant`, where it is installed, makes them smaller.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
const run = spawnSync(process.execPath, [vitest, 'run', 'test/sandbox/page/whole-incident.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, PICTURES: folder },
});
if (run.status !== 0) throw new Error('the incident was not lived through: there are no new screenshots');
for (const name of readdirSync(folder).filter((it) => it.endsWith('.png'))) {
  const file = join(folder, name);
  spawnSync('pngquant', ['--force', '--skip-if-larger', '--output', file, '64', file]);
}
