/**
 * Writes docs/diagnosis.md from answers that `run.ts` has kept.
 * `node bench/variations/write-diagnosis.ts --score <score.mjs> --recorded <folder of without-tables.ts> --recorded-answers <folder>
 *   --made <folder of make.ts>,<another> --made-answers <folder>,<another> [--remark <what a reader must know of these answers>]`
 */
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureBundle } from './measure-bundle.ts';
import type { Measured, Moment } from './measure-bundle.ts';
import { grouped, reliability } from './report.ts';
import { loadScore } from './score-answers.ts';

const { values } = parseArgs({
  options: {
    score: { type: 'string' },
    recorded: { type: 'string' },
    'recorded-answers': { type: 'string' },
    made: { type: 'string' },
    'made-answers': { type: 'string' },
    remark: { type: 'string', default: '' },
    to: { type: 'string', default: 'docs/diagnosis.md' },
  },
});
const given = (name: 'score' | 'recorded' | 'recorded-answers' | 'made' | 'made-answers'): string => {
  const value = values[name];
  if (value === undefined) throw new Error(`say --${name}`);
  return value;
};
const score = await loadScore(given('score'));

/** The answers that are there; a bundle that nobody asked about is left out. */
async function kept(bundles: string, answers: string, when: Moment): Promise<readonly Measured[]> {
  const names = (await readdir(bundles)).toSorted();
  const found: Measured[] = [];
  for (const name of names)
    if (existsSync(join(answers, when, `${name}.json`)))
      found.push(await measureBundle(name, { bundles, answers, when, again: false, score }));
  return found;
}

async function keptMade(when: Moment): Promise<readonly Measured[]> {
  const [folders, answers] = [given('made').split(','), given('made-answers').split(',')];
  const all = await Promise.all(folders.map((folder, i) => kept(folder, answers[i] ?? '', when)));
  return all.flat();
}

const block = (text: string): string => `\`\`\`text\n${text}\n\`\`\``;
const both = async (of: (when: Moment) => Promise<string>): Promise<string> =>
  `At the end of the tables:\n\n${block(await of('end'))}\n\nHalf an hour after the alert, when few labels have come:\n\n${block(await of('early'))}`;
const byKind = (results: readonly Measured[]): string =>
  grouped('fault', results, ({ variation }) => variation.kind);
const byMissing = (results: readonly Measured[]): string =>
  grouped('without', results, ({ variation }) => variation.missing ?? 'nothing');

const [recordedEnd, recordedEarly] = [
  await kept(given('recorded'), given('recorded-answers'), 'end'),
  await kept(given('recorded'), given('recorded-answers'), 'early'),
];
const [madeEnd, madeEarly] = [await keptMade('end'), await keptMade('early')];
const recordedAt = (when: Moment): readonly Measured[] => (when === 'end' ? recordedEnd : recordedEarly);
const madeAt = (when: Moment): readonly Measured[] => (when === 'end' ? madeEnd : madeEarly);
const whole = (list: readonly Measured[]): readonly Measured[] =>
  list.filter(({ variation }) => variation.missing === null);

const text = `# How good the diagnosis is

Written by \`bench/variations/write-diagnosis.ts\` from answers of \`fishbone investigate\`; see
[the bench](../bench/variations/README.md) for how the incidents are made and asked about. An answer passes when verdict,
first suspect, culprit and blamed change are all right. _said_ is the mean probability of the first suspect, _log loss_ that of
the right one in nats, _onset min_ the median distance from the true onset in minutes, _scope F1_ the overlap of the named
segments with the true ones by rows.
${values.remark === '' ? '' : `\n${values.remark}\n`}
## Recorded incidents

${new Set(whole(recordedEnd).map(({ name }) => name)).size} recorded incidents, one a row:

${await both(async (when) => Promise.resolve(byKind(whole(recordedAt(when)))))}

## Without a table

The same incidents again, each table that a team may do without left out of the configuration in turn. With less evidence an answer
should be less sure, not wrong. Without the table of changes no change can be named, so that column has to fail.

${await both(async (when) => Promise.resolve(byMissing(recordedAt(when))))}

## Made incidents

${madeEnd.length} incidents that nobody recorded: quiet days with one fault (or none) put in, of every kind.

${await both(async (when) => Promise.resolve(byKind(madeAt(when))))}

### By the size of the fault

1 is a fault at full size; a half and a quarter touch fewer requests or move a value, a weight or a stage less far.

${await both(async (when) => Promise.resolve(grouped('size', madeAt(when), ({ variation }) => String(variation.size))))}

### By the rows that are left

0.3: seven of ten requests are taken out, so that everything rests on fewer rows.

${await both(async (when) => Promise.resolve(grouped('rows', madeAt(when), ({ variation }) => String(variation.keep))))}

### Is a probability what it says?

First suspects by the probability they were given, and how many of them were right.

${await both(async (when) => Promise.resolve(reliability([...whole(recordedAt(when)), ...madeAt(when)])))}
`;
await writeFile(values.to, text);
console.log(`${values.to}: ${recordedEnd.length} recorded and ${madeEnd.length} made answers`);
