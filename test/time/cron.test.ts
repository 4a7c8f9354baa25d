import { describe, expect, test } from 'vitest';
import { parseCron } from '../../src/time/cron.ts';
import type { Cron } from '../../src/time/cron.ts';
import { slotAfter, slotAtOrBefore, slotsBetween } from '../../src/time/cron-slots.ts';

function cron(text: string): Cron {
  const read = parseCron(text);
  if (read.kind === 'wrong') throw new Error(read.reason);
  return read.cron;
}
const at = (text: string): Date => new Date(text);
const between = (text: string, zone: string, after: string, until: string) =>
  slotsBetween(cron(text), zone, { after: at(after), until: at(until), most: 1000 }).map((slot) =>
    slot.toISOString(),
  );

describe('a schedule is read', () => {
  test.each([
    ['* * * *', 'five fields'],
    ['61 * * * *', "'61' is no minute"],
    ['*/0 * * * *', 'never moves on'],
    ['0 0 30 2 *', 'never fires'],
    ['0 0 31 4,6,9,11 *', 'never fires'],
    ['0 0 * * frog', 'no weekday'],
    ['5-1 * * * *', 'no minute'],
  ])('%s is refused: %s', (text, reason) => {
    const read = parseCron(text);
    expect(read).toMatchObject({ kind: 'wrong' });
    expect(read.kind === 'wrong' ? read.reason : '').toContain(reason);
  });

  test('the 29th of February comes, in a leap year', () => {
    expect(slotAfter(cron('0 0 29 2 *'), 'UTC', at('2026-03-01T00:00:00Z'))).toEqual(
      at('2028-02-29T00:00:00Z'),
    );
  });

  test('a day of the month or a weekday: either is enough', () => {
    expect(between('0 9 13 * fri', 'UTC', '2026-03-08T00:00:00Z', '2026-03-21T00:00:00Z')).toEqual([
      '2026-03-13T09:00:00.000Z',
      '2026-03-20T09:00:00.000Z',
    ]);
  });

  test('sunday is 0 and 7', () => {
    const sunday = at('2026-03-08T12:00:00Z');
    for (const day of ['0', '7', 'sun'])
      expect(slotAfter(cron(`0 12 * * ${day}`), 'UTC', at('2026-03-03T00:00:00Z'))).toEqual(sunday);
  });
});

describe('when the clocks are changed', () => {
  test('a nightly run happens once on the night that has its hour twice', () => {
    // Berlin, 25 October 2026: 03:00 becomes 02:00.
    expect(between('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z')).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  test('a nightly run happens once on the night that leaves its hour out', () => {
    // Berlin, 29 March 2026: 02:00 becomes 03:00.
    expect(between('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z')).toEqual([
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
  });

  test.each([
    ['2026-03-28T22:00:00Z', '2026-03-29T06:00:00Z'],
    ['2026-10-24T22:00:00Z', '2026-10-25T06:00:00Z'],
  ])('every half hour stays every half hour, from %s', (after, until) => {
    const slots = between('*/30 * * * *', 'Europe/Berlin', after, until).map((slot) => Date.parse(slot));
    expect(slots).toHaveLength(16);
    expect(new Set(slots.slice(1).map((slot, i) => slot - (slots[i] ?? 0)))).toEqual(new Set([1_800_000]));
  });
});

test('the slot before is the slot itself at its own minute', () => {
  const every = cron('*/15 * * * *');
  expect(slotAtOrBefore(every, 'UTC', at('2026-03-09T14:15:00Z'))).toEqual(at('2026-03-09T14:15:00Z'));
  expect(slotAtOrBefore(every, 'UTC', at('2026-03-09T14:14:59Z'))).toEqual(at('2026-03-09T14:00:00Z'));
  expect(slotAtOrBefore(cron('0 0 1 1 *'), 'America/New_York', at('2026-03-09T00:00:00Z'))).toEqual(
    at('2026-01-01T05:00:00Z'),
  );
});
