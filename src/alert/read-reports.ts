import type { z } from 'zod';
import type { AlertFormat } from './format.ts';
import { problemsOf } from './problems.ts';
import { alertFrom, type Report } from './report.ts';

/**
 * The `parse` of a format whose bodies have one shape: each report becomes an alert, and what is wrong with a body is said
 * with `hint`, which tells what to do about it in the sender.
 */
export function readReports<Body>(
  shape: z.ZodType<Body>,
  { reports, hint }: { readonly reports: (body: Body) => readonly Report[]; readonly hint: string },
): AlertFormat['parse'] {
  return (body, { known, receivedAt }) => {
    const read = shape.safeParse(body);
    if (!read.success) return { kind: 'malformed', problems: problemsOf(read.error), hint };
    const alerts = reports(read.data).map((report) => alertFrom(report, known, receivedAt));
    return { kind: 'alerts', alerts, skipped: null };
  };
}
