import { z } from 'zod';
import { PrometheusSource } from './prometheus-schema.ts';
import { Duration, Name, about } from '../words.ts';

export const SourceConfig = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('duckdb').meta(about('The engine that answers questions to this source.', 'duckdb')),
      path: Name.meta(
        about(
          'A folder of Parquet, CSV or JSON files (one a table, or a folder a table), a glob, or a `.duckdb` file. Relative to the folder of fishbone.yml.',
          './data',
        ),
      ),
      timeout: Duration.default('30s').meta(
        about(
          'How long one query may take; with ten million rows and more, two minutes are a better limit.',
          '30s',
        ),
      ),
      memory: z
        .string()
        .regex(/^\d+(MB|GB)$/, 'an amount of memory such as 512MB or 4GB')
        .default('1GB')
        .meta(about('How much memory the engine may use.', '4GB')),
      threads: z
        .int()
        .min(1)
        .max(64)
        .optional()
        .meta(about('How many threads the engine may use; all cores when not given.', 4)),
    }),
    PrometheusSource,
  ])
  .readonly()
  .meta(about('One place that holds tables, or metrics.'));
export type SourceConfig = z.infer<typeof SourceConfig>;
