/**
 * Measures the diagnosis on a folder of bundles whose truth is known.
 * `node bench/variations/run.ts --bundles <folder> --score <score.mjs> --answers <folder> [--early | --end] [--only v1-003,…]`
 * Writes one answer a bundle into `<answers>/end` and `<answers>/early` (30 minutes after the alert), and prints the tables.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { investigateBundle, readTruth } from './investigate-bundle.ts';
import { reportOf, table } from './report.ts';
import type { Result } from './report.ts';
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
  },
});
if (values.bundles === undefined || values.score === undefined || values.answers === undefined)
  throw new Error('say --bundles <folder> --score <score.mjs> --answers <folder>');

const Truth = z.looseObject({
  ids: z.array(z.string()),
  alert_at: z.coerce.date(),
  variation: z.object({
    kind: z.string(),
    size: z.number(),
    keep: z.number(),
    missing: z.string().nullable(),
  }),
});

const chosen = (list: string): readonly string[] => list.split(',').filter((one) => one !== '');
const only = chosen(values.only);
const kinds = chosen(values.kinds);
const folder = values.bundles;
const score = await loadScore(values.score);
const names = (await readdir(folder)).filter(
  (name) => existsSync(join(folder, name, 'truth.json')) && (only.length === 0 || only.includes(name)),
);
if (names.length === 0) throw new Error(`there is no bundle in ${folder}`);
const moments =
  values.early === values.end
    ? (['end', 'early'] as const)
    : values.early
      ? (['early'] as const)
      : (['end'] as const);

for (const when of moments) {
  const results: Result[] = [];
  const lines: (readonly string[])[] = [];
  await mkdir(join(values.answers, when), { recursive: true });
  for (const name of names.toSorted()) {
    const given = await readTruth(join(folder, name));
    const truth = Truth.parse(given);
    if (kinds.length > 0 && !kinds.includes(truth.variation.kind)) continue;
    const now = when === 'early' ? new Date(truth.alert_at.getTime() + 30 * 60_000) : null;
    const answer = await investigateBundle(join(folder, name), now);
    await writeFile(join(values.answers, when, `${name}.json`), `${JSON.stringify(answer, null, 2)}\n`);
    const row = score(given, answer);
    const [first] = answer.suspects;
    results.push({ row, ...truth.variation, said: first?.id ?? null, verdict: answer.verdict });
    const { kind, size, keep, missing } = truth.variation;
    lines.push([
      name,
      row.passed ? 'passed' : 'FAILED',
      kind,
      first === undefined ? '-' : `${first.id} ${first.probability.toFixed(2)}`,
      answer.verdict,
      [
        row.verdict ? '' : 'verdict',
        row.id === false ? 'id' : '',
        row.culprit === false ? 'culprit' : '',
        row.change ? '' : 'change',
      ]
        .filter((word) => word !== '')
        .join(' '),
      [
        size === 1 ? '' : `size ${size}`,
        keep === 1 ? '' : `keeps ${keep}`,
        missing === null ? '' : `no ${missing}`,
      ]
        .filter((word) => word !== '')
        .join(', '),
    ]);
    process.stderr.write(
      `${when} ${name} ${row.passed ? 'passed' : 'FAILED'} (${answer.seconds.toFixed(1)} s)\n`,
    );
  }
  console.log(`\n== ${when === 'end' ? 'at the end of the tables' : '30 minutes after the alert'}\n`);
  console.log(table([['bundle', '', 'truth', 'said', 'verdict', 'wrong', 'variation'], ...lines]));
  console.log(`\n${reportOf(results)}`);
}
