// Advance widths of DejaVu Sans Condensed in thousandths of the letter size, as the font's own table has them.
const widths: readonly (readonly [number, string])[] = [
  [247, "'"],
  [250, 'ijl'],
  [265, 'IJ'],
  [286, ' ,.·'],
  [303, '/:;\\|'],
  [316, 'f'],
  [325, '-'],
  [351, '()[]t'],
  [370, 'r!'],
  [414, '"'],
  [450, '*_`–'],
  [470, 'sz'],
  [478, '?'],
  [495, 'cL'],
  [520, 'Fk'],
  [532, 'vxy'],
  [549, 'PTYoae'],
  [572, 'EhnuSbdgpq$0123456789{}'],
  [590, 'K'],
  [616, 'AVXZB'],
  [628, 'RC'],
  [677, 'UNH'],
  [708, 'DGOQ&'],
  [736, 'w'],
  [754, '#+<=>^~→−×±≤≥'],
  [776, 'M'],
  [855, '%'],
  [876, 'm'],
  [900, 'W@…'],
];
const known = new Map(
  widths.flatMap(([width, some]) => Array.from(some, (letter) => [letter, width] as const)),
);
const letter = { other: 800, wide: 1050, picture: 1300 };
/** The bold face is so much wider. */
const boldness = 1.14;

/** About how wide a text is when it is drawn, rather too wide than too narrow, in the units of `size`. */
export function textWidth(text: string, size: number, isBold = false): number {
  const thousandths = Array.from(text).reduce((sum, each) => sum + widthOf(each), 0);
  return (thousandths / 1000) * size * (isBold ? boldness : 1);
}

function widthOf(each: string): number {
  const width = known.get(each);
  if (width !== undefined) return width;
  const code = each.codePointAt(0) ?? 0;
  if (code >= 0x1_f0_00) return letter.picture;
  return code >= 0x2e_80 && code < 0xf9_00 ? letter.wide : letter.other;
}
