import { describe, expect, test } from 'vitest';
import { shadowCompare } from '../../src/checks/shadow-compare.ts';
import { TRIAGE_CHECKS } from '../../src/checks/list.ts';
import { madePipeline } from './made-pipelines.ts';
import type { Behaviour } from './made-pipelines.ts';
import { usualModel, verdictOf } from './made-service.ts';
import type { Asked } from './made-service.ts';

type Record = Readonly<{ [name: string]: unknown }>;
const numberIn = (record: Record, name: string): number =>
  typeof record[name] === 'number' ? record[name] : Number.NaN;
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const good = (record: Record): number => logistic((numberIn(record, 'minutes') - 20) / 8);
const fast = { 'shadow-compare': { perSecond: 100_000 } };

async function shadow(
  current: Behaviour,
  previous: Behaviour,
  more: {
    readonly model?: object;
    readonly versions?: readonly [string, string];
    readonly protocol?: 'mlflow' | 'open-inference';
  } & Pick<Asked, 'made' | 'context'> = {},
) {
  const [now, then] = more.versions ?? ['v3', 'v2'];
  const pipelines = { current: await madePipeline(current), previous: await madePipeline(previous) };
  const verdict = await verdictOf(shadowCompare, {
    ...(more.made === undefined ? {} : { made: more.made }),
    ...(more.context === undefined ? {} : { context: more.context }),
    model: {
      checks: fast,
      pipelines: {
        current: pipelines.current.config(now, more.protocol),
        previous: pipelines.previous.config(then, more.protocol),
      },
      ...more.model,
    },
  });
  return { verdict, ...pipelines };
}

const scores = (of: (record: Record) => number): Behaviour => ({ kind: 'scores', of });

describe('recent requests through both pipelines', () => {
  test.each(['mlflow', 'open-inference'] as const)('that score alike are steady (%s)', async (protocol) => {
    const { verdict, current } = await shadow(scores(good), scores(good), { protocol });
    expect(verdict.answer).toBe('steady');
    expect(verdict.line).toBe(
      '480 recent requests score +0.000 on v3 against v2, 0 decisions flip: no more than two good versions differ by',
    );
    expect(current.seen).toHaveLength(480);
  });

  test('show a version that scores lower, by how much, and how many decisions flip which way', async () => {
    const { verdict } = await shadow(
      scores((record) => good(record) * 0.7),
      scores(good),
    );
    expect(verdict.answer).toBe('shifted');
    const [score, flips] = verdict.findings;
    expect(score?.effect).toBeLessThan(-0.1);
    expect(score?.high).toBeLessThan(score?.effect === null ? 0 : (score?.effect ?? 0) + 0.02);
    expect(score?.detail).toMatchObject({ sameVersion: false, records: 'offline values', shareDiffering: 1 });
    expect(flips?.detail?.['toYes']).toBe(0);
    expect(Number(flips?.detail?.['toNo'])).toBeGreaterThan(20);
    expect(flips?.test).toBe('McNemar exact');
    expect(flips?.p).toBeLessThan(1e-5);
  });

  test('put the segment first in which alone a version scores otherwise', async () => {
    const { verdict } = await shadow(
      scores((record) => (record['plan'] === 'Pro' ? good(record) * 0.3 : good(record))),
      scores(good),
      { model: { predictions: { ...usualModel.predictions, segments: ['country', 'plan'] } } },
    );
    expect(verdict.answer).toBe('shifted');
    const apart = verdict.findings.filter((finding) => finding.where !== undefined && finding.shifted);
    expect(apart[0]?.where).toEqual({ plan: 'Pro' });
    expect(apart.map((finding) => finding.where)).not.toContainEqual({ plan: 'Basic' });
  });

  test('the same version that scores a few requests otherwise is another build, and the first of them are named', async () => {
    const off = (record: Record): number =>
      record['plan'] === 'Team' ? Math.min(1, good(record) + 0.02) : good(record);
    const { verdict } = await shadow(scores(off), scores(good), { versions: ['v3', 'v3'] });
    expect(verdict.answer).toBe('shifted');
    expect(verdict.line).toContain('although the version is the same');
    expect(verdict.findings[0]?.detail?.['first 1']).toMatch(/^r\d+: 0\.\d{3} → 0\.\d{3}$/);
  });

  test('two good versions that differ by a hair and flip a few decisions both ways are steady', async () => {
    const hair = (record: Record): number => {
      const score = good(record) + 0.004 * Math.sin(1000 * numberIn(record, 'amount'));
      return Math.min(1, Math.max(0, score));
    };
    expect((await shadow(scores(hair), scores(good))).verdict.answer).toBe('steady');
  });

  test('a version that shuffles the scores flips decisions both ways, and that is seen though the mean stays', async () => {
    const shuffled = (record: Record): number => good({ minutes: 50 - numberIn(record, 'minutes') });
    const { verdict } = await shadow(scores(shuffled), scores(good));
    expect(verdict.answer).toBe('shifted');
    expect(verdict.findings[1]?.shifted).toBe(true);
  });

  test('a regression has scores of any size and no decisions', async () => {
    const { verdict } = await shadow(
      scores((record) => 3 * numberIn(record, 'minutes') + 20),
      scores((record) => 3 * numberIn(record, 'minutes')),
      { model: { task: 'regression' } },
    );
    expect(verdict.answer).toBe('shifted');
    expect(verdict.findings[0]?.effect).toBeCloseTo(20, 6);
    expect(verdict.findings.map((finding) => finding.measure)).not.toContain(
      'share decided yes, of the same requests',
    );
  });
});

