import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { momentOf } from '../../src/time/moment-words.ts';

/** A Monday. */
const now = new Date('2026-03-09T15:00:00Z');
const said = (line: string, at: Date = now) => {
  const moment = momentOf(line.split(' '), at);
  return moment === null ? null : [moment.at.toISOString(), moment.rest.join(' ')];
};

afterEach(() => vi.unstubAllEnvs());

// Who runs the bot in New York still writes UTC; the half hour of Kolkata shows rounding.
describe.each(['UTC', 'America/New_York', 'Asia/Kolkata'])('on a machine in %s', (zone) => {
  test.each([
    ['14:05 rolled v3 back', '2026-03-09T14:05:00.000Z', 'rolled v3 back'],
    ['14:05: rolled v3 back', '2026-03-09T14:05:00.000Z', 'rolled v3 back'],
    ['14:05:30 rolled v3 back', '2026-03-09T14:05:30.000Z', 'rolled v3 back'],
    ['at 14:05 UTC rolled v3 back', '2026-03-09T14:05:00.000Z', 'rolled v3 back'],
    ['2h ago the flag went on', '2026-03-09T13:00:00.000Z', 'the flag went on'],
    ['1.5h ago the flag went on', '2026-03-09T13:30:00.000Z', 'the flag went on'],
    ['90 minutes ago the flag went on', '2026-03-09T13:30:00.000Z', 'the flag went on'],
    ['an hour ago paged', '2026-03-09T14:00:00.000Z', 'paged'],
    ['30s ago paged', '2026-03-09T14:59:30.000Z', 'paged'],
    ['3 d ago deployed', '2026-03-06T15:00:00.000Z', 'deployed'],
    ['yesterday 9:15 deployed', '2026-03-08T09:15:00.000Z', 'deployed'],
    ['5 pm yesterday deployed', '2026-03-08T17:00:00.000Z', 'deployed'],
    ['2pm deployed', '2026-03-09T14:00:00.000Z', 'deployed'],
    ['now it is quiet', '2026-03-09T15:00:00.000Z', 'it is quiet'],
    ['noon peak', '2026-03-09T12:00:00.000Z', 'peak'],
    ['2026-03-08T23:59Z paged', '2026-03-08T23:59:00.000Z', 'paged'],
    ['2026-03-08T23:59:30.250Z paged', '2026-03-08T23:59:30.250Z', 'paged'],
    ['2026-03-08 23:59 paged', '2026-03-08T23:59:00.000Z', 'paged'],
    ['2026-03-09T14:05+02:00 paged', '2026-03-09T12:05:00.000Z', 'paged'],
    ['2026-03-09 14:05+0200 paged', '2026-03-09T12:05:00.000Z', 'paged'],
    ['2026-03-08 paged', '2026-03-08T00:00:00.000Z', 'paged'],
  ])('%j', (line, at, rest) => {
    vi.stubEnv('TZ', zone);
    expect(said(line)).toEqual([at, rest]);
  });
});

describe('a time of day is the last one there was', () => {
  test.each([
    ['23:50 the job ran', '2026-03-08T23:50:00.000Z'],
    ['15:00 the job ran', '2026-03-09T15:00:00.000Z'],
    ['15:01 the job ran', '2026-03-08T15:01:00.000Z'],
    ['4pm the job ran', '2026-03-08T16:00:00.000Z'],
    ['midnight the job ran', '2026-03-09T00:00:00.000Z'],
  ])('%j', (line, at) => {
    expect(said(line)?.[0]).toBe(at);
  });
});

describe('a sentence is not taken for a time', () => {
  test.each([
    'may be the cache',
    'march release went out',
    'sun exporter restarted',
    'monday standup said so',
    'second deploy',
    'last week we saw the same',
    '1/2 of the hosts',
    '3 hosts restarted',
    '10 replicas',
    '12.5 % nulls',
    '2026 budget',
    'v3 rolled back at 14:05',
    '1h of errors',
    '9:5 replicas',
    '',
  ])('%j', (line) => {
    expect(said(line)).toBeNull();
  });

  test.each(['25:00', '12:61', '2026-13-01', '2026-02-31T10:00Z', '2026-03-08T25:00Z', '9999999999999d ago'])(
    'nor is a moment that cannot be: %s',
    (line) => {
      expect(said(`${line} it went wrong`)).toBeNull();
    },
  );

  test('whatever is typed, the moment is one and no word is lost or made up', () => {
    const word = fc.oneof(
      fc.string({ maxLength: 8 }).map((text) => text.replaceAll(/\s/g, '') || 'x'),
      fc.constantFrom(
        '14:05',
        '2h',
        'ago',
        'yesterday',
        'at',
        'pm',
        '9',
        '2026-03-08',
        'noon',
        '99999d',
        'last',
      ),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 7 }), (words) => {
        const moment = momentOf(words, now);
        if (moment === null) return;
        expect(Number.isNaN(moment.at.getTime())).toBe(false);
        expect(words.slice(words.length - moment.rest.length)).toEqual(moment.rest);
        expect(moment.rest.length).toBeLessThan(words.length);
      }),
    );
  });
});
