/** One line of at most `limit` characters, cut at a word where there is one near; for places that must stay short. */
export function brief(text: string, limit = 300): string {
  const line = text
    .slice(0, limit * 4)
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (line.length <= limit) return line;
  const cut = line.slice(0, limit - 1);
  const space = cut.lastIndexOf(' ');
  const whole = space > limit / 2 ? cut.slice(0, space) : cut;
  return `${/[\uD800-\uDBFF]$/.test(whole) ? whole.slice(0, -1) : whole}…`;
}
