import type { Finding, Verdict } from './evidence.ts';

/** Shifted with the sentences of what shifted, strongest first; steady with the line given. */
export function answerWith(findings: readonly Finding[], steady: string): Verdict {
  const shifted = findings.filter((finding) => finding.shifted);
  if (shifted.length === 0) return { answer: 'steady', line: steady, findings: [...findings] };
  const [first, second, third] = shifted;
  const said = [first, second, third].flatMap((finding) => finding?.sentence ?? []);
  const more = shifted.length > said.length ? `; and ${shifted.length - said.length} more` : '';
  return { answer: 'shifted', line: said.join('; ') + more, findings: [...findings] };
}
