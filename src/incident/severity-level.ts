import { z } from 'zod';

/** How bad it is: sev1 wakes people, sev3 waits for the morning. */
export const Severity = z.enum(['sev1', 'sev2', 'sev3']);
export type Severity = z.infer<typeof Severity>;
