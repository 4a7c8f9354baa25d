import { asFields, stringAt } from '../fields.ts';
import type { Attempt } from './deliver.ts';

/** How an attempt is called in the traffic: `event:message`, `slash_commands`, `block_actions`. */
export function trafficName(attempt: Attempt): string {
  const event = asFields(attempt.payload['event']);
  if (event) return `event:${stringAt(event, 'type') ?? 'unknown'}`;
  return attempt.type === 'interactive' ? (stringAt(attempt.payload, 'type') ?? attempt.type) : attempt.type;
}
