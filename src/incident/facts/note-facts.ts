import { z } from 'zod';

/** The parts of the note that people may write themselves; what they wrote stands when the note is assembled again. */
export const NoteSection = z.enum(['summary', 'impact', 'cause', 'detection', 'training-data', 'lessons']);
export type NoteSection = z.infer<typeof NoteSection>;

/** A closed incident that this one looks like, and what made it stop then. */
export const SimilarIncident = z
  .object({
    incident: z.string(),
    title: z.string(),
    /** 0 to 1. */
    likeness: z.number(),
    reasons: z.array(z.string()).readonly(),
    cause: z.string().nullable(),
    /** What ended it, as it was said then. */
    ended: z.string(),
  })
  .readonly();
export type SimilarIncident = z.infer<typeof SimilarIncident>;

const fact = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), ...shape }).readonly();

/** What is written down for later, and what was remembered of earlier. */
export const NOTE_FACTS = [
  /** No words: the part is assembled from the log again. */
  fact('note-section-written', { section: NoteSection, text: z.string() }),
  fact('note-published', {
    revision: z.number(),
    /** Where it is told in short; null where no channel is configured for it. */
    channel: z.string().nullable(),
  }),
  fact('similar-found', {
    incidents: z.array(SimilarIncident).readonly(),
    /** What the comparison went by; by the checks when not given. */
    by: z.enum(['alert', 'checks']).optional(),
    /** Incidents that had been named before, by the alert alone. */
    named: z.array(z.string()).readonly().optional(),
  }),
] as const;

const NoteFact = z.discriminatedUnion('type', NOTE_FACTS);
export type NoteFact = z.infer<typeof NoteFact>;

const types: ReadonlySet<string> = new Set(NOTE_FACTS.map((one) => one.unwrap().shape.type.value));

export function isNoteFact<Fact extends { readonly type: string }>(
  one: Fact,
): one is Extract<Fact, { readonly type: NoteFact['type'] }> {
  return types.has(one.type);
}
