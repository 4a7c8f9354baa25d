import type { CheckContext } from '../check.ts';
import { isMetered, meteredQuestion } from './metered-question.ts';
import type { Questions, Answers } from '../question.ts';
import { momentOf, numberOf, rowsOf } from '../read-answers.ts';
import type { Counted } from '../compare/same-time.ts';

/** Requests by time, from their counter: what volume is judged by when the predictions cannot be read. */
export function askVolume(context: CheckContext, binSeconds: number): Questions {
  if (!isMetered(context, 'requests')) return {};
  return {
    counter: meteredQuestion(context, { query: 'requests', fold: 'count', by: [], everySeconds: binSeconds }),
  };
}

/** Requests by the bin in which they came, NaN where the counter had no samples; null when it was not asked, or has no answer. */
export function readVolume(context: CheckContext, answers: Answers, binSeconds: number): Counted | null {
  const read = rowsOf(answers, 'counter');
  if (read.kind === 'not-read' || read.rows.length === 0) return null;
  const counted = new Map<number, number>();
  for (const row of read.rows) {
    const at = momentOf(row['at']);
    const count = numberOf(row['before']) ?? numberOf(row['after']);
    if (at !== null && count !== null) counted.set(at, Math.round(count));
  }
  const bin = binSeconds * 1000;
  const begins = Math.min(...counted.keys());
  for (let at = begins; at < context.windows.incident.to.getTime(); at += bin)
    if (!counted.has(at)) counted.set(at, NaN);
  return counted;
}
