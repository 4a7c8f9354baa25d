import { StorageError } from './storage-error.ts';

const OLDEST_NODE = 24;

/**
 * Throws `node-too-old` when the running Node cannot carry the database driver. Call it before loading the driver:
 * an older Node does not fail on it, it crashes without a word.
 */
export function requireNode(running: string = process.versions.node): void {
  const major = Number.parseInt(running, 10);
  if (major >= OLDEST_NODE) return;
  throw new StorageError({
    code: 'node-too-old',
    message: `Fishbone needs Node ${OLDEST_NODE} or newer; this is Node ${running}, on which the database driver crashes.`,
    hint: `Install Node ${OLDEST_NODE} and start Fishbone with it (\`node --version\` tells which one runs).`,
  });
}
