/**
 * Makes a copy of every recorded bundle for every table that a team may do without, with that table left out of the
 * configuration: as the evidence gets less, answers should become less sure, not wrong.
 * `node bench/variations/without-tables.ts --from <folder of bundles with truth.json> --to <folder>`; `run.ts` asks about them.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { alertIn, readAlertFile } from '../../src/cli/alert-file.ts';
import { CHECKS } from '../../src/checks/list.ts';
import { loadConfig } from '../../src/config/load.ts';
import { optionalTables } from './configuration.ts';

const { values } = parseArgs({
  options: { from: { type: 'string', default: 'examples' }, to: { type: 'string' } },
});
if (values.to === undefined) throw new Error('say where to: --to <folder>');
const { from, to } = values;

const Truth = z.looseObject({ ids: z.array(z.string()) });

for (const name of (await readdir(from)).toSorted()) {
  const bundle = resolve(from, name);
  if (!existsSync(join(bundle, 'truth.json'))) continue;
  const truth = Truth.parse(JSON.parse(await readFile(join(bundle, 'truth.json'), 'utf8')));
  const text = await readFile(join(bundle, 'fishbone.yml'), 'utf8');
  const config = await loadConfig(join(bundle, 'fishbone.yml'), {
    environment: process.env,
    checks: CHECKS.map(({ about }) => about),
  });
  const alert = alertIn(await readAlertFile(join(bundle, 'alert.json')), config, new Date());
  for (const [table, key] of [['nothing', null] as const, ...Object.entries(optionalTables)]) {
    const line = key === null ? null : new RegExp(`^    ${key}: .*\\n`, 'm');
    if (line !== null && !line.test(text)) continue;
    const folder = join(to, `${name}-without-${table}`);
    await mkdir(folder, { recursive: true });
    for (const part of ['data', 'pipelines', 'alert.json'])
      if (!existsSync(join(folder, part))) await symlink(join(bundle, part), join(folder, part));
    const kept = (line === null ? text : text.replace(line, '')).replaceAll(
      /http:\/\/127\.0\.0\.1:\d+/g,
      '${PIPELINES_URL:-$&}',
    );
    await writeFile(join(folder, 'fishbone.yml'), kept);
    const variation = {
      kind: truth.ids[0] ?? 'none',
      size: 1,
      keep: 1,
      missing: table === 'nothing' ? null : table,
    };
    await writeFile(
      join(folder, 'truth.json'),
      JSON.stringify({ ...truth, alert_at: alert.startedAt, variation }),
    );
  }
  console.log(name);
}
