import { renderAsync } from '@resvg/resvg-js';
import type { DrawnBin } from '../../src/checks/drawn/drawn.ts';
import type { Evidence, Finding } from '../../src/checks/evidence.ts';
import type { Scope, SegmentChange } from '../../src/scope/scope.ts';
import type { Ranking, Suspect } from '../../src/suspects/vocabulary.ts';
import type { MetricPoint, Symptom } from '../../src/symptom/symptom.ts';

const minute = 60_000;
const start = new Date('2026-03-09T08:00:00Z').getTime();
export const onset = new Date('2026-03-09T14:05:00Z');
export const alertedAt = new Date('2026-03-09T14:35:00Z');
const windows = {
  baseline: { from: new Date(start), to: onset },
  incident: { from: onset, to: new Date('2026-03-09T15:05:00Z') },
  onset,
  now: new Date('2026-03-09T15:05:00Z'),
};

/** Names as attackers and the world write them. */
export const hostileNames = [
  '</text><script>alert(1)</script>&amp;"\'',
  'line one\nline two\r\n\u0000\u001B[31mred',
  '\u202Egnirts a dna eman desrever\u202C',
  'ميزة الدفع الطويلة جدا التي لا تنتهي أبدا في هذا النظام الكبير',
  '特徴量の名前がとても長いので収まりません特徴量の名前がとても長い',
  '😀🔥👩‍👩‍👧‍👦 emoji',
  'a'.repeat(5000),
  '{a|rich} {b} ${c} \ud800',
  '',
] as const;

export function points(value: (at: Date) => number | null, every = 10): readonly MetricPoint[] {
  const steps = (windows.now.getTime() - start) / (every * minute);
  return Array.from({ length: Math.floor(steps) }, (_, step) => {
    const at = new Date(start + (step + 0.5) * every * minute);
    const mean = value(at);
    const reach = mean === null ? null : 0.02;
    const band = (side: number): number | null => (mean === null ? null : mean + side * (reach ?? 0));
    return { at, value: mean, low: band(-1), high: band(1), n: mean === null ? 0 : 200 };
  });
}

export function madeSymptom(changes: Partial<Symptom> = {}): Symptom {
  const value = (mean: number) => ({ value: mean, low: mean - 0.006, high: mean + 0.006, n: 4000 });
  return {
    metric: 'auc',
    label: 'AUC',
    unit: 'score',
    column: null,
    segment: {},
    before: value(0.861),
    after: value(0.782),
    difference: value(-0.079),
    p: 1e-9,
    changed: true,
    onset: { at: onset, from: onset, to: onset, shape: 'step', method: 'made up' },
    reason: null,
    windows,
    series: { seconds: 600, points: points((at) => (at < onset ? 0.861 : 0.782)) },
    sentence: 'AUC fell from 0.861 to 0.782.',
    ...changes,
  };
}

export function madeSegment(name: string, changes: Partial<SegmentChange> = {}): SegmentChange {
  const value = (mean: number) => ({ value: mean, low: mean - 0.02, high: mean + 0.02, n: 400 });
  return {
    where: { country: name },
    before: value(0.05),
    after: value(0.3),
    difference: value(0.25),
    shareOfChange: 0.01,
    ratePart: 0.01,
    mixPart: 0,
    shareOfTraffic: { before: 0.1, after: 0.1 },
    p: 0.5,
    adjustedP: 0.5,
    carries: false,
    warning: null,
    ...changes,
  };
}

export function madeScope(rows: readonly SegmentChange[]): Scope {
  return {
    answer: 'segments',
    metric: 'null rate',
    unit: 'share',
    dimensions: ['country'],
    segments: rows.filter((row) => row.carries),
    rows,
    warnings: [],
    windows,
    sentence: 'country=BR carries 93 % of the change.',
  };
}

export function madeFinding(changes: Partial<Finding> = {}): Finding {
  return {
    subject: { kind: 'feature', name: 'balance' },
    measure: 'PSI',
    unit: 'psi',
    before: 0.01,
    after: 0.42,
    effect: 0.41,
    low: 0.3,
    high: 0.5,
    nBefore: 1000,
    nAfter: 1000,
    test: null,
    p: 0,
    adjustedP: 0,
    threshold: 0.1,
    shifted: true,
    sentence: 'balance drifted',
    ...changes,
  };
}

export function madeEvidence(check: string, findings: readonly Finding[], line = 'a line'): Evidence {
  return {
    id: 'E1',
    check,
    model: 'deposit',
    parameters: { segment: '{}' },
    windows,
    verdict: { answer: 'shifted', line, findings },
    queries: [],
    configHash: 'abc',
    version: '0.1.0',
    startedAt: onset,
    finishedAt: onset,
  };
}

export const bins = (...list: readonly (readonly [string, DrawnBin['kind'], number, number])[]): DrawnBin[] =>
  list.map(([label, kind, before, after]) => ({ label, kind, before, after }));

export function madeRanking(suspects: readonly Partial<Suspect>[]): Ranking {
  const argument = { evidence: 'E1', check: 'parity', logRatio: 4, words: 'parity moved' };
  return {
    verdict: 'incident',
    verdictReason: 'a test',
    suspects: suspects.map((one) => ({
      id: 'data.nulls',
      category: 'data',
      culprit: { kind: 'feature', name: 'balance' },
      probability: 0.1,
      prior: 0.1,
      for: [argument],
      against: [],
      change: null,
      sentence: 'a suspect',
      ...one,
    })),
    noneOfThese: 0.04,
    change: null,
    mitigations: [],
    nextCheck: null,
    discarded: [{ id: 'infra.restarts', probability: 0.0001, evidence: 'E3', reason: 'no restarts' }],
  };
}

/** A text of an SVG: what it says, where, how large. */
export type SeenText = {
  readonly words: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly anchor: string;
  readonly bold: boolean;
};

/** Every text of an SVG as ECharts writes them. */
export function textsOf(svg: string): readonly SeenText[] {
  return [...svg.matchAll(/<text([^>]*)>([^<]*)<\/text>/g)].map(([, attributes = '', words = '']) => {
    const one = (pattern: RegExp): string => pattern.exec(attributes)?.[1] ?? '';
    const [, dx = '0', dy = '0'] = /translate\(([-\d.]+) ([-\d.]+)\)/.exec(attributes) ?? [];
    return {
      words: words
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&amp;', '&'),
      x: Number(one(/ x="([-\d.]+)"/) || 0) + Number(dx),
      y: Number(one(/ y="([-\d.]+)"/) || 0) + Number(dy),
      size: Number(one(/font-size:([\d.]+)px/)),
      anchor: one(/text-anchor="(\w+)"/) || 'start',
      bold: /font-weight:bold/.test(attributes),
    };
  });
}

/** A picture's pixels as `r,g,b,a` in turn, read back from its PNG. */
export async function pixelsOf(
  png: Uint8Array,
  size: { readonly width: number; readonly height: number },
): Promise<Uint8Array> {
  const href = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  const frame = `width="${size.width}" height="${size.height}"`;
  const image = await renderAsync(
    `<svg xmlns="http://www.w3.org/2000/svg" ${frame}><image href="${href}" ${frame}/></svg>`,
    { font: { loadSystemFonts: false } },
  );
  return image.pixels;
}
