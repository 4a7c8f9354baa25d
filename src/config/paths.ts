import { resolve } from 'node:path';
import type { FishboneConfig } from './schema.ts';

/** Relative paths are meant from the folder of fishbone.yml, wherever the bot was started. */
export function resolvePaths(config: FishboneConfig, folder: string): FishboneConfig {
  return {
    ...config,
    sources: Object.fromEntries(
      Object.entries(config.sources).map(([name, source]) => [
        name,
        'path' in source ? { ...source, path: resolveFrom(folder, source.path) } : source,
      ]),
    ),
    storage: { ...config.storage, path: resolveFrom(folder, config.storage.path) },
  };
}

/** `s3://…`, `https://…` and `:memory:` are no places on this disk. */
function resolveFrom(folder: string, path: string): string {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(path) || path === ':memory:' ? path : resolve(folder, path);
}
