import { percent } from '../message/words/numbers.ts';
import { culpritNames } from '../suspects/culprit-names.ts';
import { DISCARDED_BELOW } from '../suspects/discarded.ts';
import { Category } from '../suspects/vocabulary.ts';
import type { Ranking } from '../suspects/vocabulary.ts';
import { altText, boxMark, cardOption, lineMark, textMark } from './drawing.ts';
import type { Drawing, Mark } from './drawing.ts';
import { textWidth } from './letter-widths.ts';
import { cardWidth, colours, letters, lineHeight, margin } from './look.ts';
import { clamp, oneLine, wrap } from './words.ts';

const spine = cardWidth / 2;
/** A bone leaves the spine away from the head; on its outer part stands the category, below it hang the suspects. */
const knee = 26;
const below = 6;
const gap = 10;
const mostSuspects = 4;

/**
 * The cause-and-effect diagram, stood on its tail so that a phone can show it: the symptom is the head, seven bones are the
 * categories, on them the suspects with their probabilities; what has been discarded stays, faint.
 */
export function fishboneChart(input: {
  readonly incident: string;
  /** The symptom in a few words. */
  readonly head: string;
  readonly ranking: Ranking;
}): Drawing {
  const { ranking } = input;
  const bones = Category.options
    .map((category) => boneOf(ranking, category))
    .toSorted((a, b) => b.share - a.share);
  const headLines = wrap(input.head, cardWidth - 4 * margin, {
    size: letters.title,
    most: 3,
    isBold: true,
  });
  const headHeight = headLines.length * 22 + 16;
  const headTop = 44;
  const top = headTop + headHeight + 14;
  // Two by two, left and right: the fourth pair has one bone.
  const pairs = [0, 2, 4, 6].map((first) => bones.slice(first, first + 2));
  const heights = pairs.map(
    (pair) => Math.max(...pair.map(({ lines }) => lines.length)) * lineHeight + knee + below + gap,
  );
  const starts = heights.map((_, index) => top + sum(heights.slice(0, index)));
  const tail = top + sum(heights) + 8;
  const height = tail + 36;
  const marks = [
    textMark(clamp(`Fishbone of ${input.incident}`, cardWidth - 2 * margin, letters.title), [margin, 14], {
      size: letters.title,
      colour: colours.muted,
    }),
    lineMark(
      [
        [spine, headTop + headHeight],
        [spine, tail],
      ],
      { colour: colours.ink, width: 3 },
    ),
    boxMark(
      { x: margin, y: headTop, width: cardWidth - 2 * margin, height: headHeight },
      { fill: colours.ink, round: 8 },
    ),
    ...headLines.map((line, index) =>
      textMark(line, [spine, headTop + 9 + index * 22], {
        size: letters.title,
        bold: true,
        colour: colours.ground,
        align: 'center',
      }),
    ),
    ...pairs.flatMap((pair, row) =>
      pair.flatMap((bone, place) =>
        boneMarks(bone, {
          side: place === 0 ? 'left' : 'right',
          y: starts[row] ?? 0,
        }),
      ),
    ),
    textMark(`none of these ${chance(ranking.noneOfThese)}`, [spine, tail + 8], {
      size: letters.small,
      colour: colours.muted,
      align: 'center',
    }),
  ];
  return {
    kind: 'fishbone',
    title: `Fishbone of ${input.incident}`,
    alt: altText(
      `Cause-and-effect diagram of ${input.incident}. Head: ${oneLine(input.head).slice(0, 160)}. ${bones.map(boneInWords).join('. ')}. None of these ${chance(ranking.noneOfThese)}.`,
    ),
    width: cardWidth,
    height,
    option: cardOption(height, marks),
  };
}

/** A culprit whose name has no room beside the hypothesis has a line of its own, without a number. */
type Line = {
  readonly name: string;
  readonly probability: string;
  readonly look: 'first' | 'plain' | 'faint';
};
type Suspected = Line & { readonly culprit: string | null };
type Bone = {
  readonly category: Category;
  readonly share: number;
  readonly suspects: readonly Suspected[];
  readonly lines: readonly Line[];
};
const boneLength = spine - 20 - margin;

