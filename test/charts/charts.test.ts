import { beforeAll, describe, expect, test } from 'vitest';
import { calibrationChart } from '../../src/charts/calibration-chart.ts';
import { pngOf, svgOf } from '../../src/charts/draw.ts';
import type { Drawing } from '../../src/charts/drawing.ts';
import { driftChart, drawnFeatures } from '../../src/charts/drift-chart.ts';
import { fishboneChart } from '../../src/charts/fishbone-chart.ts';
import { latencyChart } from '../../src/charts/latency-chart.ts';
import { colours } from '../../src/charts/look.ts';
import { scopeChart } from '../../src/charts/scope-chart.ts';
import { symptomChart } from '../../src/charts/symptom-chart.ts';
import { timeTicks } from '../../src/charts/time-ticks.ts';
import {
  alertedAt,
  bins,
  hostileNames,
  madeEvidence,
  madeFinding,
  madeRanking,
  madeScope,
  madeSegment,
  madeSymptom,
  onset,
  pixelsOf,
  points,
  textsOf,
} from './made.ts';
import { layoutProblems } from './layout.ts';

const model = 'deposit';
const drawn = (drawing: Drawing | null): Drawing => {
  if (drawing === null) throw new Error('there is no picture');
  return drawing;
};
const wordsOf = (svg: string): readonly string[] => textsOf(svg).map(({ words }) => words);

describe('the symptom over time', () => {
  test('has a line and a band on both sides of the onset, and says when it began and when a monitor noticed', async () => {
    const drawing = drawn(symptomChart(madeSymptom(), { model, alertedAt }));
    const svg = await svgOf(drawing);
    expect(wordsOf(svg)).toEqual(
      expect.arrayContaining([
        'AUC of deposit',
        '0.861 → 0.782 since 14:05 UTC',
        'onset 14:05 UTC',
        'alert 14:35 UTC',
      ]),
    );
    for (const colour of [
      colours.before,
      colours.after,
      colours.beforeBand,
      colours.afterBand,
      colours.alert,
    ])
      expect(svg).toContain(colour);
    expect(drawing.alt).toMatch(
      /0\.861 → 0\.782.*onset is marked at 14:05 UTC.*alert is marked at 14:35 UTC/,
    );
    expect(svg).toContain('role="img"');
    expect(svg).toContain(`<desc>${drawing.alt}</desc>`);
  });

  test('the step is a step: no line leads across the onset', async () => {
    const drawing = drawn(symptomChart(madeSymptom(), { model, alertedAt: null }));
    const svg = await svgOf(drawing);
    const lines = [...svg.matchAll(/<path d="M([\d.]+) [\d.]+([^"]*)"[^>]*stroke="(#4f7396|#c4501b)"/g)];
    expect(lines.length).toBeGreaterThanOrEqual(2);
    expect(wordsOf(svg).join(' ')).not.toContain('alert');
  });

  test('one point is a dot with its interval, and a metric that could never be measured has no picture', async () => {
    const only = madeSymptom({
      series: {
        seconds: 600,
        points: points((at) => (at.getUTCHours() === 9 && at.getUTCMinutes() === 5 ? 0.8 : null)),
      },
    });
    const svg = await svgOf(drawn(symptomChart(only, { model, alertedAt })));
    expect(svg).toContain(colours.before);
    expect(
      symptomChart(madeSymptom({ series: { seconds: 600, points: points(() => null) } }), {
        model,
        alertedAt,
      }),
    ).toBeNull();
    const { series: _, ...without } = madeSymptom();
    expect(symptomChart(without, { model, alertedAt })).toBeNull();
  });

  test('a gap in the data stays a gap', async () => {
    const gap = points((at) => (at.getUTCHours() === 10 ? null : 0.86));
    const whole = await svgOf(drawn(symptomChart(madeSymptom({ onset: null }), { model, alertedAt })));
    const cut = await svgOf(
      drawn(
        symptomChart(madeSymptom({ onset: null, series: { seconds: 600, points: gap } }), {
          model,
          alertedAt,
        }),
      ),
    );
    const lines = (svg: string): number => svg.split(`stroke="${colours.before}" stroke-width="2.2"`).length;
    expect(lines(cut)).toBe(lines(whole) + 1);
  });

  test('the same log gives the same picture', async () => {
    const draw = () => svgOf(drawn(symptomChart(madeSymptom(), { model, alertedAt })));
    expect(await draw()).toBe(await draw());
  });

  test('times are few, round and away from the edges, whatever the span', () => {
    for (const hours of [0.5, 1, 7, 26, 48, 24 * 30]) {
      const to = new Date(onset.getTime() + hours * 3_600_000);
      const ticks = timeTicks(onset, to);
      expect(ticks.length).toBeLessThanOrEqual(6);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.every((tick) => tick % 300_000 === 0)).toBe(true);
    }
  });
});

