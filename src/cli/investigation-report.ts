import type { Evidence } from '../checks/evidence.ts';
import { nameOf } from '../message/checks.ts';
import type { Block, Document, Text } from '../message/document.ts';
import { differenceInWords } from '../message/words/numbers.ts';
import { plainWords } from '../message/words/plain-words.ts';
import { scopeDocument } from '../message/scope.ts';
import type { Investigation } from '../response/triage/investigate.ts';
import { culpritNames } from '../suspects/culprit-names.ts';
import type { Argument, Ranking, Suspect } from '../suspects/vocabulary.ts';
import { leadingSuspect } from '../suspects/vocabulary.ts';

const suspectsShown = 5;
const argumentsShown = 3;
const barWidth = 16;

type Fact = { readonly label: string; readonly value: Text };

/**
 * An investigation as a person reads it at a terminal, what they must act on first: what is wrong, for whom, who did it,
 * what to do; only then what was tested.
 */
export function investigationReport(investigation: Investigation): Document {
  const { model, scope, ranking, evidence } = investigation;
  const verdict = ranking?.verdict ?? 'inconclusive';
  const reason = ranking?.verdictReason ?? 'Nothing could be ranked.';
  return {
    summary: `${model}: ${verdict}. ${reason}`,
    blocks: [
      { kind: 'heading', text: `${model}: ${verdict}` },
      paragraph(reason),
      ...investigation.notes.map((note) => paragraph(note)),
      ...symptomBlocks(investigation),
      ...(scope === null ? [paragraph('The scope could not be measured.')] : scopeDocument(scope).blocks),
      { kind: 'heading', text: 'Suspects' },
      ...suspectBlocks(ranking),
      ...nextBlocks(investigation),
      { kind: 'heading', text: 'Checks' },
      ...checkBlocks(evidence),
      { kind: 'context', text: [footer(investigation)] },
    ],
  };
}

function paragraph(words: string): Block {
  return { kind: 'paragraph', text: [words] };
}

function symptomBlocks({ symptom, now, nowIs }: Investigation): readonly Block[] {
  if (symptom === null) return [paragraph('The symptom could not be measured.')];
  const asOf: Text = [', as of ', { time: now, style: 'date-clock' }, ` (${nowIs}).`];
  const { before, after, difference, onset } = symptom;
  const facts: Fact[] = [];
  if (onset !== null) facts.push({ label: 'Since', value: [{ time: onset.at, style: 'date-clock' }] });
  if (difference !== null)
    facts.push({
      label: 'Difference',
      value: [
        `${differenceInWords(difference, symptom.unit)}${symptom.changed ? '' : ', within chance'}`,
        before === null || after === null ? '' : `; n = ${count(before.n)} before, ${count(after.n)} after`,
      ],
    });
  const sentence = plainWords(symptom.sentence).replace(/\.$/, '');
  return [
    { kind: 'paragraph', text: [{ bold: 'What changed: ' }, sentence, ...asOf] },
    ...(facts.length === 0 ? [] : [{ kind: 'facts' as const, facts }]),
    ...(symptom.reason === null || symptom.sentence.includes(symptom.reason)
      ? []
      : [{ kind: 'context' as const, text: [symptom.reason] }]),
  ];
}

const count = (n: number): string => n.toLocaleString('en');

function suspectBlocks(ranking: Ranking | null): readonly Block[] {
  if (ranking === null || ranking.suspects.length === 0) return [paragraph('None.')];
  const top = leadingSuspect(ranking);
  const rows = ranking.suspects.slice(0, suspectsShown).map(suspectRow);
  return [
    {
      kind: 'table',
      columns: [
        { title: '', align: 'left' },
        { title: '', align: 'right' },
        { title: '', align: 'left' },
      ],
      rows: [...rows, [bar(ranking.noneOfThese), percentage(ranking.noneOfThese), 'none of these']],
    },
    ...(top === null
      ? [paragraph('No evidence speaks for anything yet; these are only the odds before any check.')]
      : argumentBlocks(top)),
  ];
}

