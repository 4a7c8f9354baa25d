import { z } from 'zod';

/** What the HTTP API says when it cannot answer: `bad_data`, `execution`, `timeout`, `canceled`, `internal`, `unavailable`. */
export const ErrorReply = z.object({
  status: z.literal('error'),
  errorType: z.string(),
  error: z.string(),
});

const Point = z.tuple([z.number(), z.string()]);
const Labels = z.record(z.string(), z.string());
const envelope = { status: z.literal('success'), warnings: z.array(z.string()).optional() };

/** Series with their points. A native histogram has no plain values and is left out. */
export const MatrixReply = z.object({
  ...envelope,
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(z.object({ metric: Labels, values: z.array(Point).default([]) })),
  }),
});

export const VectorReply = z.object({
  ...envelope,
  data: z.object({
    resultType: z.literal('vector'),
    result: z.array(z.object({ metric: Labels, value: Point.optional() })),
  }),
});

export const NamesReply = z.object({ ...envelope, data: z.array(z.string()) });

export const BuildReply = z.object({ ...envelope, data: z.object({ version: z.string() }) });

/** A point's value as a finite number; null for NaN and the infinities, of which nothing can be made. */
export function finite(value: string): number | null {
  const number = value.trim() === '' ? NaN : Number(value);
  return Number.isFinite(number) ? number : null;
}
