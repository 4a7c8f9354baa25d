import { createContext, Script } from 'node:vm';

export type TimedMatch =
  | { readonly kind: 'match'; readonly groups: Readonly<Record<string, string | undefined>> }
  | { readonly kind: 'no-match' }
  /** The expression backtracks without end on this text. */
  | { readonly kind: 'too-slow' };

/**
 * Matches a text from outside against an expression from the configuration, for at most `timeoutMs`. An expression such as
 * `(\w+\s?)+$` takes longer than the age of the universe on an unlucky sentence, and would stop the whole process.
 */
export function matchInTime(expression: RegExp, text: string, timeoutMs = 100): TimedMatch {
  Object.assign(room, { expression, text, found: null });
  try {
    search.runInContext(room, { timeout: timeoutMs });
  } catch (error) {
    if (isTimeout(error)) return { kind: 'too-slow' };
    throw error;
  }
  const found = room.found;
  return found === null ? { kind: 'no-match' } : { kind: 'match', groups: { ...found.groups } };
}

type Room = { expression: RegExp | null; text: string; found: RegExpExecArray | null };

/** One context serves every match: a time limit is what it is for, the expression itself is the operator's own. */
const room = createContext({ expression: null, text: '', found: null }) as Room;
const search = new Script('found = expression.exec(text)');

/** The error comes from the other context, so it is no `Error` of ours. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