function suspectRow(suspect: Suspect): readonly string[] {
  const { id, culprit, probability, sentence } = suspect;
  const who =
    culprit === null ? id : `${id} (${[culprit.kind, culpritNames(suspect) ?? ''].join(' ').trim()})`;
  return [bar(probability), percentage(probability), `${who}: ${sentence}`];
}

/** What speaks for and against the first suspect. */
function argumentBlocks(suspect: Suspect): readonly Block[] {
  const facts = [...argumentFacts('For it', suspect.for), ...argumentFacts('Against it', suspect.against)];
  return facts.length === 0 ? [] : [{ kind: 'facts', facts }];
}

function argumentFacts(label: string, all: readonly Argument[]): readonly Fact[] {
  const different = all.filter((one, at) => all.findIndex((other) => other.words === one.words) === at);
  return different.slice(0, argumentsShown).map(({ words, evidence }, at) => ({
    label: at === 0 ? label : '',
    value: [`${words} (${evidence})`],
  }));
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

function nextBlocks({ ranking, evidence }: Investigation): readonly Block[] {
  if (ranking === null) return [];
  const { change, mitigations, nextCheck } = ranking;
  const [mitigation] = mitigations;
  const facts: readonly Fact[] = [
    {
      label: 'Change',
      value: [change === null ? 'none of the recorded ones' : changeWords(change, evidence)],
    },
    {
      label: 'Do first',
      value: [mitigation === undefined ? 'nothing' : `${mitigation.sentence} Verify: ${mitigation.verify}`],
    },
    {
      label: 'Then check',
      value: [
        nextCheck === null
          ? 'nothing would tell the suspects further apart'
          : `${nextCheck.name} (${nextCheck.expectedInformationGainBits.toFixed(2)} bits expected). ${nextCheck.why}`,
      ],
    },
  ];
  return [{ kind: 'facts', facts }];
}

/** The change with its title and time, as the changes table has it. */
function changeWords(change: string, evidence: readonly Evidence[]): string {
  const finding = evidence
    .flatMap(({ verdict }) => verdict.findings)
    .find(({ subject }) => subject.kind === 'change' && subject.name === change);
  return finding?.sentence ?? change;
}

/** What shifted, with its words; what could not say, with its reason; what is steady, by name. */
function checkBlocks(evidence: readonly Evidence[]): readonly Block[] {
  if (evidence.length === 0) return [paragraph('No check was run.')];
  const of = (answer: Evidence['verdict']['answer']): readonly Evidence[] =>
    evidence.filter((one) => one.verdict.answer === answer);
  const steady = of('steady');
  return [
    ...table('▲', of('shifted')),
    ...table('?', of('inconclusive')),
    ...(steady.length === 0
      ? []
      : [
          {
            kind: 'facts' as const,
            facts: [
              {
                label: `= ${steady.length} steady`,
                value: [[...new Set(steady.map(({ check }) => check))].join(', ')],
              },
            ],
          },
        ]),
  ];
}

function table(mark: string, evidence: readonly Evidence[]): readonly Block[] {
  if (evidence.length === 0) return [];
  return [
    {
      kind: 'table',
      columns: [
        { title: '', align: 'left' },
        { title: '', align: 'left' },
        { title: '', align: 'left' },
        { title: '', align: 'left' },
      ],
      rows: evidence.map((one) => [mark, one.check, one.id, lineOf(one)]),
    },
  ];
}

/** A check that was asked about a segment says which; one that cannot say gives its reason. */
function lineOf(evidence: Evidence): string {
  const within = nameOf(evidence).slice(evidence.check.length).trim();
  const { verdict } = evidence;
  const line = plainWords(verdict.line);
  const because =
    verdict.answer === 'inconclusive' && !line.includes(verdict.reason) && !verdict.reason.startsWith(line)
      ? ` (${verdict.reason})`
      : '';
  return `${within === '' ? '' : `${within}: `}${line}${because}`;
}

function footer({ now, evidence, seconds }: Investigation): string {
  const inconclusive = evidence.filter((one) => one.verdict.answer === 'inconclusive').length;
  const cannot = inconclusive === 0 ? '' : `, ${inconclusive} of which cannot say`;
  return `As of ${now.toISOString().slice(0, 16).replace('T', ' ')} UTC · ${evidence.length} checks${cannot} · ${seconds.toFixed(1)} s`;
}
