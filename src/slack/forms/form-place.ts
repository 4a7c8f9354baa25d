import { z } from 'zod';

/** Where the form was asked for: an answer goes back there. */
export const FormPlace = z
  .object({ channel: z.string().nullable(), thread: z.string().nullable() })
  .readonly();
export type FormPlace = z.infer<typeof FormPlace>;

export const FormMetadata = z.object({
  channel: z.string().nullable(),
  thread: z.string().nullable(),
  incident: z.string(),
  kept: z.record(z.string(), z.string()),
});

const Value = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_user: z.string().nullish(),
  selected_date: z.string().nullish(),
});

/** A submitted form as Slack brings it. */
export const SubmissionBody = z.object({
  type: z.literal('view_submission'),
  user: z.object({ id: z.string(), team_id: z.string().optional() }),
  team: z.object({ id: z.string() }).nullish(),
  trigger_id: z.string().optional(),
  view: z.object({
    id: z.string(),
    hash: z.string().optional(),
    callback_id: z.string().regex(/^form:[a-z]+$/),
    private_metadata: z.string(),
    blocks: z.array(z.object({ type: z.string(), block_id: z.string().optional() })).default([]),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), Value)) }),
  }),
});
export type SubmissionBody = z.infer<typeof SubmissionBody>;

/** What was filled in, by field; what was left empty is missing. */
export function filledIn(body: SubmissionBody): Readonly<Record<string, string>> {
  const filled: Record<string, string> = {};
  for (const [field, byAction] of Object.entries(body.view.state.values)) {
    for (const value of Object.values(byAction)) {
      const given =
        value.value ?? value.selected_option?.value ?? value.selected_user ?? value.selected_date ?? null;
      if (given !== null && given.trim() !== '') filled[field] = given;
    }
  }
  return filled;
}
