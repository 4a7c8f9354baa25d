import { expect, test } from 'vitest';
import { volume } from '../../src/checks/volume.ts';
import { end, onset, verdictOn } from './made-model.ts';

test('as many requests as on other days are steady', async () => {
  expect((await verdictOn(volume)).answer).toBe('steady');
});

test('a third of the requests gone is down, and the country that stays away is named', async () => {
  const verdict = await verdictOn(volume, { made: { kept: `NOT broken OR u1 >= 0.4` } });
  expect(verdict.answer).toBe('shifted');
  expect(verdict.findings[0]).toMatchObject({ shifted: true, detail: { direction: 'down', days: 7 } });
  expect(verdict.findings[0]?.effect).toBeCloseTo(0.6, 1);
  expect(verdict.findings[1]).toMatchObject({ where: { country: 'BR' }, shifted: true });
});

test('one device that vanishes is seen although the total hardly moves', async () => {
  const verdict = await verdictOn(volume, {
    made: {
      device: `CASE WHEN u2 < 0.1 AND NOT broken THEN 'tv' ELSE 'ios' END`,
      kept: `NOT broken OR u2 >= 0.1`,
    },
  });
  expect(verdict.answer).toBe('shifted');
  expect(verdict.findings[0]?.shifted).toBe(false);
  expect(verdict.findings[1]).toMatchObject({ where: { device: 'tv' }, after: 0 });
});

test('nights are compared with nights', async () => {
  const nightly = { kept: 'u8 < CASE WHEN extract(hour FROM ts) >= 12 THEN 0.4 ELSE 1 END' };
  expect((await verdictOn(volume, { made: nightly })).answer).toBe('steady');
});

test('the median of an even number of days is told in whole requests', async () => {
  const verdict = await verdictOn(volume, {
    made: { kept: 'u1 < 0.71' },
    context: (usual) => ({
      windows: {
        ...usual.windows,
        baseline: { from: new Date(onset.getTime() - 6.2 * 86_400_000), to: onset },
        incident: { from: onset, to: end },
      },
    }),
  });
  expect(verdict.findings[0]?.detail).toMatchObject({ days: 6 });
  expect(verdict.findings[0]?.sentence).toMatch(/where \d+ are usual/);
});

test('with a baseline of two days there is nothing to call usual', async () => {
  const verdict = await verdictOn(volume, {
    context: (usual) => ({
      windows: {
        ...usual.windows,
        baseline: { from: new Date(onset.getTime() - 2.2 * 86_400_000), to: onset },
        incident: { from: onset, to: end },
      },
    }),
  });
  expect(verdict.answer).toBe('inconclusive');
});
