import type { AlertFormat, FormatName, Parsed } from './format.ts';
import { alertmanager } from './formats/alertmanager.ts';
import { datadog } from './formats/datadog.ts';
import { generic } from './formats/generic.ts';
import { grafana } from './formats/grafana.ts';
import { pagerduty } from './formats/pagerduty.ts';
import type { Known } from './known.ts';

/** Every webhook format, most particular first: a body is taken for the first that it looks like. */
export const alertFormats: readonly AlertFormat[] = [alertmanager, grafana, pagerduty, datadog, generic];

/** Which format a body is in, by its marks; null when it looks like none. */
export function detectFormat(body: unknown): AlertFormat | null {
  return alertFormats.find((format) => format.looksLike(body)) ?? null;
}

export function formatNamed(name: FormatName): AlertFormat {
  const format = alertFormats.find((candidate) => candidate.name === name);
  if (format === undefined) throw new Error(`The alert format ${name} is not in the list of formats.`);
  return format;
}

/** Reads a body in the format it looks like: for an alert in a file, where no address tells who sent it. */
export function parseAnyAlert(
  body: unknown,
  context: { readonly known: Known; readonly receivedAt: Date },
): Parsed {
  const format = detectFormat(body);
  if (format !== null) return format.parse(body, context);
  return {
    kind: 'malformed',
    problems: ['the body: looks like none of the formats'],
    hint: `Give the body of a webhook from ${alertFormats.map(({ title }) => title).join(', ')}; docs/alerts.md shows each.`,
  };
}
