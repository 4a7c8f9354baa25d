import { expect, test } from 'vitest';
import { anywhere } from '../../src/suspects/signs/sign.ts';
import { dataNulls } from '../../src/suspects/hypotheses/data-nulls.ts';
import type { Hypothesis } from '../../src/suspects/hypothesis.ts';
import { HYPOTHESES } from '../../src/suspects/list.ts';
import { HypothesisError, sensible, signProblems } from '../../src/suspects/sensible.ts';

/** A file as somebody might write it: the compiler cannot see every mistake, and none that came from outside. */
const planted = (changes: object): Hypothesis => ({ ...dataNulls, ...changes });

test('the hypotheses there are make sense', () => {
  expect(sensible(HYPOTHESES)).toBe(HYPOTHESES);
  expect(HYPOTHESES.length).toBeGreaterThan(15);
});

test.each([
  [{ expects: { nulls: 1.2 } }, 'expects.nulls', /1\.2 is no probability between 0 and 1/],
  [{ expects: { nulls: 0 } }, 'expects.nulls', /0 is no probability/],
  [{ expects: { nulls: Number.NaN } }, 'expects.nulls', /NaN is no probability/],
  [{ expects: { nuls: 0.5 } }, 'expects.nuls', /no sign 'nuls'.*nulls/],
  [{ expects: {} }, 'expects', /expects nothing/],
  [{ mitigations: [] }, 'mitigations', /there is none/],
  [
    { mitigations: [{ kind: 'pray', words: 'Pray.', reversible: true }] },
    'mitigations[0].kind',
    /'pray' is none/,
  ],
  [{ category: 'code' }, 'category', /'code' does not match the id 'data.nulls'/],
  [{ category: 'luck' }, 'category', /'luck' is no category/],
  [{ change: { kinds: { code: 0.7, data: 0.6 }, words: /x/ } }, 'change.kinds', /sum to more than 1/],
  [{ why: 'because' }, 'why', /no question/],
])('a hypothesis with %j is refused, with its file and key', (changes, key, message) => {
  const error = refusal([planted(changes)]);
  expect(error.problems).toContainEqual({
    file: 'src/suspects/hypotheses/data-nulls.ts',
    key,
    message: expect.stringMatching(message) as unknown,
  });
  expect(error.message).toContain(`src/suspects/hypotheses/data-nulls.ts, ${key}: `);
  expect(error.hint).toMatch(/between 0 and 1/);
});

test('an unknown cause is refused with the nearest there is, and a double is found', () => {
  expect(refusal([planted({ id: 'data.nuls' })]).message).toMatch(
    /'data\.nuls' is no known cause.*data\.nulls/,
  );
  expect(refusal([dataNulls, dataNulls]).message).toMatch(/list\.ts, data\.nulls: is listed twice/);
});

test('a sign of a check that does not exist is refused, and so is one that always says yes', () => {
  const sign = { family: 'x', read: anywhere('parity') };
  expect(signProblems({ made: { ...sign, check: 'partiy', background: 0.5 } })).toMatchObject([
    { key: 'made', message: expect.stringMatching(/no check 'partiy'.*parity/) as unknown },
  ]);
  expect(signProblems({ made: { ...sign, check: 'parity', background: 1 } })).toHaveLength(1);
});

function refusal(hypotheses: readonly Hypothesis[]): HypothesisError {
  try {
    sensible(hypotheses);
  } catch (error) {
    if (error instanceof HypothesisError) return error;
  }
  throw new Error('it was not refused');
}
