import { expect, test } from 'vitest';
import { deliveryKey } from '../../src/intake/delivery-key.ts';

const delivery = {
  source: 'alertmanager',
  body: Buffer.from('{"alerts":[]}'),
  eventId: null,
  signedAt: null,
  receivedAt: new Date('2026-03-09T15:00:00Z'),
};
const keyOf = (changes: Partial<Parameters<typeof deliveryKey>[0]> = {}) =>
  deliveryKey({ ...delivery, ...changes });

test('the same body in the same five minutes is the same delivery', () => {
  expect(keyOf({ receivedAt: new Date('2026-03-09T15:04:59Z') })).toBe(keyOf());
  expect(keyOf({ receivedAt: new Date('2026-03-09T15:05:00Z') })).not.toBe(keyOf());
});

test('a repeat hours later is another delivery', () => {
  expect(keyOf({ receivedAt: new Date('2026-03-09T19:00:00Z') })).not.toBe(keyOf());
});

test('another source or another body is another delivery', () => {
  expect(keyOf({ source: 'grafana' })).not.toBe(keyOf());
  expect(keyOf({ body: Buffer.from('{"alerts":[1]}') })).not.toBe(keyOf());
});

test('a body that names its event is the same delivery whenever it comes and however it was signed', () => {
  const later = { receivedAt: new Date('2026-04-01T00:00:00Z'), signedAt: '1774999999' };
  expect(keyOf({ eventId: 'E1', ...later })).toBe(keyOf({ eventId: 'E1' }));
});

test('a signed time makes the delivery, in whatever five minutes it comes', () => {
  const signedAt = '1773068400';
  expect(keyOf({ signedAt, receivedAt: new Date('2026-03-09T15:05:01Z') })).toBe(keyOf({ signedAt }));
  expect(keyOf({ signedAt: '1773068401' })).not.toBe(keyOf({ signedAt }));
});
