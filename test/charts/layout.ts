import type { Drawing } from '../../src/charts/drawing.ts';
import { textWidth } from '../../src/charts/letter-widths.ts';
import { textsOf } from './made.ts';
import type { SeenText } from './made.ts';

type Box = {
  readonly words: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
};

/** On a phone the card is shown 360 wide. */
const smallest = (12 * 400) / 360;

/** Texts that leave the card, lie on one another or are too small to read. */
export function layoutProblems(drawing: Drawing, svg: string): readonly string[] {
  const texts = textsOf(svg).filter(({ words }) => words !== '');
  const boxes = texts.map(boxOf);
  const outside = boxes
    .filter(
      (box) => box.left < 4 || box.right > drawing.width - 4 || box.top < 0 || box.bottom > drawing.height,
    )
    .map((box) => `${drawing.kind}: '${box.words}' leaves the card`);
  const small = texts
    .filter(({ size }) => !(size >= smallest))
    .map(({ words, size }) => `${drawing.kind}: '${words}' is ${size} high`);
  const crossed = boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .flatMap((other) =>
        meet(one, other) ? [`${drawing.kind}: '${one.words}' lies on '${other.words}'`] : [],
      ),
  );
  return [...outside, ...small, ...crossed];
}

function boxOf({ words, x, y, size, anchor, bold }: SeenText): Box {
  const width = textWidth(words, size, bold);
  const left = { start: x, middle: x - width / 2, end: x - width }[anchor] ?? x;
  // Letters reach about a third of their size above and below the middle of their line.
  return { words, left, right: left + width, top: y - size * 0.38, bottom: y + size * 0.38 };
}

const meet = (a: Box, b: Box): boolean =>
  a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom && b.top < a.bottom;
