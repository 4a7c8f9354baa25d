import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { z } from 'zod';

/** One bundle's row as score.mjs gives it; null: not graded. */
export const ScoredRow = z.looseObject({
  bundle: z.string(),
  passed: z.boolean(),
  verdict: z.boolean(),
  id: z.boolean().nullable(),
  id3: z.boolean().nullable(),
  culprit: z.boolean().nullable(),
  change: z.boolean(),
  mitigation: z.boolean(),
  onset_min: z.number().nullable(),
  scope_f1: z.number().nullable(),
  brier: z.number().nullable(),
  log_loss: z.number().nullable(),
  top_probability: z.number().nullable(),
});
export type ScoredRow = z.infer<typeof ScoredRow>;

export type Score = (truth: unknown, answer: unknown) => ScoredRow;

/** `scoreOne` of a score.mjs, its answer checked. */
export async function loadScore(path: string): Promise<Score> {
  const loaded: unknown = await import(pathToFileURL(resolve(path)).href);
  const { scoreOne } = z
    .looseObject({
      scoreOne: z.custom<(truth: unknown, answer: unknown) => unknown>(
        (value) => typeof value === 'function',
      ),
    })
    .parse(loaded);
  return (truth, answer) => ScoredRow.parse(scoreOne(truth, answer));
}
