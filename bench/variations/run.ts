/**
 * Measures the diagnosis on a folder of bundles whose truth is known.
 * `node bench/variations/run.ts --bundles <folder> --score <score.mjs> --answers <folder>
 *   [--early] [--end] [--kinds data.nulls,none] [--only v1-003,v1-004] [--kept]`
 * Writes one answer a bundle into `<answers>/end` and `<answers>/early` (30 minutes after the alert) and prints the tables.
 * `--kept` scores answers that are there already instead of asking again.
 */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureBundle, variationOf } from './measure-bundle.ts';
import type { Measured, Moment } from './measure-bundle.ts';
import { bundlesTable, reportOf } from './report.ts';
import { loadScore } from './score-answers.ts';

const { values } = parseArgs({
  options: {
    bundles: { type: 'string' },
    score: { type: 'string' },
    answers: { type: 'string' },
    early: { type: 'boolean', default: false },
    end: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    kinds: { type: 'string', default: '' },
    kept: { type: 'boolean', default: false },
  },
});
const { bundles, answers } = values;
if (bundles === undefined || values.score === undefined || answers === undefined)
  throw new Error('say --bundles <folder> --score <score.mjs> --answers <folder>');

const score = await loadScore(values.score);
const names = await chosenBundles(bundles);
const moments: readonly Moment[] =
  values.early === values.end ? ['end', 'early'] : [values.early ? 'early' : 'end'];

for (const when of moments) {
  const measured: Measured[] = [];
  for (const name of names) {
    const one = await measureBundle(name, { bundles, answers, when, again: !values.kept, score });
    measured.push(one);
    process.stderr.write(
      `${when} ${name} ${one.row.passed ? 'passed' : 'FAILED'} (${one.answer.seconds.toFixed(1)} s)\n`,
    );
  }
  console.log(`\n== ${when === 'end' ? 'at the end of the tables' : '30 minutes after the alert'}\n`);
  console.log(`${bundlesTable(measured)}\n\n${reportOf(measured)}`);
}

/** The bundles of the folder, of the kinds and names that are wanted. */
async function chosenBundles(folder: string): Promise<readonly string[]> {
  const listed = (list: string): readonly string[] => list.split(',').filter((one) => one !== '');
  const only = listed(values.only);
  const kinds = listed(values.kinds);
  const chosen: string[] = [];
  for (const name of (await readdir(folder)).toSorted()) {
    if (!existsSync(join(folder, name, 'truth.json')) || (only.length > 0 && !only.includes(name))) continue;
    const { kind } = await variationOf(join(folder, name));
    if (kinds.length === 0 || kinds.includes(kind)) chosen.push(name);
  }
  if (chosen.length === 0) throw new Error(`there is no such bundle in ${folder}`);
  return chosen;
}
