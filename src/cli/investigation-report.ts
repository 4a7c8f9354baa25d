import type { Evidence } from '../checks/evidence.ts';
import type { Block, Document } from '../message/document.ts';
import { scopeDocument } from '../message/scope.ts';
import { symptomDocument } from '../message/symptom.ts';
import type { Investigation } from '../response/investigate.ts';
import type { Ranking, Suspect } from '../suspects/vocabulary.ts';

const marks = { shifted: '▲', steady: '=', inconclusive: '?' } as const;
const suspectsShown = 6;
const barWidth = 16;

/** An investigation as a person reads it at a terminal: what, since when, for whom, what was tested, who did it, what to do. */
export function investigationReport(investigation: Investigation): Document {
  const { model, symptom, scope, ranking, evidence } = investigation;
  const verdict = ranking?.verdict ?? 'inconclusive';
  const summary = `${model}: ${verdict}. ${ranking?.verdictReason ?? 'Nothing could be ranked.'}`;
  return {
    summary,
    blocks: [
      { kind: 'heading', text: `${model}: ${verdict}` },
      { kind: 'paragraph', text: [ranking?.verdictReason ?? 'Nothing could be ranked.'] },
      ...(symptom === null
        ? [absent('The symptom could not be measured.')]
        : symptomDocument(symptom).blocks),
      ...(scope === null ? [absent('The scope could not be measured.')] : scopeDocument(scope).blocks),
      { kind: 'heading', text: 'Checks' },
      checksTable(evidence),
      { kind: 'heading', text: 'Suspects' },
      ...suspectBlocks(ranking),
      ...nextBlocks(ranking),
      { kind: 'context', text: [footer(investigation)] },
    ],
  };
}

function absent(words: string): Block {
  return { kind: 'paragraph', text: [words] };
}

function checksTable(evidence: readonly Evidence[]): Block {
  if (evidence.length === 0) return absent('No check was run.');
  return {
    kind: 'table',
    columns: [
      { title: '', align: 'left' },
      { title: 'check', align: 'left' },
      { title: 'evidence', align: 'left' },
      { title: 'answer', align: 'left' },
    ],
    rows: evidence.map(({ id, check, verdict }) => [marks[verdict.answer], check, id, verdict.line]),
  };
}

function suspectBlocks(ranking: Ranking | null): readonly Block[] {
  if (ranking === null || ranking.suspects.length === 0) return [absent('None.')];
  const rows = ranking.suspects.slice(0, suspectsShown).map(suspectRow);
  return [
    {
      kind: 'table',
      columns: [
        { title: 'probability', align: 'left' },
        { title: '', align: 'right' },
        { title: 'suspect', align: 'left' },
        { title: 'why', align: 'left' },
      ],
      rows: [...rows, [bar(ranking.noneOfThese), percentage(ranking.noneOfThese), 'none of these', '']],
    },
  ];
}

function suspectRow({ id, culprit, probability, sentence }: Suspect): readonly string[] {
  const who = culprit === null ? id : `${id} (${[culprit.kind, culprit.name ?? ''].join(' ').trim()})`;
  return [bar(probability), percentage(probability), who, sentence];
}

/** A probability as a bar of eighths of a column. */
export function bar(probability: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, probability)) * barWidth * 8);
  const rest = ' ▏▎▍▌▋▊▉'.charAt(eighths % 8).trim();
  return `${'█'.repeat(Math.floor(eighths / 8))}${rest}`.padEnd(barWidth, '·');
}

function percentage(probability: number): string {
  if (probability > 0 && probability < 0.01) return '< 1 %';
  return `${Math.round(probability * 100)} %`;
}

function nextBlocks(ranking: Ranking | null): readonly Block[] {
  if (ranking === null) return [];
  const { change, mitigations, nextCheck } = ranking;
  const [mitigation] = mitigations;
  return [
    {
      kind: 'facts',
      facts: [
        { label: 'Change', value: [change ?? 'none of the recorded ones'] },
        {
          label: 'Do first',
          value: [
            mitigation === undefined ? 'nothing' : `${mitigation.sentence} Verify: ${mitigation.verify}`,
          ],
        },
        {
          label: 'Then check',
          value: [
            nextCheck === null
              ? 'nothing would tell the suspects further apart'
              : `${nextCheck.name} (${nextCheck.expectedInformationGainBits.toFixed(2)} bits expected). ${nextCheck.why}`,
          ],
        },
      ],
    },
  ];
}

function footer({ now, evidence, seconds }: Investigation): string {
  const inconclusive = evidence.filter((one) => one.verdict.answer === 'inconclusive').length;
  const cannot = inconclusive === 0 ? '' : `, ${inconclusive} of which cannot say`;
  return `As of ${now.toISOString().slice(0, 16).replace('T', ' ')} UTC · ${evidence.length} checks${cannot} · ${seconds.toFixed(1)} s`;
}
