import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { HYPOTHESES } from '../../src/suspects/list.ts';
import { SIGNS } from '../../src/suspects/signs.ts';
import { CHECKS } from '../../src/checks/list.ts';
import { HypothesisId } from '../../src/suspects/vocabulary.ts';

const folder = new URL('../../src/suspects/hypotheses/', import.meta.url);

test('every hypothesis there is a word for has its file, and the list names them all', () => {
  const files = readdirSync(folder).filter((file) =>
    readFileSync(new URL(file, folder), 'utf8').includes(': Hypothesis ='),
  );
  expect(files.length).toBe(HypothesisId.options.length);
  expect(HYPOTHESES.map((one) => one.id).sort()).toEqual([...HypothesisId.options].sort());
});

test.each(HYPOTHESES.map((one) => [one.id, one] as const))(
  '%s states possible probabilities and what to do',
  (_, hypothesis) => {
    for (const chance of Object.values(hypothesis.expects)) {
      expect(chance).toBeGreaterThan(0);
      expect(chance).toBeLessThan(1);
    }
    const kinds = Object.values(hypothesis.change.kinds).reduce((sum, share) => sum + share, 0);
    expect(kinds).toBeLessThanOrEqual(1);
    expect(hypothesis.mitigations.length).toBeGreaterThan(0);
    expect(hypothesis.guardrails.length).toBeGreaterThan(0);
    expect(hypothesis.why).toMatch(/\?$/);
    expect(hypothesis.mitigations[0]?.reversible).toBe(true);
  },
);

describe('signs', () => {
  test.each(Object.entries(SIGNS))('%s is read from a check that exists', (_, sign) => {
    expect(CHECKS.map((check) => check.about.id)).toContain(sign.check);
    expect(sign.background).toBeGreaterThan(0);
    expect(sign.background).toBeLessThan(1);
  });
});
