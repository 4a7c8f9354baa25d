import { expect, test } from 'vitest';
import { dateAlert } from '../../../src/response/alerts/date-alert.ts';
import { anAlert } from '../../alert/alerts.ts';

const now = new Date('2026-03-09T15:00:00Z');

test('an alert without a time fired where the data end, and says so', () => {
  const received = new Date('2026-11-23T00:00:00Z');
  const { alert, note } = dateAlert(anAlert({ startedAt: received, undated: true }), now);
  expect(alert.startedAt).toEqual(now);
  expect(note).toContain('carries no time');
  expect(note).toContain('2026-03-09 15:00 UTC');
});

test('an alert from long after the data end keeps its time, and says how far off it is', () => {
  const fired = new Date('2026-03-12T18:00:00Z');
  const { alert, note } = dateAlert(anAlert({ startedAt: fired }), now);
  expect(alert.startedAt).toEqual(fired);
  expect(note).toContain('3 d 3 h after the data end');
});

test('nothing is said about an alert that fired while the data ran', () => {
  expect(dateAlert(anAlert({ startedAt: new Date('2026-03-09T14:35:00Z') }), now).note).toBeNull();
});
