import { z } from 'zod';

/** What an editor and the reference say about a key: its description and one value that could stand there. */
export function about(description: string, example?: unknown): z.GlobalMeta {
  return example === undefined ? { description } : { description, examples: [example] };
}

export const Name = z.string().min(1);

export const Duration = z.string().regex(/^\d+(s|m|h|d)$/, 'a duration such as 30m, 24h or 7d');

/** The two keys that every table has. */
export const tableKeys = (example: string) => ({
  source: Name.meta(about('The source that holds the table: one of the names under `sources`.', 'logs')),
  table: Name.meta(about('The table inside that source.', example)),
});
