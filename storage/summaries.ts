import { z } from 'zod';
import type { IncidentSummary } from '../src/response/store/store.ts';
import type { Connection } from './connection.ts';
import { StorageError } from './storage-error.ts';

const SummaryRow = z
  .object({
    id: z.string(),
    key: z.string(),
    model: z.string(),
    title: z.string(),
    status: z.enum(['open', 'resolved']),
    declaredAt: z.coerce.date(),
    resolvedAt: z
      .string()
      .nullable()
      .transform((text) => (text === null ? null : new Date(text)))
      .refine((time) => time === null || !Number.isNaN(time.getTime()), 'not a time'),
    cause: z.string().nullable(),
    rememberedUntil: z
      .string()
      .nullable()
      .transform((text) => (text === null ? null : new Date(text))),
    channel: z.string().nullable(),
    threadTs: z.string().nullable(),
  })
  .readonly();

const select = `
  SELECT i.id, i.key, i.model, i.title, i.status, i.declared_at AS declaredAt, i.resolved_at AS resolvedAt,
         i.cause, i.remembered_until AS rememberedUntil, t.channel, t.thread_ts AS threadTs
  FROM incidents AS i LEFT JOIN threads AS t ON t.incident = i.id`;

export type Summaries = {
  byId(incident: string): IncidentSummary | null;
  openByKey(key: string): IncidentSummary | null;
  byThread(channel: string, threadTs: string): IncidentSummary | null;
  /** Newest declared first. A row that cannot be read is logged and left out; the others are there. */
  list(filter: {
    readonly status?: 'open' | 'resolved';
    readonly model?: string;
    readonly channel?: string;
    readonly rememberedAt?: Date;
    readonly limit?: number;
  }): readonly IncidentSummary[];
};

/** The incidents with their place in Slack. Call within a transaction. */
export function openSummaries({ database, log }: Connection): Summaries {
  const byId = database.prepare(`${select} WHERE i.id = ?`);
  const byKey = database.prepare(`${select} WHERE i.key = ? AND i.status = 'open'`);
  const byThread = database.prepare(`${select} WHERE t.channel = ? AND t.thread_ts = ?`);
  const list = database.prepare(
    `${select}
     WHERE (@status IS NULL OR i.status = @status)
       AND (@model IS NULL OR i.model = @model)
       AND (@channel IS NULL OR t.channel = @channel)
       AND (@rememberedAt IS NULL OR i.remembered_until > @rememberedAt)
     ORDER BY i.declared_at DESC, i.number DESC LIMIT @limit`,
  );

  return {
    byId: (incident) => parse(byId.get(incident)),
    openByKey: (key) => parse(byKey.get(key)),
    byThread: (channel, threadTs) => parse(byThread.get(channel, threadTs)),
    list({ status, model, channel, rememberedAt, limit }) {
      const found = list.all({
        status: status ?? null,
        model: model ?? null,
        channel: channel ?? null,
        rememberedAt: rememberedAt?.toISOString() ?? null,
        limit: limit ?? -1,
      });
      return found.flatMap((row) => {
        const summary = SummaryRow.safeParse(row);
        if (summary.success) return [summary.data];
        const { code, message, hint } = unreadable(row, summary.error);
        log?.error(message, { code, hint });
        return [];
      });
    },
  };
}

function parse(row: unknown): IncidentSummary | null {
  if (row === undefined) return null;
  const summary = SummaryRow.safeParse(row);
  if (summary.success) return summary.data;
  throw unreadable(row, summary.error);
}

function unreadable(row: unknown, error: z.ZodError): StorageError {
  const named = z.object({ id: z.string() }).safeParse(row);
  return new StorageError({
    code: 'unreadable-row',
    message: `The summary of ${named.success ? named.data.id : 'an incident'} cannot be read: ${z.prettifyError(error)}`,
    hint: 'Its events are not touched by this: rebuild the projections from them.',
    cause: error,
  });
}
