import type { IncidentState } from '../incident/state/state.ts';
import { culpritNames } from '../suspects/culprit-names.ts';
import { DISCARDED_BELOW } from '../suspects/discarded.ts';
import { Category } from '../suspects/vocabulary.ts';
import type { Ranking } from '../suspects/vocabulary.ts';
import type { Document } from './document.ts';
import { chance } from './words/chance.ts';
import { changeWords } from './symptom.ts';

/** A phone shows about this many characters of a fixed width before it wraps. */
const WIDTH = 34;

/** One bone: a suspect as it stands; `discarded` ones stay, crossed out. */
type Bone = {
  readonly name: string;
  readonly culprit: string | null;
  readonly probability: number;
  readonly discarded: boolean;
};

/** The cause-and-effect diagram in letters: the symptom as the head, a rib for each category, its suspects as bones. */
export function fishboneDocument(state: IncidentState): Document {
  const { ranking } = state;
  const head = state.symptom === null ? state.title : changeWords(state.symptom);
  if (ranking === null)
    return {
      summary: `Fishbone of ${state.id}: nothing has been ranked yet.`,
      blocks: [{ kind: 'paragraph', text: ['Nothing has been ranked yet.'] }],
    };
  const ribs = Category.options
    .map((category) => ({ category, bones: bonesOf(ranking, category) }))
    .map((rib) => ({ ...rib, share: rib.bones.reduce((sum, bone) => sum + bone.probability, 0) }))
    .toSorted((a, b) => b.share - a.share);
  const lines = [
    ...headLines(head),
    ...ribs.flatMap(({ category, bones, share }, place) =>
      ribLines(category, bones, { share, last: place === ribs.length - 1 }),
    ),
  ];
  const leading = ribs[0];
  return {
    summary: `Fishbone of ${state.id}: ${head}. ${ribs
      .filter(({ share }) => share >= 0.01)
      .map(({ category, share }) => `${category} ${chance(share)}`)
      .join(', ')}`,
    blocks: [
      { kind: 'code', text: lines.join('\n') },
      {
        kind: 'context',
        text: [
          `✗ discarded, why: suspects · none of these ${chance(ranking.noneOfThese)}${leading === undefined ? '' : ` · thickest rib: ${leading.category}`}`,
        ],
      },
      {
        kind: 'buttons',
        buttons: [{ label: 'As a picture', command: `${state.id} chart fishbone` }],
      },
    ],
  };
}

function bonesOf(ranking: Ranking, category: Category): readonly Bone[] {
  const listed = ranking.suspects
    .filter((one) => one.category === category)
    .map((one) => ({
      id: one.id,
      name: shortName(one.id),
      culprit: culpritNames(one),
      probability: one.probability,
      discarded: one.probability < DISCARDED_BELOW && one.against.length > 0,
    }));
  const others = (ranking.discarded ?? [])
    .filter((one) => one.id.startsWith(`${category}.`) && !listed.some(({ id }) => id === one.id))
    .map((one) => ({
      name: shortName(one.id),
      culprit: null,
      probability: one.probability,
      discarded: true,
    }));
  return [...listed, ...others];
}

const shortName = (id: string): string => id.slice(id.indexOf('.') + 1);

function headLines(head: string): readonly string[] {
  const words = head.split(/\s+/);
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && lettersOf(last).length + lettersOf(word).length < WIDTH - 3)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(cut(word, WIDTH - 3));
  }
  return [...lines.map((line) => `▷ ${line}`), '║'];
}

function ribLines(
  category: string,
  bones: readonly Bone[],
  { share, last }: { readonly share: number; readonly last: boolean },
): readonly string[] {
  const [knee, spine] = last ? ['╚', ' '] : ['╠', '║'];
  return [
    row(`${knee}═ ${category}`, bones.length === 0 ? '·' : chance(share), '═'),
    ...bones.flatMap((bone) => boneLines(spine, bone)),
  ];
}

/** A culprit that does not fit behind its suspect stands below it. */
function boneLines(spine: string, { name, culprit, probability, discarded }: Bone): readonly string[] {
  const left = `${spine}   ${discarded ? '✗' : '─'} ${name}`;
  const right = chance(probability);
  const whole = culprit === null ? left : `${left} ${culprit}`;
  if (lettersOf(whole).length + right.length < WIDTH) return [row(whole, right, ' ')];
  return [row(left, right, ' '), cut(`${spine}     ${culprit ?? ''}`, WIDTH)];
}

/** The name on the left, the number on the right edge. */
function row(left: string, right: string, fill: string): string {
  const room = WIDTH - right.length - 1;
  const name = cut(left, room);
  const gap = room - lettersOf(name).length;
  return `${name}${gap > 1 ? ` ${fill.repeat(gap - 1)}` : ' '.repeat(gap)} ${right}`;
}

const cut = (text: string, limit: number): string =>
  lettersOf(text).length <= limit
    ? text
    : `${lettersOf(text)
        .slice(0, limit - 1)
        .join('')}…`;

const segmenter = new Intl.Segmenter('en');
/** What a reader takes for one letter: an emoji counts once. */
const lettersOf = (text: string): readonly string[] =>
  Array.from(segmenter.segment(text), (part) => part.segment);
