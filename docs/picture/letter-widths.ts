// Advance widths of Helvetica in thousandths of the font size, as its font metrics file (AFM) gives them.
const widths: readonly (readonly [number, string])[] = [
  [191, "'"],
  [222, 'ijl'],
  [278, ' !,./:;I[]\\ft·'],
  [333, '()-`r'],
  [350, '•'],
  [389, '*'],
  [500, 'Jcksvxyz'],
  [556, '#$0123456789?L_abdeghnopqu–'],
  [584, '+<=>~×−'],
  [611, 'FTZ'],
  [667, '&ABEKPSVXY'],
  [722, 'CDHNRUw'],
  [778, 'GOQ'],
  [833, 'Mm'],
  [889, '%'],
  [944, 'W'],
  [1000, '…→▲▼'],
  [1015, '@'],
];
const known = new Map(
  widths.flatMap(([width, letters]) => Array.from(letters, (letter) => [letter, width] as const)),
);

/** About how wide a text is, in the units of `size`. Letters that are not in the table count as wide as a digit. */
export function textWidth(
  text: string,
  {
    size,
    isBold = false,
    isCode = false,
  }: { readonly size: number; readonly isBold?: boolean; readonly isCode?: boolean },
): number {
  if (isCode) return Array.from(text).length * 0.6 * size;
  const thousandths = Array.from(text).reduce((sum, letter) => sum + (known.get(letter) ?? 556), 0);
  return (thousandths / 1000) * size * (isBold ? 1.06 : 1);
}
