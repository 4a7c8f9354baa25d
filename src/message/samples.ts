import type { Sample, Samples } from '../samples/samples.ts';
import type { Block, Document } from './document.ts';
import { segmentWords } from './words/numbers.ts';

/** Bad examples beside good ones that are like them: one column an example, so that what differs stands side by side. */
export function samplesDocument(samples: Samples): Document {
  const { pairs } = samples;
  const where = Object.keys(samples.segment).length === 0 ? '' : ` in ${segmentWords(samples.segment)}`;
  const what = {
    'wrong decision': 'decided wrongly since the onset',
    'wrong class': 'taken for another class since the onset',
    'large error': 'far off since the onset',
  }[samples.badness];
  const matched = pairs.filter((pair) => pair.good !== null).length;
  return {
    summary: `${pairs.length} ${pairs.length === 1 ? 'request' : 'requests'}${where} ${what}, ${matched} with a good one of before beside it`,
    blocks: [
      {
        kind: 'paragraph',
        text: [
          { bold: `${pairs.length} ${pairs.length === 1 ? 'request' : 'requests'}${where} ${what}` },
          `, each beside the one of before that is most like it and went right. ≠ marks what differs.`,
        ],
      },
      tableOf(samples),
      {
        kind: 'context',
        text: [
          `matched on ${samples.matchedOn.join(', ')} · ${pairs.map((pair, i) => `${i + 1}: ${likeness(pair)}`).join(' · ')} · other columns are not read (samples.columns)`,
        ],
      },
    ],
  };
}

function likeness(pair: Samples['pairs'][number]): string {
  if (pair.good === null || pair.distance === null) return 'no good one found';
  const nearness = `${Math.round((1 - pair.distance) * 100)} % alike`;
  return pair.sameSegments ? nearness : `${nearness}, other segments`;
}

function tableOf({ pairs, columns, badness }: Samples): Block {
  const rows: readonly (readonly [string, (sample: Sample) => string])[] = [
    ['request', (sample) => sample.id],
    ['at (UTC)', (sample) => sample.at?.toISOString().slice(5, 16).replace('T', ' ') ?? '–'],
    ['score', (sample) => String(Number(sample.score.toPrecision(3)))],
    ...(badness === 'wrong decision'
      ? [['decision', (sample: Sample) => String(sample.decision ?? '–')] as const]
      : []),
    ...(badness === 'wrong class'
      ? [
          ['predicted', (sample: Sample) => sample.classes?.predicted ?? '–'] as const,
          ['true class', (sample: Sample) => sample.classes?.actual ?? '–'] as const,
        ]
      : [['label', (sample: Sample) => String(sample.label)] as const]),
    ...columns.map((name, i) => [name, (sample: Sample) => sample.values[i] ?? '–'] as const),
  ];
  const shown = rows.map(([title, value], i) => [
    title,
    ...pairs.flatMap(({ bad, good }) => {
      const ours = value(bad);
      if (good === null) return [ours, '–'];
      const theirs = value(good);
      const isColumn = i >= rows.length - columns.length;
      return [isColumn && ours !== theirs ? `≠ ${ours}` : ours, theirs];
    }),
  ]);
  return {
    kind: 'table',
    columns: [
      { title: 'what', align: 'left' },
      ...pairs.flatMap((_, i) => [
        { title: `bad ${i + 1}`, align: 'right' as const },
        { title: `good ${i + 1}`, align: 'right' as const },
      ]),
    ],
    rows: shown,
  };
}
