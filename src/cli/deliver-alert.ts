import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { FormatName } from '../alert/format.ts';
import type { FishboneConfig } from '../config/schema.ts';
import { gateOf } from '../intake/gate.ts';
import type { Gate } from '../intake/gate.ts';
import type { Receipt } from '../intake/receive.ts';
import { CliError } from './cli-error.ts';

/** Where an alert from a file went. */
export type Delivered =
  | { readonly to: 'intake'; readonly url: string; readonly answer: string }
  | { readonly to: 'inbox'; readonly path: string; readonly answer: string };

/** A running bot is asked first; where none answers, the alert waits in the inbox on disk for the next start. */
export async function deliverAlert(
  alert: { readonly source: FormatName; readonly bytes: Uint8Array<ArrayBuffer>; readonly now: Date },
  config: FishboneConfig,
  keepInInbox: () => Promise<Receipt>,
): Promise<Delivered> {
  const posted = config.intake.port === 0 ? null : await post(alert, config.intake);
  if (posted !== null) return posted;
  const receipt = await keepInInbox();
  switch (receipt.kind) {
    case 'accepted':
    case 'duplicate':
      return {
        to: 'inbox',
        path: config.storage.path,
        answer: receipt.kind === 'accepted' ? `${receipt.alerts} waiting` : 'it was there already',
      };
    case 'skipped':
      throw refused(receipt.reason, 'Give a body that speaks of an alert.');
    case 'malformed':
      throw refused(receipt.problems.join('; '), receipt.hint);
  }
}

async function post(
  {
    source,
    bytes,
    now,
  }: { readonly source: FormatName; readonly bytes: Uint8Array<ArrayBuffer>; readonly now: Date },
  intake: FishboneConfig['intake'],
): Promise<Delivered | null> {
  const url = `http://${reachable(intake.host)}:${intake.port}/alerts/${source}`;
  const gate = gateOf(source, intake.sources[source], intake.host);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...proof(gate, bytes, now) },
    body: bytes,
    signal: AbortSignal.timeout(10_000),
  }).catch((error: unknown) => {
    if (nobodyListens(error)) return null;
    throw refused(`the bot at ${url} does not answer: ${String(error)}`, 'Try again, or stop the bot first.');
  });
  if (response === null) return null;
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return { to: 'intake', url, answer: Accepted.parse(body).status };
  const said = Refused.safeParse(body);
  throw said.success
    ? refused(said.data.error.message, said.data.error.hint)
    : refused(`the bot at ${url} answered ${response.status}`, 'Is something else listening on intake.port?');
}

const Accepted = z.object({ status: z.string() }).catch({ status: 'accepted' });
const Refused = z.object({ error: z.object({ message: z.string(), hint: z.string() }) });

/** The same proof that the monitor would give. */
function proof(gate: Gate, bytes: Uint8Array, now: Date): Readonly<Record<string, string>> {
  if (gate.kind === 'bearer') return { authorization: `Bearer ${gate.token}` };
  if (gate.kind !== 'hmac') return {};
  const hmac = createHmac('sha256', gate.secret);
  if (gate.timestampHeader === null) return { [gate.header]: `v1=${hmac.update(bytes).digest('hex')}` };
  const signedAt = String(Math.floor(now.getTime() / 1000));
  const signature = hmac.update(`${signedAt}:`).update(bytes).digest('hex');
  return { [gate.timestampHeader]: signedAt, [gate.header]: `v1=${signature}` };
}

/** A bot that listens on every address is reached on this machine's own. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

function nobodyListens(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}

function refused(message: string, hint: string): CliError {
  return new CliError({
    code: 'alert-not-taken',
    message: `The alert was not taken: ${message}.`.replace(/\.\.$/, '.'),
    hint,
  });
}
