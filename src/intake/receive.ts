import type { FormatName } from '../alert/format.ts';
import { detectFormat, formatNamed } from '../alert/formats.ts';
import type { Known } from '../alert/known.ts';
import { cleanText } from '../alert/sanitize.ts';
import { redactValue } from '../redact/redact-value.ts';
import type { Inbox } from '../response/store/inbox.ts';
import { deliveryKey } from './delivery-key.ts';
import { readJson } from './read-json.ts';

/** What became of an authentic body. Nothing here is a promise until `accept` has answered. */
export type Receipt =
  | { readonly kind: 'accepted'; readonly id: number; readonly alerts: number }
  | { readonly kind: 'duplicate'; readonly id: number; readonly alerts: number }
  /** Authentic and about no alert: nothing is kept. */
  | { readonly kind: 'skipped'; readonly reason: string }
  /** Kept in the inbox as failed, so that a person can look at it. */
  | { readonly kind: 'malformed'; readonly problems: readonly string[]; readonly hint: string };

/**
 * Reads an authentic body in its source's format and puts it into the inbox, with secrets taken out. It is read here
 * already, so that a sender learns at once that its body is wrong; what is kept is the body, so that it can be read again.
 * Rejects with the storage's error when it cannot be kept.
 */
export async function receive(
  delivery: {
    readonly source: FormatName;
    readonly bytes: Uint8Array;
    readonly signedAt: string | null;
    readonly receivedAt: Date;
  },
  { inbox, known }: { readonly inbox: Pick<Inbox, 'accept' | 'failed'>; readonly known: Known },
): Promise<Receipt> {
  const { source, bytes, signedAt, receivedAt } = delivery;
  const format = formatNamed(source);
  const json = readJson(bytes);
  const value = json.kind === 'json' ? json.value : null;
  const key = deliveryKey({ source, body: bytes, eventId: format.eventId(value), signedAt, receivedAt });
  const keep = (body: unknown) => inbox.accept({ source, kind: 'alert', key, body, receivedAt });

  if (json.kind === 'malformed') {
    return keepFailed({ text: excerpt(bytes) }, [json.problem], 'Send one JSON object in UTF-8.');
  }
  const parsed = format.parse(value, { known, receivedAt });
  if (parsed.kind === 'malformed') {
    return keepFailed(redactValue(value), parsed.problems, `${parsed.hint}${otherFormat(source, value)}`);
  }
  if (parsed.alerts.length === 0) {
    return { kind: 'skipped', reason: parsed.skipped ?? 'the body holds no alert' };
  }
  const kept = await keep(redactValue(value));
  return { kind: kept.kind, id: kept.id, alerts: parsed.alerts.length };

  async function keepFailed(body: unknown, problems: readonly string[], hint: string): Promise<Receipt> {
    const { id } = await keep(body);
    await inbox.failed(id, `malformed: ${problems.join('; ')}`, null);
    return { kind: 'malformed', problems, hint };
  }
}

function excerpt(bytes: Uint8Array): string {
  return cleanText(Buffer.from(bytes.subarray(0, 10_000)).toString('utf8'), 4000);
}

/** The commonest mistake is the wrong address. */
function otherFormat(source: FormatName, value: unknown): string {
  const seems = detectFormat(value);
  if (seems === null || seems.name === source) return '';
  return ` The body looks like ${seems.title}'s: post it to /alerts/${seems.name}.`;
}
