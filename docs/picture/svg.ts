import type { Line } from './lay-text.ts';

export const colours = {
  ink: '#1d1c1d',
  dim: '#616061',
  link: '#1264a3',
  code: '#c01343',
  line: '#dddddd',
  button: '#bbbbbb',
  faint: '#f6f6f6',
  red: '#d92d3a',
  amber: '#e8912d',
  green: '#148567',
} as const;

const families = {
  text: "Lato, 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif",
  code: "Menlo, Consolas, 'DejaVu Sans Mono', monospace",
};

type Rectangle = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export function box(
  { x, y, width, height }: Rectangle,
  look: { readonly fill?: string; readonly stroke?: string; readonly radius?: number },
): string {
  return `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" rx="${look.radius ?? 0}" fill="${look.fill ?? 'none'}"${look.stroke === undefined ? '' : ` stroke="${look.stroke}"`}/>\n`;
}

export function disc(x: number, y: number, colour: string, radius = 8): string {
  return `<circle cx="${short(x)}" cy="${short(y)}" r="${radius}" fill="${colour}"/>\n`;
}

export function rule(x: number, y: number, width: number): string {
  return `<path d="M${short(x)} ${short(y)}h${short(width)}" stroke="${colours.line}"/>\n`;
}

/** A line of text whose runs take the room that was planned for them, whatever font the viewer has. */
export function lineOf(
  line: Line,
  {
    x,
    y,
    size,
    colour,
  }: { readonly x: number; readonly y: number; readonly size: number; readonly colour: string },
): string {
  return line
    .map((run) => {
      const text = run.text.trim();
      if (text === '') return '';
      const space = 0.278 * size;
      const at = x + run.x + (run.text.length - run.text.trimStart().length) * space;
      const width = run.width - (run.text.length - text.length) * space;
      const look = run.isCode ? colours.code : run.isLink ? colours.link : colour;
      const shade = run.isCode
        ? box(
            { x: at - 2, y: y - size + 1, width: width + 4, height: size + 4 },
            { fill: colours.faint, radius: 3 },
          )
        : '';
      return `${shade}<text x="${short(at)}" y="${short(y)}" font-family="${run.isCode ? families.code : families.text}" font-size="${run.isCode ? size - 1.5 : size}"${run.isBold ? ' font-weight="700"' : ''}${run.isItalic ? ' font-style="italic"' : ''} fill="${look}" textLength="${short(width)}" lengthAdjust="spacingAndGlyphs">${escape(text)}</text>\n`;
    })
    .join('');
}

const short = (number: number): string => String(Math.round(number * 10) / 10);

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