describe('segments as bars', () => {
  const many = Array.from({ length: 200 }, (_, index) => madeSegment(`C${index}`));

  test('those that carry the change come first and in bold, with numbers and intervals', async () => {
    const rows = [...many.slice(0, 3), madeSegment('BR', { carries: true, shareOfChange: 0.93 })];
    const drawing = drawn(scopeChart(madeScope(rows)));
    const texts = textsOf(await svgOf(drawing));
    const names = texts.filter(({ words }) => words.startsWith('country=') && !words.includes('carries'));
    expect(names.map(({ words, bold }) => [words, bold])[0]).toEqual(['country=BR', true]);
    expect(names.slice(1).every(({ bold }) => !bold)).toBe(true);
    expect(texts.filter(({ words }) => words === '5.0 % → 30 %')).toHaveLength(4);
    expect(drawing.alt).toContain('country=BR 5.0 % → 30 %, 93 % of the change');
  });

  test('of two hundred, eight are drawn and the others are counted', async () => {
    const drawing = drawn(scopeChart(madeScope(many)));
    const words = wordsOf(await svgOf(drawing));
    expect(words.filter((one) => one.startsWith('country=C'))).toHaveLength(8);
    expect(words).toContain('192 more, ask: scope country');
    expect(drawing.alt).toContain('192 more segments are not drawn');
  });

  test('nothing measured is no picture', () => {
    expect(scopeChart(madeScope([]))).toBeNull();
    expect(scopeChart(madeScope([madeSegment('BR', { before: null, after: null })]))).toBeNull();
  });
});

describe('the distribution of a feature', () => {
  const drift = (list: ReturnType<typeof bins>) =>
    madeEvidence('feature-drift', [madeFinding({ bins: list })]);

  test('nulls, what is out of range and what was never seen are bins of their own, in bold', async () => {
    const evidence = drift(
      bins(
        ['below 0', 'below', 0, 50],
        ['0 to 10', 'value', 500, 300],
        ['10 to 20', 'value', 500, 300],
        ['above 20', 'above', 0, 150],
        ['never seen before', 'unseen', 0, 100],
        ['null', 'null', 0, 100],
      ),
    );
    const drawing = drawn(driftChart(evidence, 'balance'));
    const bold = textsOf(await svgOf(drawing)).filter((text) => text.bold);
    expect(bold.map(({ words }) => words)).toEqual([
      'balance: distribution',
      'below 0',
      'above 20',
      'never seen before',
      'null',
    ]);
    expect(drawing.alt).toContain('null 0 % → 10 %');
    expect(drawnFeatures(evidence)).toEqual(['balance']);
  });

  test('of two hundred categories the large and the special are drawn, the small put together', async () => {
    const categories = Array.from(
      { length: 200 },
      (_, index) => [`c${index}`, 'value', 1000 - index, 900] as const,
    );
    const svg = await svgOf(drawn(driftChart(drift(bins(...categories, ['null', 'null', 1, 1])), 'balance')));
    const words = wordsOf(svg);
    expect(words.filter((one) => /^c\d+$/.test(one))).toHaveLength(12);
    expect(words).toEqual(expect.arrayContaining(['188 smaller bins', 'null']));
  });

  test('all null is a picture of nulls; no rows is none', async () => {
    const svg = await svgOf(drawn(driftChart(drift(bins(['null', 'null', 0, 500])), 'balance')));
    expect(wordsOf(svg)).toContain('— → 100 %');
    expect(driftChart(drift(bins(['null', 'null', 0, 0])), 'balance')).toBeNull();
    expect(driftChart(drift(bins(['a', 'value', 1, 1])), 'another')).toBeNull();
  });
});