describe('what leaves the tables', () => {
  test('is the configured features, nothing else, and no more rows than the budget', async () => {
    const { current } = await shadow(scores(good), scores(good), {
      model: { checks: { 'shadow-compare': { rows: 60, perSecond: 100_000 } } },
    });
    expect(current.seen).toHaveLength(60);
    expect(new Set(current.seen.flatMap((record) => Object.keys(record)))).toEqual(
      new Set(usualModel.predictions.features),
    );
  });

  test('goes out at the pace that was allowed', async () => {
    const { current } = await shadow(scores(good), scores(good), {
      model: { checks: { 'shadow-compare': { rows: 90, perSecond: 60 } } },
    });
    expect(current.batches.map((batch) => batch.records)).toEqual([60, 30]);
    const [first, second] = current.batches;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(900);
  });

  test('shows of the first samples only the columns that are allowed', async () => {
    const { verdict } = await shadow(
      scores((record) => good(record) * 0.7),
      scores(good),
      { model: { samples: { columns: ['plan'] } } },
    );
    expect(verdict.findings[0]?.detail?.['first 1']).toMatch(/^r\d+: 0\.\d+ → 0\.\d+ \(plan \w+\)$/);
    expect(JSON.stringify(verdict)).not.toMatch(/amount|housing/);
  });

  test('is nothing at all in a triage: serving pipelines get such load only when a person asks', () => {
    expect(TRIAGE_CHECKS.length).toBeGreaterThan(20);
    expect(TRIAGE_CHECKS).not.toContain(shadowCompare);
  });
});

describe('it cannot say', () => {
  test.each<readonly [string, Behaviour, RegExp]>([
    ['when a pipeline does not answer in time', { kind: 'silent' }, /did not answer within 1 s/],
    ['when a pipeline answers 500', { kind: 'status', status: 500 }, /HTTP 500, 3 times/],
    ['when predictions are missing', { kind: 'one too few' }, /\d+ predictions for \d+ records/],
    [
      'when a pipeline refuses the features',
      { kind: 'status', status: 400, says: 'unknown column: plan' },
      /HTTP 400: unknown column: plan/,
    ],
    ['when scores are no numbers', scores(() => Number.NaN), /no finite numbers/],
    ['when every record gets one score', scores(() => 0.5), /may not know the features/],
  ])('%s', async (_, previous, reason) => {
    const { verdict } = await shadow(scores(good), previous);
    expect(verdict).toMatchObject({ answer: 'inconclusive', findings: [] });
    expect('reason' in verdict ? verdict.reason : '').toMatch(reason);
  });

  test('without a previous pipeline, and says what to configure', async () => {
    const current = await madePipeline(scores(good));
    const verdict = await verdictOf(shadowCompare, {
      model: { pipelines: { current: current.config('v3') } },
    });
    expect(verdict).toMatchObject({ answer: 'inconclusive', line: 'no previous pipeline is configured' });
    expect(current.seen).toEqual([]);
  });

  test('about a segment with a handful of requests, and bothers no pipeline for them', async () => {
    const { verdict, current } = await shadow(scores(good), scores(good), {
      context: { segment: { country: 'XX' } },
    });
    expect(verdict).toMatchObject({
      answer: 'inconclusive',
      line: 'only 0 requests since the onset to compare',
    });
    expect(current.seen).toEqual([]);
  });
});
