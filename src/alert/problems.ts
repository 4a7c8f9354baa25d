import type { z } from 'zod';
import { cleanText } from './sanitize.ts';

const most = 20;

/** Everything that is wrong, one line each, with the path in words: `alerts[0].labels.model: expected string …`. */
export function problemsOf(error: z.ZodError): readonly string[] {
  const lines = error.issues.map((issue) => cleanText(`${pathInWords(issue.path)}: ${issue.message}`, 300));
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `and ${lines.length - most} more`];
}

function pathInWords(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the body';
  return path
    .map((step, index) =>
      typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${String(step)}`,
    )
    .join('');
}
