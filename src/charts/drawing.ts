import { z } from 'zod';
import type { EChartsOption, GraphicComponentOption } from 'echarts';
import { cardWidth, colours, fontFamily, letters, lineHeight, margin, plotWidth } from './look.ts';
import { clamp, oneLine, wrap } from './words.ts';

/** What there is a chart of. */
export const ChartKind = z.enum(['symptom', 'scope', 'drift', 'latency', 'calibration', 'fishbone']);
export type ChartKind = z.infer<typeof ChartKind>;

/**
 * A picture as data: what is drawn (an option of ECharts), how large, and the words for those who do not see it. `alt` says what
 * the picture shows, numbers included, in at most a thousand signs.
 */
export type Drawing = {
  readonly kind: ChartKind;
  readonly title: string;
  readonly alt: string;
  readonly width: number;
  readonly height: number;
  readonly option: EChartsOption;
};

/** A part of a picture that is no plot: a text, a line, a box. */
export type Mark = Exclude<GraphicComponentOption, undefined>;

type TextLook = {
  readonly size?: number;
  readonly colour?: string;
  readonly bold?: boolean;
  readonly align?: 'left' | 'right' | 'center';
};

/** A line of text with its baseline box's top at `y`. What it says must have been clamped. */
export function textMark(text: string, at: readonly [x: number, y: number], look: TextLook = {}): Mark {
  const { size = letters.normal, colour = colours.ink, bold = false, align = 'left' } = look;
  return {
    type: 'text',
    silent: true,
    x: at[0],
    y: at[1],
    style: {
      text,
      fill: colour,
      // Each by itself: the makers of pixels do not read the short form.
      fontFamily,
      fontSize: size,
      fontWeight: bold ? 'bold' : 'normal',
      align,
      verticalAlign: 'top',
    },
  };
}

export function lineMark(
  points: readonly (readonly [number, number])[],
  look: { readonly colour: string; readonly width: number; readonly dashed?: boolean },
): Mark {
  return {
    type: 'polyline',
    silent: true,
    shape: { points: points.map(([x, y]) => [x, y]) },
    style: {
      fill: 'none',
      stroke: look.colour,
      lineWidth: look.width,
      lineCap: 'round',
      ...(look.dashed === true ? { lineDash: [5, 4] } : {}),
    },
  };
}

export function boxMark(
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  look: { readonly fill: string; readonly stroke?: string; readonly round?: number },
): Mark {
  return {
    type: 'rect',
    silent: true,
    shape: { ...box, r: look.round ?? 0 },
    style: { fill: look.fill, ...(look.stroke === undefined ? {} : { stroke: look.stroke, lineWidth: 1 }) },
  };
}

/** The head of a card: its title, and under it what the picture says in words. Answers with the height used up. */
export function headMarks(
  title: string,
  says: string,
): { readonly marks: readonly Mark[]; readonly bottom: number } {
  const lines = says === '' ? [] : wrap(says, plotWidth, { size: letters.normal, most: 2 });
  return {
    marks: [
      textMark(clamp(title, plotWidth, letters.title, true), [margin, 14], {
        size: letters.title,
        bold: true,
      }),
      ...lines.map((line, index) =>
        textMark(line, [margin, 38 + index * lineHeight], { colour: colours.muted }),
      ),
    ],
    bottom: 38 + lines.length * lineHeight,
  };
}

/** What is the same on every card. Nothing moves: a picture is drawn once. */
export function cardOption(height: number, marks: readonly Mark[]): EChartsOption {
  return {
    animation: false,
    useUTC: true,
    backgroundColor: colours.ground,
    textStyle: { fontFamily, fontSize: letters.small, color: colours.ink },
    graphic: [
      boxMark(
        { x: 0.5, y: 0.5, width: cardWidth - 1, height: height - 1 },
        { fill: 'none', stroke: colours.frame },
      ),
      ...marks,
    ],
  };
}

/** Words for those who do not see the picture; Slack takes a thousand signs. */
export function altText(words: string): string {
  const clean = oneLine(words);
  return clean.length <= 1000 ? clean : `${clean.slice(0, 999).toWellFormed()}…`;
}
