import { Segment } from '../alert/alert.ts';
import type { Evidence, Finding } from '../checks/evidence.ts';
import type { Block, Document, Text } from './document.ts';
import { duration, segmentWords } from './words/numbers.ts';
import { isReplay, replayBlocks } from './replay.ts';

/** `parity`, or `parity in country=BR` when it was asked about a segment. */
export function nameOf(evidence: Evidence): string {
  const segment = Segment.safeParse(JSON.parse(evidence.parameters['segment'] ?? '{}'));
  const words =
    segment.success && Object.keys(segment.data).length > 0 ? ` in ${segmentWords(segment.data)}` : '';
  return `${evidence.check}${words}`;
}

export const MARK = { shifted: '▲', steady: '＝', inconclusive: '？' } as const;

/** One check's answer with its findings: what a person asked for. With the incident, what to do next is a button. */
export function evidenceDocument(evidence: Evidence, incident: string | null = null): Document {
  const { verdict } = evidence;
  const shown = verdict.findings.slice(0, 8);
  return {
    summary: `${nameOf(evidence)}: ${verdict.answer}. ${verdict.line}`,
    blocks: [
      {
        kind: 'paragraph',
        text: [
          { bold: `${MARK[verdict.answer]} ${nameOf(evidence)}: ${verdict.answer}` },
          ` — ${verdict.line}`,
        ],
      },
      ...(verdict.answer === 'inconclusive' && verdict.reason !== verdict.line
        ? [{ kind: 'paragraph', text: [`Why it cannot say: ${verdict.reason}`] } satisfies Block]
        : []),
      ...(isReplay(evidence) ? replayBlocks(evidence, incident) : []),
      ...(shown.length > 0 ? [findingsTable(shown)] : []),
      { kind: 'context', text: provenance(evidence, verdict.findings.length - shown.length) },
    ],
  };
}

/** All checks of a triage at once: what shifted with a line each, the rest counted. */
export function checksDocument(evidence: readonly Evidence[], seconds: number): Document {
  const of = (answer: Evidence['verdict']['answer']): readonly Evidence[] =>
    evidence.filter((one) => one.verdict.answer === answer);
  const shifted = of('shifted');
  const steady = of('steady');
  const inconclusive = of('inconclusive');
  const blocks: Block[] = [
    {
      kind: 'paragraph',
      text: [
        { bold: `${evidence.length} checks` },
        ` in ${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`,
      ],
    },
  ];
  if (shifted.length > 0) blocks.push({ kind: 'list', items: shifted.map((one) => line(one)) });
  if (steady.length > 0)
    blocks.push({
      kind: 'paragraph',
      text: [{ bold: 'Steady: ' }, steady.map(nameOf).join(', ')],
    });
  if (inconclusive.length > 0) {
    blocks.push({
      kind: 'paragraph',
      text: [
        { bold: 'Cannot say: ' },
        inconclusive.map((one) => `${nameOf(one)} (${one.verdict.line})`).join(' · '),
      ],
    });
  }
  return {
    summary: `${evidence.length} checks: ${shifted.length} shifted, ${steady.length} steady, ${inconclusive.length} inconclusive`,
    blocks,
  };
}

const line = (evidence: Evidence): Text => [
  { bold: nameOf(evidence) },
  ` ${evidence.verdict.line} `,
  { code: evidence.id },
];

function findingsTable(findings: readonly Finding[]): Block {
  return {
    kind: 'table',
    columns: [
      { title: 'what', align: 'left' },
      { title: 'before', align: 'right' },
      { title: 'after', align: 'right' },
      { title: 'effect (95 %)', align: 'right' },
      { title: 'n', align: 'right' },
      { title: 'p', align: 'right' },
    ],
    rows: findings.map((finding) => [
      `${finding.shifted ? '▲ ' : ''}${finding.subject.name}${finding.where === undefined ? '' : ` · ${segmentWords(finding.where)}`}`,
      number(finding.before),
      number(finding.after),
      effect(finding),
      Math.round(finding.nAfter).toLocaleString('en'),
      chance(finding.adjustedP ?? finding.p),
    ]),
  };
}

function effect(finding: Finding): string {
  if (finding.effect === null) return '–';
  const interval =
    finding.low === null || finding.high === null
      ? ''
      : ` (${number(finding.low)} to ${number(finding.high)})`;
  return `${number(finding.effect)}${interval}`;
}

const number = (value: number | null): string =>
  value === null ? '–' : Number(value.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 });

const chance = (p: number | null): string => (p === null ? '–' : p < 0.001 ? '< 0.001' : p.toFixed(3));

function provenance(evidence: Evidence, more: number): Text {
  const seconds = (evidence.finishedAt.getTime() - evidence.startedAt.getTime()) / 1000;
  const windows = evidence.windows;
  return [
    `${more > 0 ? `${more} more findings · ` : ''}evidence `,
    { code: evidence.id },
    ` · ${evidence.queries.length} ${evidence.queries.length === 1 ? 'query' : 'queries'} in ${seconds < 1 ? `${Math.round(seconds * 1000)} ms` : duration(seconds)} · baseline `,
    { time: windows.baseline.from, style: 'date-clock' },
    ' – ',
    { time: windows.baseline.to, style: 'date-clock' },
    ', incident ',
    { time: windows.incident.from, style: 'date-clock' },
    ' – ',
    { time: windows.incident.to, style: 'date-clock' },
  ];
}
