import { expect, test } from 'vitest';
import { versionCompare } from '../../src/checks/version-compare.ts';
import { verdictOn } from './made-model.ts';

const good = '1 / (1 + exp(-(3 * coalesce(income, 0) + age - 1)))';
const poor = `0.3 * ${good} + 0.7 * u8`;

test('two versions of equal worth do alike side by side', async () => {
  const verdict = await verdictOn(versionCompare);
  expect(verdict).toMatchObject({ answer: 'steady', line: 'v1 and v2 do alike side by side' });
});

test('the version that got worse is the one that is named, whichever name comes first', async () => {
  for (const bad of ['v1', 'v2']) {
    const verdict = await verdictOn(versionCompare, {
      made: {
        version: `CASE WHEN u3 < 0.5 THEN 'v1' ELSE 'v2' END`,
        score: `CASE WHEN broken AND model_version = '${bad}' THEN ${poor} ELSE ${good} END`,
      },
    });
    expect(verdict.answer).toBe('shifted');
    expect(verdict.findings[0]).toMatchObject({
      subject: { kind: 'version', name: bad },
      shifted: true,
      detail: { worse: true, sameGapBefore: false },
    });
  }
});

test('a version that was as bad before the onset is said to be so', async () => {
  const verdict = await verdictOn(versionCompare, {
    made: { score: `CASE WHEN model_version = 'v1' THEN ${poor} ELSE ${good} END` },
  });
  expect(verdict.findings[0]).toMatchObject({ subject: { name: 'v1' }, detail: { sameGapBefore: true } });
  expect(verdict.line).toContain('as before the onset');
});

test('a version that fails more requests than the others serves worse', async () => {
  const verdict = await verdictOn(versionCompare, {
    made: { failed: `u8 < CASE WHEN broken AND model_version = 'v1' THEN 0.1 ELSE 0.005 END` },
  });
  expect(verdict.answer).toBe('shifted');
  expect(verdict.line).toContain('failed requests of v1');
});

test('another scale of scores is told and blames nobody', async () => {
  const verdict = await verdictOn(versionCompare, {
    made: { score: `CASE WHEN model_version = 'v1' THEN 0.5 * ${good} ELSE ${good} END` },
  });
  expect(verdict.answer).toBe('steady');
  expect(verdict.findings.find((finding) => finding.unit === 'psi')?.detail?.['differs']).toBe(true);
});

test('one version alone cannot be compared', async () => {
  const verdict = await verdictOn(versionCompare, { made: { version: `'v2'` } });
  expect(verdict.answer).toBe('inconclusive');
});

test('without a version column the reason says which key to add', async () => {
  const verdict = await verdictOn(versionCompare, {
    model: (usual) => ({ ...usual, predictions: { ...usual.predictions, version: undefined } }),
  });
  expect(verdict).toMatchObject({ reason: 'Name it under predictions.version.' });
});
