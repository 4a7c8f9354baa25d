/** Where a key stands in the file; both count from 1. */
export type Position = { readonly line: number; readonly column: number };

/** The way to a value from the top of the file: keys, and indexes of lists. */
export type KeyPath = readonly (string | number)[];

/** One thing that is wrong (or, as a note, worth knowing) about one key of the file. */
export type ConfigProblem = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly key: string;
  readonly message: string;
};

/** A problem before it has been given its place in the file. */
export type Finding = {
  readonly path: KeyPath;
  readonly level: 'problem' | 'note';
  readonly message: string;
};

export function problem(path: KeyPath, message: string): Finding {
  return { path, level: 'problem', message };
}

export function note(path: KeyPath, message: string): Finding {
  return { path, level: 'note', message };
}

/** `models.deposit.predictions.features[3]`; a name that is not a plain word is quoted. */
export function dotted(path: KeyPath): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (/^[\p{L}\p{N}_-]+$/u.test(part)) text += text === '' ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}

/** `fishbone.yml:9:15  models.deposit.predictions.source: 'log' is not a source; did you mean 'logs'?` */
export function problemLine(problem: ConfigProblem): string {
  const key = problem.key === '' ? '' : `${problem.key}: `;
  return `${problem.file}:${problem.line}:${problem.column}  ${key}${problem.message}`;
}

export type ConfigErrorCode = 'config-not-readable' | 'config-not-yaml' | 'config-invalid';

/** The configuration cannot be used. `problems` holds everything that is wrong, in the order of the file. */
export class ConfigError extends Error {
  readonly code: ConfigErrorCode;
  readonly hint: string;
  readonly problems: readonly ConfigProblem[];

  constructor(input: {
    readonly code: ConfigErrorCode;
    readonly message: string;
    readonly hint: string;
    readonly problems?: readonly ConfigProblem[];
  }) {
    const problems = input.problems ?? [];
    super([input.message, ...problems.map((each) => `  ${problemLine(each)}`)].join('\n'));
    this.name = 'ConfigError';
    this.code = input.code;
    this.hint = input.hint;
    this.problems = problems;
  }
}
