import { z } from 'zod';
import { Segment } from '../../alert/alert.ts';
import { ChartKind } from '../../charts/drawing.ts';
import { Samples } from '../../samples/samples.ts';

/** One check of a plan, over all traffic or within a segment. */
export const PlanStep = z.object({ check: z.string(), segment: Segment }).readonly();
export type PlanStep = z.infer<typeof PlanStep>;

const fact = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), ...shape }).readonly();

/** Work that takes a while, and what it shows of single requests. */
export const WORK_FACTS = [
  /** Several checks are about to run. A triage's plan ends with `triage-finished`, a person's with `checks-ended`. */
  fact('checks-planned', {
    because: z.enum(['triage', 'asked']),
    steps: z.array(PlanStep).readonly(),
  }),
  fact('checks-ended', {
    /** The number of the event that planned them. */
    plan: z.int().positive(),
    how: z.enum(['finished', 'cancelled']),
    /** How many had answered. */
    done: z.int().min(0),
    seconds: z.number(),
  }),
  fact('samples-shown', { samples: Samples }),
  /** `feature` is that of a drift chart. */
  fact('chart-asked', { chart: ChartKind, feature: z.string().nullable() }),
] as const;

const WorkFact = z.discriminatedUnion('type', WORK_FACTS);
export type WorkFact = z.infer<typeof WorkFact>;

const types: ReadonlySet<string> = new Set(WORK_FACTS.map((one) => one.unwrap().shape.type.value));

export function isWorkFact<Fact extends { readonly type: string }>(
  one: Fact,
): one is Extract<Fact, { readonly type: WorkFact['type'] }> {
  return types.has(one.type);
}
