import type { Alert } from './alert.ts';
import type { Known } from './known.ts';

export type FormatName = 'alertmanager' | 'grafana' | 'pagerduty' | 'datadog' | 'generic';

/** The alerts in a body, or everything that is wrong with it. An authentic body may speak of no alert: `skipped` says why. */
export type Parsed =
  | { readonly kind: 'alerts'; readonly alerts: readonly Alert[]; readonly skipped: string | null }
  | { readonly kind: 'malformed'; readonly problems: readonly string[]; readonly hint: string };

/** One webhook format. Each file in `formats/` exports one of these under its own name. */
export type AlertFormat = {
  readonly name: FormatName;
  /** What people call the sender. */
  readonly title: string;
  /** True when the body bears the marks of this format; it may still be malformed. */
  looksLike(body: unknown): boolean;
  /** The sender's identity of this one event, the same in every attempt to deliver it; null when the format has none. */
  eventId(body: unknown): string | null;
  /** Reads the body; `receivedAt` stands in where it does not say when something began. Never throws. */
  parse(body: unknown, context: { readonly known: Known; readonly receivedAt: Date }): Parsed;
};

/** True when the value is an object that has all these fields. */
export function hasFields(body: unknown, ...names: readonly string[]): body is Record<string, unknown> {
  return typeof body === 'object' && body !== null && names.every((name) => Object.hasOwn(body, name));
}
