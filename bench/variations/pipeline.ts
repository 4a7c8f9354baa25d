import { z } from 'zod';

const Step = z.union([
  z.object({ op: z.literal('affine'), column: z.string(), multiply: z.number(), add: z.number() }),
  z.object({ op: z.literal('clip'), column: z.string(), min: z.number(), max: z.number() }),
  z.object({
    op: z.literal('round'),
    column: z.string(),
    digits: z.number(),
    mode: z.enum(['half', 'trunc']),
  }),
  z.object({ op: z.literal('recode'), column: z.string(), map: z.record(z.string(), z.string()) }),
  z.object({ op: z.literal('case'), column: z.string(), to: z.enum(['upper', 'lower']) }),
  z.object({ op: z.literal('swap'), columns: z.tuple([z.string(), z.string()]) }),
]);

const Encoder = z.discriminatedUnion('kind', [
  z.looseObject({
    kind: z.literal('number'),
    column: z.string(),
    fill: z.number(),
    edges: z.array(z.number()),
  }),
  z.looseObject({
    kind: z.literal('category'),
    column: z.string(),
    fill: z.string(),
    levels: z.array(z.string()),
  }),
]);

/** A serving pipeline as bundles keep it (`tabular-pipeline/1`). */
export const Pipeline = z.object({
  format: z.literal('tabular-pipeline/1'),
  model: z.string(),
  version: z.string(),
  inputs: z.array(z.object({ name: z.string(), type: z.enum(['number', 'string']) })),
  prepare: z.array(Step),
  encoders: z.array(Encoder),
  weights: z.array(z.number()),
  intercept: z.number(),
  calibration: z.object({ slope: z.number(), offset: z.number() }),
  threshold: z.object({
    default: z.number(),
    overrides: z.array(
      z.object({ where: z.record(z.string(), z.union([z.string(), z.boolean()])), value: z.number() }),
    ),
  }),
  name: z.string(),
});
export type Pipeline = z.infer<typeof Pipeline>;
export type Step = z.infer<typeof Step>;

export const Value = z.union([z.number(), z.string(), z.boolean(), z.null()]);
export type Value = z.infer<typeof Value>;
export type Row = Readonly<Record<string, Value>>;

/** What the bundles' own model server exports; it is plain JavaScript, so its functions are named here. */
export type ModelServer = {
  readonly prepare: (pipeline: Pipeline, row: Row) => Row;
  readonly scoreRecord: (pipeline: Pipeline, row: Row) => number;
  readonly decide: (pipeline: Pipeline, row: Row, score: number) => number;
  readonly loadPipelines: (folder: string) => ReadonlyMap<string, Pipeline>;
  readonly handler: (
    pipelines: ReadonlyMap<string, Pipeline>,
  ) => (request: unknown, response: unknown) => void;
};

const aFunction = z.custom<never>((value) => typeof value === 'function', 'not a function');
const Exports = z.object({
  prepare: aFunction,
  scoreRecord: aFunction,
  decide: aFunction,
  loadPipelines: aFunction,
  handler: aFunction,
});

const SERVER = new URL('../../examples/model-server.mjs', import.meta.url).href;

/** The model server of the examples, checked to export what it should. */
export async function loadModelServer(): Promise<ModelServer> {
  return Exports.parse(await import(SERVER)) satisfies ModelServer;
}

/** `v3` after `v2`. */
export function versionAfter(version: string, by = 1): string {
  const number = Number(/\d+/.exec(version)?.[0] ?? 1);
  return `v${Math.max(1, number + by)}`;
}
