import type { Evidence, Finding } from '../checks/evidence.ts';
import type { Block, Text } from './document.ts';
import { percent } from './words/numbers.ts';

/** The checks that send the same records through both pipelines. */
const REPLAYS: ReadonlySet<string> = new Set(['golden-replay', 'shadow-compare']);

export function isReplay(evidence: Evidence): boolean {
  return REPLAYS.has(evidence.check);
}

/** Beside the numbers of a replay: how many differ and by how much, the first of them, what that means, what to do next. */
export function replayBlocks(evidence: Evidence, incident: string | null): readonly Block[] {
  const { verdict } = evidence;
  const [first] = verdict.findings;
  if (first === undefined) return [];
  const samples = firstSamples(first);
  const blocks: Block[] = [{ kind: 'paragraph', text: howMuch(evidence, first) }];
  if (samples.length > 0) blocks.push({ kind: 'list', items: samples.map((sample) => [{ code: sample }]) });
  const { means, next } = meaningOf(evidence, first);
  blocks.push({ kind: 'paragraph', text: [{ bold: 'What it means: ' }, means] });
  if (incident !== null)
    blocks.push({
      kind: 'buttons',
      buttons: next.map(({ label, command }) => ({ label, command: `${incident} ${command}` })),
    });
  return blocks;
}

function howMuch(evidence: Evidence, first: Finding): Text {
  const share = numberIn(first, 'shareDiffering');
  const many = share === null ? '' : `${percent(share)} of ${first.nAfter} score differently`;
  const largest = numberIn(first, 'largest');
  const flips = evidence.verdict.findings
    .map((finding) => numberIn(finding, 'flips'))
    .find((n) => n !== null);
  const interval =
    first.effect === null || first.low === null || first.high === null
      ? ''
      : ` · ${first.measure} ${signed(first.effect)} (95 %: ${signed(first.low)} to ${signed(first.high)}${first.test === null ? '' : `, ${first.test}`})`;
  return [
    { bold: many === '' ? 'Compared' : many },
    largest === null ? '' : `, at most by ${largest.toPrecision(2)}`,
    flips === undefined || flips === null ? '' : ` · ${flips} decisions flip`,
    interval,
  ];
}

/** What was kept of the first that differ: ids, both scores, and the columns that the configuration allows. */
function firstSamples(finding: Finding): readonly string[] {
  return [1, 2, 3].flatMap((place) => {
    const words = finding.detail?.[`first ${place}`];
    return typeof words === 'string' ? [words] : [];
  });
}

type Meaning = {
  readonly means: string;
  readonly next: readonly { readonly label: string; readonly command: string }[];
};

/** The two replays tell suspects apart by what they hold fixed: the records. */
function meaningOf(evidence: Evidence, first: Finding): Meaning {
  const suspects = { label: 'Suspects', command: 'suspects' };
  const samples = { label: 'Samples', command: 'samples' };
  const other =
    evidence.check === 'golden-replay'
      ? { label: 'Shadow compare', command: 'shadow' }
      : { label: 'Golden replay', command: 'replay' };
  if (evidence.verdict.answer !== 'shifted')
    return {
      means:
        'The same records fare alike, so what serves is not worse: look at what it is fed (data, feature store, upstream), who comes, and how it is decided and measured.',
      next: [{ label: 'Check parity', command: 'check parity' }, samples, suspects],
    };
  if (first.detail?.['sameVersion'] === true)
    return {
      means:
        'One version, two answers: the build differs. Preprocessing (code.preprocessing) or serialization (code.serialization) are suspected, not the data.',
      next: [{ label: 'Check changes', command: 'check changes' }, other, suspects],
    };
  return {
    means: `The new version treats the same records otherwise: its weights (model.weights) or its calibration (model.calibration) are suspected. ${
      evidence.check === 'golden-replay'
        ? 'Rolling back would undo exactly this.'
        : 'Whether it is worse, and not only different, the golden replay says.'
    }`,
    next: [{ label: 'Compare versions', command: 'check version-compare' }, other, suspects],
  };
}

function numberIn(finding: Finding, name: string): number | null {
  const value = finding.detail?.[name];
  return typeof value === 'number' ? value : null;
}

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toPrecision(2)}`;
