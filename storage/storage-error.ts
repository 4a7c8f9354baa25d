export type StorageErrorCode =
  | 'node-too-old'
  | 'bot-running'
  | 'busy'
  | 'full'
  | 'read-only'
  | 'disk'
  | 'damaged'
  | 'cannot-open'
  | 'closed'
  | 'foreign-database'
  | 'newer-database'
  | 'changed-migration'
  | 'migration-pending'
  | 'missing-migration'
  | 'backup-exists'
  | 'unreadable-event'
  | 'unreadable-row'
  | 'invalid-event'
  | 'unknown-incident'
  | 'unknown-item'
  | 'refused-by-database';

/** The database did not keep, or could not give, what was asked of it. Whatever was being written is not there at all. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: StorageErrorCode;
  readonly hint: string;

  constructor(said: {
    readonly code: StorageErrorCode;
    readonly message: string;
    readonly hint: string;
    readonly cause?: unknown;
  }) {
    super(said.message, { cause: said.cause });
    this.code = said.code;
    this.hint = said.hint;
  }
}

export function unknownIncident(incident: string, path: string): StorageError {
  return new StorageError({
    code: 'unknown-incident',
    message: `There is no incident ${incident} in ${path}.`,
    hint: 'Check the number; `/rca incidents` lists those there are.',
  });
}

/** SQLite's own error as one of ours; an error that is not SQLite's comes back as it is. */
export function asStorageError(error: unknown, path: string): unknown {
  if (error instanceof TypeError && error.message === 'The database connection is not open')
    return new StorageError({
      code: 'closed',
      message: `The database ${path} was used after it was closed.`,
      hint: 'Stop intake and the sender before closing the storage.',
      cause: error,
    });
  const sqlite = sqliteCode(error);
  if (sqlite === null) return error;
  const said = meanings.find(([prefix]) => sqlite.startsWith(prefix))?.[1] ?? unexplained;
  const detail = error instanceof Error ? error.message : String(error);
  return new StorageError({
    code: said.code,
    message: `${said.what} (${path}; ${sqlite}: ${detail})`,
    hint: said.hint,
    cause: error,
  });
}

/** `SQLITE_…` when the error comes from SQLite. */
export function sqliteCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  return error.code.startsWith('SQLITE_') ? error.code : null;
}

type Meaning = { readonly code: StorageErrorCode; readonly what: string; readonly hint: string };

const unexplained: Meaning = {
  code: 'refused-by-database',
  what: 'The database refused this; nothing was written.',
  hint: 'Run `fishbone doctor`. If it finds nothing, this is a bug: report it with this message.',
};

/** Extended codes begin with their primary code, so a prefix finds them; the first match counts. */
const meanings: readonly (readonly [string, Meaning])[] = [
  [
    'SQLITE_BUSY',
    {
      code: 'busy',
      what: 'The database stayed locked by another process; nothing was written.',
      hint: 'Try again. If it goes on, look for a program that keeps a write open on this file.',
    },
  ],
  [
    'SQLITE_LOCKED',
    {
      code: 'busy',
      what: 'The database is in use by an operation of this process; nothing was written.',
      hint: 'Try again.',
    },
  ],
  [
    'SQLITE_FULL',
    {
      code: 'full',
      what: 'There is no room left for the database; nothing was written.',
      hint: 'Free space on that disk; nothing needs repair afterwards.',
    },
  ],
  [
    'SQLITE_READONLY',
    {
      code: 'read-only',
      what: 'The database cannot be written.',
      hint: 'Give the user that runs Fishbone write permission on the file and on its folder.',
    },
  ],
  [
    'SQLITE_PERM',
    {
      code: 'read-only',
      what: 'The database cannot be written.',
      hint: 'Give the user that runs Fishbone write permission on the file and on its folder.',
    },
  ],
  [
    'SQLITE_IOERR',
    {
      code: 'disk',
      what: 'The disk failed while the database was being read or written.',
      hint: 'Look at the system log for this disk; keep the database on a local disk, not on a network share.',
    },
  ],
  [
    'SQLITE_CORRUPT',
    {
      code: 'damaged',
      what: 'The database file is damaged.',
      hint: 'Stop the bot, keep a copy of the file, and go back to the newest backup.',
    },
  ],
  [
    'SQLITE_NOTADB',
    {
      code: 'foreign-database',
      what: 'This file is not a SQLite database.',
      hint: 'Point the storage path at a Fishbone database, or at a path where none exists yet.',
    },
  ],
  [
    'SQLITE_CANTOPEN',
    {
      code: 'cannot-open',
      what: 'The database cannot be opened.',
      hint: 'Check that the folder exists and that the user that runs Fishbone may write to it.',
    },
  ],
];