function boneOf(ranking: Ranking, category: Category): Bone {
  const suspects = ranking.suspects.filter((one) => one.category === category);
  const first = ranking.suspects[0];
  const listed = suspects.map((one): Suspected => ({
    name: nameOf(one.id),
    culprit: culpritNames(one),
    probability: chance(one.probability),
    look:
      one === first && one.for.length > 0
        ? 'first'
        : one.probability < DISCARDED_BELOW && one.against.length > 0
          ? 'faint'
          : 'plain',
  }));
  const discarded = (ranking.discarded ?? [])
    .filter((one) => one.id.startsWith(`${category}.`) && !suspects.some(({ id }) => id === one.id))
    .map((one): Suspected => ({
      name: nameOf(one.id),
      culprit: null,
      probability: chance(one.probability),
      look: 'faint',
    }));
  const all = [...listed, ...discarded];
  const shown = all.length > mostSuspects ? all.slice(0, mostSuspects - 1) : all;
  const more = all.length - shown.length;
  return {
    category,
    share: suspects.reduce((total, one) => total + one.probability, 0),
    suspects: all,
    lines: [
      ...shown.flatMap(linesOf),
      ...(more > 0 ? [{ name: `${more} more`, probability: '', look: 'faint' as const }] : []),
    ],
  };
}

function linesOf({ name, culprit, probability, look }: Suspected): readonly Line[] {
  if (culprit === null) return [{ name, probability, look }];
  const whole = `${name} ${oneLine(culprit)}`;
  const isBold = look === 'first';
  const room = boneLength - textWidth(probability, letters.small, isBold) - 6;
  return textWidth(whole, letters.small, isBold) <= room
    ? [{ name: whole, probability, look }]
    : [
        { name, probability, look },
        { name: `↳ ${culprit}`, probability: '', look },
      ];
}

function boneMarks(
  bone: Bone,
  { side, y }: { readonly side: 'left' | 'right'; readonly y: number },
): readonly Mark[] {
  const outer = side === 'left' ? margin : cardWidth - margin;
  const inner = side === 'left' ? spine - 20 : spine + 20;
  const from = Math.min(outer, inner);
  const to = Math.max(outer, inner);
  const elbow = y + knee;
  const isFirst = bone.lines.some(({ look }) => look === 'first');
  return [
    lineMark(
      [
        [spine, y],
        [inner, elbow],
        [outer, elbow],
      ],
      { colour: isFirst ? colours.after : colours.ink, width: isFirst ? 3 : 1.6 },
    ),
    textMark(bone.category, [from, y + 4], { bold: true, colour: isFirst ? colours.after : colours.ink }),
    ...bone.lines.flatMap((line, index) =>
      suspectMarks(line, elbow + below + index * lineHeight, { from, to }),
    ),
  ];
}

function suspectMarks(
  line: Line,
  y: number,
  { from, to }: { readonly from: number; readonly to: number },
): readonly Mark[] {
  const isFirst = line.look === 'first';
  const look = {
    size: letters.small,
    bold: isFirst,
    colour: { first: colours.after, plain: colours.ink, faint: colours.faint }[line.look],
  };
  const room = to - from - textWidth(line.probability, letters.small, isFirst) - 6;
  return [
    textMark(clamp(line.name, room, letters.small, isFirst), [from, y], look),
    textMark(line.probability, [to, y], { ...look, align: 'right' }),
  ];
}

function boneInWords({ category, suspects }: Bone): string {
  if (suspects.length === 0) return `${category}: nobody`;
  const told = suspects.slice(0, mostSuspects).map(({ name, culprit, probability, look }) => {
    const whole = culprit === null ? name : `${name} ${oneLine(culprit).slice(0, 40)}`;
    return `${whole} ${probability}${look === 'faint' ? ' (discarded)' : ''}`;
  });
  return `${category}: ${told.join(', ')}`;
}

const nameOf = (id: string): string => id.slice(id.indexOf('.') + 1);
/** Nobody needs to know how far below a thousandth a suspect is. */
const chance = (value: number): string => (value < 0.001 ? '<0.1 %' : percent(Number(value.toPrecision(2))));
const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0);
