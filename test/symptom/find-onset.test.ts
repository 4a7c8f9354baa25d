import { describe, expect, test } from 'vitest';
import type { Carrier } from '../../src/symptom/carrier.ts';
import { agree, findMoves, type OnsetSearch } from '../../src/symptom/find-onset.ts';
import type { Series } from '../../src/symptom/series.ts';
import { seededRandom } from '../statistics/seeded-random.ts';

const from = new Date('2026-03-01T00:00:00Z');
const perDay = 288;
const bins = { from, to: new Date(from.getTime() + 8 * 86_400_000), seconds: 300 };
const searchBin = 7 * perDay;
const alertBin = searchBin + 144;
const search: OnsetSearch = {
  bins,
  searchFrom: at(searchBin),
  alertedAt: at(alertBin),
  looked: 100,
  own: () => false,
};

function at(bin: number): Date {
  return new Date(from.getTime() + bin * 300_000);
}

const carrier = (id: string, tier: Carrier['tier'], subject: Carrier['subject']): Carrier => ({
  id,
  words: id,
  subject,
  tier,
  source: 'predictions',
  quantity: { kind: 'share', event: () => ({ kind: 'literal', value: true }) },
});

/** Twenty-five rows a bin; the rate is `usual` but for the bins from `since` (to `until`). */
function series(
  one: Carrier,
  rate: { readonly usual: number; readonly moved: number; readonly since: number; readonly until?: number },
): Series {
  const random = seededRandom(one.id.length + rate.since);
  const events = Float64Array.from({ length: 8 * perDay }, (_, bin) =>
    random.binomial(25, bin >= rate.since && bin < (rate.until ?? Infinity) ? rate.moved : rate.usual),
  );
  return { carrier: one, segment: {}, series: { kind: 'rates', events, trials: events.map(() => 25) } };
}

const nulls = carrier('null:age', 'defect', { kind: 'feature', name: 'age' });
const labels = carrier('label:low', 'outcome', { kind: 'label', name: 'label' });
const version = carrier('exposure v3', 'exposure', { kind: 'version', name: 'v3' });
const never = 100_000;

describe('where moved series agree', () => {
  const truth = alertBin - 7;

  test('a defect and what it does to the labels outweigh a version, however sharply it came', () => {
    const found = agree(
      findMoves(
        [
          series(nulls, { usual: 0.01, moved: 0.15, since: truth }),
          series(labels, { usual: 0.05, moved: 0.1, since: truth }),
          series(version, { usual: 0, moved: 1, since: truth - 24 }),
        ],
        search,
      ),
      search,
    );
    expect(found?.onset.at).toEqual(at(truth));
    expect(found?.moves[0]?.carrier.id).toBe('null:age');
    expect(found?.exposuresOnly).toBe(false);
  });

  test('a lone defect eight hours before the alert loses to a weaker one just before it', () => {
    const other = carrier('null:income', 'defect', { kind: 'feature', name: 'income' });
    const found = agree(
      findMoves(
        [
          series(nulls, { usual: 0.01, moved: 0.5, since: alertBin - 96 }),
          series(other, { usual: 0.01, moved: 0.12, since: truth }),
        ],
        search,
      ),
      search,
    );
    expect(Math.abs((found?.onset.at.getTime() ?? 0) - at(truth).getTime())).toBeLessThanOrEqual(300_000);
  });

  test('when only the version moved the answer says that it rests on that alone', () => {
    const found = agree(findMoves([series(version, { usual: 0, moved: 1, since: truth })], search), search);
    expect(found?.exposuresOnly).toBe(true);
  });
});

describe('labels on two clocks', () => {
  const late: Carrier = {
    ...carrier('label:low by label time', 'outcome', { kind: 'label', name: 'label' }),
    source: 'predictions-by-label-time',
  };
  const broke = alertBin - 3;
  /** By the time of the request the fault is smeared out: it reaches back as far as labels take to come. */
  const smeared = [12, 9, 6].map((back, place) =>
    series(
      { ...labels, id: `label:${place}` },
      { usual: 0.05, moved: 0.09 + 0.03 * place, since: broke - back },
    ),
  );

  test('a labelling job broke at a moment of arrivals, whatever was rolled out before', () => {
    const found = agree(
      findMoves(
        [
          ...smeared,
          series(late, { usual: 0.05, moved: 0.3, since: broke }),
          series(version, { usual: 0, moved: 1, since: broke - 12 }),
        ],
        search,
      ),
      search,
    );
    expect(Math.abs((found?.onset.at.getTime() ?? 0) - at(broke).getTime())).toBeLessThanOrEqual(300_000);
  });

  test('with a broken feature the requests have the say', () => {
    const found = agree(
      findMoves(
        [
          series(labels, { usual: 0.05, moved: 0.3, since: broke - 9 }),
          series(late, { usual: 0.05, moved: 0.3, since: broke }),
          series(nulls, { usual: 0.01, moved: 0.3, since: broke - 9 }),
        ],
        search,
      ),
      search,
    );
    expect(found?.onset.at).toEqual(at(broke - 9));
  });
});

describe('what does not count as a move', () => {
  test('quiet series, a change after the alert, a blip that had ended before it', () => {
    const moves = findMoves(
      [
        series(nulls, { usual: 0.01, moved: 0.01, since: never }),
        series(labels, { usual: 0.05, moved: 0.3, since: alertBin + 20 }),
        series(version, { usual: 0.01, moved: 0.4, since: alertBin - 80, until: alertBin - 60 }),
      ],
      search,
    );
    expect(moves).toEqual([]);
    expect(agree(moves, search)).toBeNull();
  });

  test('hosts that have less to do on a quiet day are no fault, and those that have more may be one', () => {
    const truth = alertBin - 7;
    const cpu: Carrier = {
      ...carrier('cpu:web-1', 'defect', { kind: 'host', name: 'web-1' }),
      hurtsWhenUp: true,
    };
    const calm = series(cpu, { usual: 0.5, moved: 0.3, since: truth - 50 });
    const busy = series(cpu, { usual: 0.5, moved: 0.8, since: truth });
    expect(findMoves([calm], search)).toEqual([]);
    expect(agree(findMoves([busy], search), search)?.onset.at).toEqual(at(truth));
  });
});
