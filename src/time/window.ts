import { z } from 'zod';

/** A half-open span of time `[from, to)`, UTC. */
export const Window = z.object({ from: z.coerce.date(), to: z.coerce.date() }).readonly();
export type Window = z.infer<typeof Window>;

/**
 * The two spans a check compares. The baseline ends before the onset's interval begins and the incident window starts
 * after it ends, so that a wrongly placed onset cannot leak one into the other. `now` bounds every query.
 */
export const Windows = z
  .object({ baseline: Window, incident: Window, onset: z.coerce.date().nullable(), now: z.coerce.date() })
  .readonly();
export type Windows = z.infer<typeof Windows>;
