import { tellError } from '../cli-error.ts';
import { ok, problem } from './line.ts';
import type { Line } from './line.ts';

/** Whether a ranking can be built: the bot does not start with a hypothesis that makes no sense. */
export async function lookAtHypotheses(
  load: () => Promise<{ readonly length: number }>,
): Promise<readonly Line[]> {
  try {
    const { length } = await load();
    return [ok('hypotheses', `${length} causes can be told apart`)];
  } catch (error) {
    const { message, hint } = tellError(error, false);
    return message.split('\n').map((line) => problem('hypotheses', line, hint));
  }
}
