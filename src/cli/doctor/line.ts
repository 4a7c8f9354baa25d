/** One thing the doctor looked at. `hint` says what to do about a warning or a problem. */
export type Line = {
  readonly level: 'ok' | 'warning' | 'problem';
  readonly about: string;
  readonly words: string;
  readonly hint: string | null;
};

export function ok(about: string, words: string): Line {
  return { level: 'ok', about, words, hint: null };
}

export function warning(about: string, words: string, hint: string): Line {
  return { level: 'warning', about, words, hint };
}

export function problem(about: string, words: string, hint: string): Line {
  return { level: 'problem', about, words, hint };
}
