import type { YAMLError } from 'yaml';

const readAsKey = 'this is read as a key; is a quote or a line break missing?';

const words: Partial<Record<YAMLError['code'], string>> = {
  DUPLICATE_KEY: 'this key is written twice in the same mapping',
  TAB_AS_INDENT: 'a tab is used for indentation; use spaces',
  BAD_INDENT: 'the indentation does not fit the lines around it',
  MISSING_CHAR: 'a character is missing here: a closing quote or bracket, a comma, or a colon after a key',
  MULTIPLE_DOCS: 'a second document begins here (---); only one is read',
  TAG_RESOLVE_FAILED: 'this tag (!…) is not known',
  BAD_ALIAS: 'this alias (*…) has no anchor (&…) before it',
  MULTILINE_IMPLICIT_KEY: readAsKey,
  BLOCK_AS_IMPLICIT_KEY: readAsKey,
  KEY_OVER_1024_CHARS: readAsKey,
};

/**
 * What YAML complains about, in words. The parser's own message is not passed on whole: it may quote the text around the
 * mistake, and that may be a secret.
 */
export function syntaxProblem(error: Pick<YAMLError, 'code' | 'message'>): string {
  return words[error.code] ?? `not YAML: ${(error.message.split(':')[0] ?? '').slice(0, 80)}`;
}
