import { expect, test } from 'vitest';
import { authenticateBody, authenticateHeaders } from '../../src/intake/authenticate.ts';
import { gateOf, type Gate } from '../../src/intake/gate.ts';
import { isLoopback } from '../../src/intake/loopback.ts';

const now = new Date('2026-03-09T15:00:00Z');
const hmac = (changes: Partial<Extract<Gate, { kind: 'hmac' }>> = {}) =>
  ({
    kind: 'hmac',
    secret: 'key',
    header: 'x-signature',
    timestampHeader: null,
    toleranceSeconds: 300,
    ...changes,
  }) as const;

// RFC 4231, test case 2, as published: HMAC-SHA256 with the key "Jefe".
test('a signature is HMAC-SHA256 as RFC 4231 has it', () => {
  const gate = hmac({ secret: 'Jefe' });
  const body = Buffer.from('what do ya want for nothing?');
  const right = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
  const proof = (signature: string) =>
    authenticateBody(gate, new Headers({ 'x-signature': signature }), { body, now }).kind;
  expect(proof(right)).toBe('accepted');
  expect(proof(right.toUpperCase())).toBe('accepted');
  expect(proof(`sha256=${right}`)).toBe('accepted');
  expect(proof(`v0=${right}`)).toBe('refused');
  expect(proof(`${right.slice(0, -1)}4`)).toBe('refused');
  expect(proof(right.slice(2))).toBe('refused');
  expect(proof('')).toBe('refused');
});

const signedTime = '89d7a93c73be6bc9b4278affeee3765690189da40492f844988ef7fe33cce3e7';

// The signature above was computed with: printf '1773068400:{}' | openssl dgst -sha256 -hmac key
test('a signed time stands before the body, with a colon', () => {
  const headers = new Headers({ 'x-signature': signedTime, 'x-time': '1773068400' });
  const gate = hmac({ timestampHeader: 'x-time' });
  expect(authenticateBody(gate, headers, { body: Buffer.from('{}'), now })).toEqual({
    kind: 'accepted',
    signedAt: '1773068400',
  });
});

test('a missing signature is refused before the body is read', () => {
  expect(authenticateHeaders(hmac(), new Headers())).toMatchObject({ kind: 'refused' });
  expect(authenticateHeaders(hmac(), new Headers({ 'x-signature': 'x' }))).toBeNull();
});

test('each source has its usual headers, and the configuration may name others', () => {
  const config = { hmac: { secret: 'long-enough', tolerance: '2m' } };
  expect(gateOf('pagerduty', config, '0.0.0.0')).toMatchObject({
    header: 'x-pagerduty-signature',
    timestampHeader: null,
  });
  expect(gateOf('grafana', config, '0.0.0.0')).toMatchObject({
    header: 'x-grafana-alerting-signature',
    timestampHeader: 'x-grafana-alerting-timestamp',
    toleranceSeconds: 120,
  });
  const named = { hmac: { ...config.hmac, header: 'x-mine', timestamp_header: 'x-when' } };
  expect(gateOf('grafana', named, '0.0.0.0')).toMatchObject({ header: 'x-mine', timestampHeader: 'x-when' });
});

test.each([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['localhost', true],
  ['::1', true],
  ['[::1]', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.7', false],
  ['127.0.0.1.evil.example', false],
  ['localhost.evil.example', false],
  ['', false],
])('%s is this machine alone: %s', (host, alone) => {
  expect(isLoopback(host)).toBe(alone);
  expect(gateOf('generic', undefined, host).kind).toBe(alone ? 'open' : 'closed');
});