test('every serving stage has its two bars, and one that was never measured before has one', async () => {
  const stage = (name: string, before: number | null, after: number) =>
    madeFinding({
      subject: { kind: 'stage', name },
      measure: 'p95',
      before,
      after,
      low: null,
      high: null,
      shifted: before !== null && after > before,
    });
  const evidence = madeEvidence('latency-by-stage', [
    stage('embedding', 40, 180),
    stage('inference', 60, 60),
    stage('enrich', null, 20),
  ]);
  const drawing = drawn(latencyChart(evidence));
  expect(wordsOf(await svgOf(drawing))).toEqual(
    expect.arrayContaining(['Latency by stage (p95)', '40 ms → 180 ms', '60 ms → 60 ms', '— → 20 ms']),
  );
  expect(drawing.alt).toContain('embedding 40 ms → 180 ms');
  expect(latencyChart(madeEvidence('latency-by-stage', []))).toBeNull();
});

test('a calibration curve shows both curves against the diagonal, and ends where the scores end', async () => {
  const point = (score: number, rate: number) => ({ score, n: 500, positives: Math.round(500 * rate) });
  const curve = {
    before: [point(0.02, 0.02), point(0.1, 0.1)],
    after: [point(0.02, 0.05), point(0.1, 0.16)],
  };
  const drawing = drawn(calibrationChart(madeEvidence('calibration', [madeFinding({ curve })])));
  const words = wordsOf(await svgOf(drawing));
  expect(words).toEqual(expect.arrayContaining(['before', 'after', 'as it should', '20 %']));
  expect(words).not.toContain('100 %');
  expect(drawing.alt).toContain('Before: 2.0 % came true 2.0 %, 10 % came true 10 %');
  expect(calibrationChart(madeEvidence('calibration', [madeFinding()]))).toBeNull();
});

describe('the fishbone', () => {
  const ranking = madeRanking([
    { id: 'config.feature-store', category: 'config', probability: 0.81 },
    { id: 'data.nulls', probability: 0.09 },
    {
      id: 'code.preprocessing',
      category: 'code',
      probability: 0.0004,
      culprit: null,
      against: [{ evidence: 'E2', check: 'parity', logRatio: -5, words: 'no' }],
    },
  ]);

  test('has the symptom for a head, seven bones, suspects with culprit and probability, and the discarded faint', async () => {
    const drawing = fishboneChart({ incident: 'INC-12', head: 'AUC 0.861 → 0.782', ranking });
    const svg = await svgOf(drawing);
    const words = wordsOf(svg);
    expect(words).toEqual(
      expect.arrayContaining([
        'AUC 0.861 → 0.782',
        'data',
        'model',
        'code',
        'infra',
        'config',
        'upstream',
        'external',
        'feature-store',
        '↳ balance',
        '81 %',
        'nulls balance',
        '9.0 %',
        'preprocessing',
        '<0.1 %',
        'restarts',
        'none of these 4.0 %',
      ]),
    );
    expect(svg).toMatch(new RegExp(`fill="${colours.faint}">restarts`));
    expect(svg).toMatch(new RegExp(`fill="${colours.after}">feature-store`));
    expect(drawing.alt).toMatch(/config: feature-store balance 81 %.*preprocessing <0\.1 % \(discarded\)/);
  });

  test('with nobody suspected there are still seven bones', async () => {
    const svg = await svgOf(
      fishboneChart({ incident: 'INC-1', head: 'x', ranking: { ...madeRanking([]), discarded: [] } }),
    );
    expect(textsOf(svg).filter(({ bold }) => bold)).toHaveLength(8);
  });
});

