import type { FormatName } from '../alert/format.ts';
import { alertFormats } from '../alert/formats.ts';
import type { Known } from '../alert/known.ts';
import type { FishboneConfig } from '../config/schema.ts';
import { redact } from '../redact/redact.ts';
import type { Log } from '../response/ports.ts';
import type { Inbox } from '../response/store/inbox.ts';
import type { Clock } from '../time/clock.ts';
import { answerTo, refusal, type Answer } from './answers.ts';
import { authenticateBody, authenticateHeaders, type Proof } from './authenticate.ts';
import { gateOf, type Gate } from './gate.ts';
import { quietWarnings } from './quiet-warnings.ts';
import { readBody } from './read-body.ts';
import { receive } from './receive.ts';
import { createTokenBucket, type Rate } from './token-bucket.ts';

export type DoorPorts = {
  readonly config: FishboneConfig['intake'];
  readonly inbox: Inbox;
  readonly known: Known;
  readonly clock: Clock;
  readonly log: Log;
  readonly rate: Rate;
};

/** The door of one source: answers a request to `POST /alerts/<source>`. */
export type AlertDoor = { readonly gate: Gate; answer(request: Request): Promise<Answer> };

/** One door a source. Each has its own secret, its own rate, and its own word in the log. */
export function alertDoors(ports: DoorPorts): ReadonlyMap<string, AlertDoor> {
  return new Map(alertFormats.map(({ name }) => [name, alertDoor(name, ports)]));
}

/**
 * In this order: is the body of a kind and size that may be read, is it the sender's own, is it within the rate, and only
 * then what does it say. A stranger therefore learns nothing and uses up nothing.
 */
function alertDoor(source: FormatName, given: DoorPorts): AlertDoor {
  const ports = { ...given, log: quietWarnings(given.log, given.clock) };
  const gate = gateOf(source, ports.config.sources[source], ports.config.host);
  const limit = ports.config.max_body_kb * 1024;
  const bucket = createTokenBucket(ports.rate);
  return {
    gate,
    async answer(request) {
      const unreadable = checkContent(request.headers);
      if (unreadable !== null) return unreadable;
      const early = authenticateHeaders(gate, request.headers);
      if (early?.kind === 'refused') return unauthorized(source, early.reason, ports.log);

      const body = await readBody(request, limit);
      if (body.kind === 'too-large') return tooLarge(source, limit, ports.log);
      if (body.kind === 'broken') {
        return refusal('broken', 408, { message: 'The body ended early.', hint: 'Send it again.' });
      }
      const proof = early ?? proofOf(gate, request.headers, { body: body.bytes, now: ports.clock.now() });
      if (proof.kind === 'refused') return unauthorized(source, proof.reason, ports.log);

      const wait = bucket.take(ports.clock.now());
      if (wait !== null) return tooMany(source, wait, ports.log);
      const delivery = { source, bytes: body.bytes, signedAt: proof.signedAt, receivedAt: ports.clock.now() };
      return keep(delivery, ports);
    },
  };
}

function checkContent(headers: Headers): Answer | null {
  const type = (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const encoding = (headers.get('content-encoding') ?? 'identity').trim().toLowerCase();
  if ((type === 'application/json' || /^application\/[\w.-]+\+json$/.test(type)) && encoding === 'identity')
    return null;
  return refusal('wrong-type', 415, {
    message: 'Alerts are taken as uncompressed JSON.',
    hint: 'Send the header Content-Type: application/json and no Content-Encoding.',
  });
}

function proofOf(
  gate: Gate,
  headers: Headers,
  delivery: { readonly body: Uint8Array; readonly now: Date },
): Proof {
  if (gate.kind !== 'hmac') return { kind: 'refused', reason: 'nothing proves the sender' };
  return authenticateBody(gate, headers, delivery);
}

async function keep(delivery: Parameters<typeof receive>[0], ports: DoorPorts): Promise<Answer> {
  const { source } = delivery;
  try {
    const receipt = await receive(delivery, ports);
    if (receipt.kind === 'malformed') {
      ports.log.warn('a malformed alert was kept for inspection', { source, problems: receipt.problems });
    } else ports.log.debug('an alert came in', { source, ...receipt });
    return answerTo(receipt);
  } catch (error) {
    ports.log.error('an alert could not be kept, and its sender was told to try again', {
      source,
      ...describe(error),
    });
    return refusal(
      'storage-failed',
      503,
      { message: 'The alert could not be stored.', hint: 'Send it again; nothing of it was kept.' },
      { 'retry-after': '10' },
    );
  }
}

/** The reason goes to the log; the stranger hears only that it is not let in. */
function unauthorized(source: string, reason: string, log: Log): Answer {
  log.warn('a request to the alert door was refused', { source, reason });
  return refusal(
    'unauthorized',
    401,
    {
      message: 'The sender is not who this source expects.',
      hint: `Check the secret of intake.sources.${source} in fishbone.yml and in the sender; the log of Fishbone has the reason.`,
    },
    { 'www-authenticate': 'Bearer' },
  );
}

function tooLarge(source: string, limit: number, log: Log): Answer {
  log.warn('a body at the alert door was too large', { source, limitBytes: limit });
  return refusal('too-large', 413, {
    message: `The body is larger than ${limit / 1024} kB.`,
    hint: 'Send fewer alerts at once, or raise intake.max_body_kb in fishbone.yml.',
  });
}

function tooMany(source: string, seconds: number, log: Log): Answer {
  log.warn('a source sends alerts faster than they are taken', { source, retryAfterSeconds: seconds });
  return refusal(
    'rate-limited',
    429,
    {
      message: 'Too many deliveries at once.',
      hint: `Send it again in ${seconds} s; group alerts in the sender.`,
    },
    { 'retry-after': String(seconds) },
  );
}

function describe(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: redact(String(error)) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  const hint = 'hint' in error && typeof error.hint === 'string' ? redact(error.hint) : null;
  return { error: redact(error.message), code, hint };
}
