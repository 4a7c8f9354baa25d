import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { Answer, investigateBundle } from './investigate-bundle.ts';
import type { Score, ScoredRow } from './score-answers.ts';

/** How a bundle was made, from its truth. */
export const Variation = z.object({
  kind: z.string(),
  size: z.number(),
  keep: z.number(),
  missing: z.string().nullable(),
});
export type Variation = z.infer<typeof Variation>;

const Truth = z.looseObject({ alert_at: z.coerce.date(), variation: Variation });

/** At the end of the tables, or half an hour after the alert. */
export type Moment = 'end' | 'early';

export type Measured = {
  readonly name: string;
  readonly row: ScoredRow;
  readonly variation: Variation;
  readonly answer: Answer;
};

export async function variationOf(bundle: string): Promise<Variation> {
  return Truth.parse(await readJson(join(bundle, 'truth.json'))).variation;
}

/** Investigates a bundle, keeps the answer in a file, and scores it; an answer that is there already is scored as it is. */
export async function measureBundle(
  name: string,
  options: {
    readonly bundles: string;
    readonly answers: string;
    readonly when: Moment;
    readonly again: boolean;
    readonly score: Score;
  },
): Promise<Measured> {
  const bundle = join(options.bundles, name);
  const given = await readJson(join(bundle, 'truth.json'));
  const truth = Truth.parse(given);
  const file = join(options.answers, options.when, `${name}.json`);
  if (options.again || !existsSync(file)) {
    const now = options.when === 'early' ? new Date(truth.alert_at.getTime() + 30 * 60_000) : null;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${JSON.stringify(await investigateBundle(bundle, now), null, 2)}\n`);
  }
  const answer = Answer.parse(await readJson(file));
  return { name, answer, variation: truth.variation, row: options.score(given, answer) };
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8')) as unknown;
}
