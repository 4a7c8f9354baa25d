import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Gate } from './gate.ts';
import { sentFromThisMachine } from './loopback.ts';

/** Whether a request is the sender's own. `signedAt` is the signed time as the header spelled it. */
export type Proof =
  | { readonly kind: 'accepted'; readonly signedAt: string | null }
  | { readonly kind: 'refused'; readonly reason: string };

/** What can be said before the body is read: null when the signature over the body must decide. */
export function authenticateHeaders(gate: Gate, headers: Headers): Proof | null {
  switch (gate.kind) {
    case 'closed':
      return refused('no secret is configured for this source');
    case 'open':
      return sentFromThisMachine(headers)
        ? { kind: 'accepted', signedAt: null }
        : refused('no secret is configured for this source, and the request does not come from this machine');
    case 'bearer':
      return checkBearer(gate.token, headers.get('authorization'));
    case 'hmac':
      return headers.has(gate.header)
        ? null
        : refused(`the header ${gate.header} with the signature is missing`);
  }
}

/**
 * HMAC-SHA256 over the raw body, or over `<timestamp>:<body>` where a time is signed. The header may hold several
 * signatures, as while a secret is being rotated: `v1=…,v1=…`, `sha256=…` or bare hexadecimal digits.
 */
export function authenticateBody(
  gate: Extract<Gate, { kind: 'hmac' }>,
  headers: Headers,
  { body, now }: { readonly body: Uint8Array; readonly now: Date },
): Proof {
  const signedAt = gate.timestampHeader === null ? null : headers.get(gate.timestampHeader);
  if (gate.timestampHeader !== null) {
    if (signedAt === null)
      return refused(`the header ${gate.timestampHeader} with the time of signing is missing`);
    const age = ageSeconds(signedAt, now);
    if (age === null)
      return refused(`the header ${gate.timestampHeader} is not a time in seconds since 1970`);
    if (Math.abs(age) > gate.toleranceSeconds) {
      return refused(
        `it was signed ${Math.round(Math.abs(age))} s ${age > 0 ? 'ago' : 'ahead'}, ${gate.toleranceSeconds} s are allowed`,
      );
    }
  }
  const hmac = createHmac('sha256', gate.secret);
  if (signedAt !== null) hmac.update(`${signedAt}:`);
  const expected = hmac.update(body).digest();
  const matches = signaturesIn(headers.get(gate.header) ?? '').filter((given) =>
    timingSafeEqual(given, expected),
  );
  return matches.length > 0 ? { kind: 'accepted', signedAt } : refused('the signature does not match');
}

function checkBearer(token: string, header: string | null): Proof {
  const given = /^Bearer\s+(\S+)\s*$/i.exec(header ?? '')?.[1];
  if (given === undefined) return refused('the header Authorization with a bearer token is missing');
  const accepted = timingSafeEqual(digest(given), digest(token));
  return accepted ? { kind: 'accepted', signedAt: null } : refused('the bearer token is wrong');
}

/** Hashes are of one length, so comparing them tells nothing about the secret's. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function signaturesIn(header: string): readonly Buffer[] {
  return header
    .split(',', 10)
    .map((part) => /^(?:v1=|sha256=)?([0-9a-f]{64})$/i.exec(part.trim())?.[1])
    .flatMap((digits) => (digits === undefined ? [] : [Buffer.from(digits, 'hex')]));
}

function ageSeconds(signedAt: string, now: Date): number | null {
  if (!/^\d{9,14}$/.test(signedAt)) return null;
  const given = Number(signedAt);
  return (now.getTime() - (given < 1e11 ? given * 1000 : given)) / 1000;
}

function refused(reason: string): Proof {
  return { kind: 'refused', reason };
}