describe('whatever things are called', () => {
  const drawings: Drawing[] = [];
  beforeAll(() => {
    for (const name of hostileNames) {
      const rows = [madeSegment(name, { carries: true }), madeSegment('BR')];
      const stage = madeFinding({ subject: { kind: 'stage', name }, before: 1, after: 2 });
      drawings.push(
        drawn(symptomChart(madeSymptom({ label: name }), { model: name, alertedAt })),
        drawn(scopeChart({ ...madeScope(rows), metric: name, sentence: name, dimensions: [name] })),
        drawn(
          driftChart(
            madeEvidence('feature-drift', [
              madeFinding({
                subject: { kind: 'feature', name },
                bins: bins([name, 'value', 3, 4], ['null', 'null', 1, 2]),
              }),
            ]),
            name,
          ),
        ),
        drawn(latencyChart(madeEvidence('latency-by-stage', [stage], name))),
        fishboneChart({
          incident: 'INC-12',
          head: name,
          ranking: madeRanking([{ culprit: { kind: 'feature', name }, probability: 0.8 }]),
        }),
      );
    }
  });

  test('nothing leaves the picture, nothing overlaps, and every letter is at least 12 high on a phone', async () => {
    const problems: string[] = [];
    for (const drawing of drawings) problems.push(...layoutProblems(drawing, await svgOf(drawing)));
    expect(problems).toEqual([]);
    expect(drawings.length).toBe(5 * hostileNames.length);
  });

  test('a name writes no markup, no control sign and no reversed direction, neither in the picture nor in its words', async () => {
    for (const drawing of drawings) {
      const svg = await svgOf(drawing);
      expect(svg).not.toMatch(/<script/i);
      // Line breaks part the elements; in texts there is none.
      expect(svg.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202A-\u202E\uFFFE\uFFFF]/u);
      expect(svg.isWellFormed()).toBe(true);
      expect(drawing.alt.length).toBeLessThanOrEqual(1000);
      expect(drawing.alt).not.toMatch(/\p{Cc}/u);
    }
  });

  test('each can be turned into pixels', async () => {
    for (const drawing of drawings.slice(0, 10))
      expect((await pngOf(await svgOf(drawing))).length).toBeGreaterThan(5000);
  });
});

test('the pixels show letters and lines on a ground of their own, without a font of the machine', async () => {
  const drawing = drawn(symptomChart(madeSymptom(), { model, alertedAt }));
  const pixels = await pixelsOf(await pngOf(await svgOf(drawing)), drawing);
  const at = (x: number, y: number): readonly number[] => [
    ...pixels.subarray(4 * (y * drawing.width + x), 4 * (y * drawing.width + x) + 4),
  ];
  expect(at(8, 8)).toEqual([255, 255, 255, 255]);
  const dark = (top: number, bottom: number): number => {
    let count = 0;
    for (let y = top; y < bottom; y += 1)
      for (let x = 10; x < 390; x += 1)
        if (
          at(x, y)
            .slice(0, 3)
            .every((part) => part < 110)
        )
          count += 1;
    return count;
  };
  // The title, the line below it, and the empty stripe between the frame and the title.
  expect(dark(14, 34)).toBeGreaterThan(250);
  expect(dark(36, 56)).toBeGreaterThan(100);
  expect(dark(4, 12)).toBe(0);
  const seen = new Set(
    Array.from({ length: pixels.length / 4 }, (_, one) => pixels.subarray(4 * one, 4 * one + 3).join()),
  );
  expect(seen.size).toBeGreaterThan(50);
});
