/** How the parts of a Slack text that are more than words are shown. */
export type Shown = { bold(text: string): string; nameOf(user: string): string };

/**
 * Slack's markup as plain words: dates by their fallback, links by their text, the three escapes undone. The marks of
 * emphasis stand at the ends of words; an underscore or an asterisk inside a name, as in `capital_loss`, is a letter of it.
 */
export function readMrkdwn(text: string, shown: Shown): string {
  return withoutMarks(text, shown).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

const emphasis = (mark: string, name: string): string =>
  String.raw`(?<=^|[\s(])${mark}(?<${name}>\S(?:[^\n]*?\S)?)${mark}(?=$|[\s.,;:!?)])`;

/** Read once from left to right: what stands in code or in a link's address marks nothing. */
const markup = new RegExp(
  [
    String.raw`<!date\^[^|>]*\|(?<date>[^>]*)>`,
    String.raw`<(?:[@#!][^|>]*|https?:[^|>]*)\|(?<label>[^>]*)>`,
    '<@(?<user>[^>]*)>',
    '<#(?<channel>[^>]*)>',
    String.raw`\`(?<code>[^\`\n]+)\``,
    emphasis('_', 'italic'),
    emphasis(String.raw`\*`, 'bold'),
  ].join('|'),
  'gm',
);

function withoutMarks(text: string, shown: Shown): string {
  let words = '';
  let read = 0;
  for (const match of text.matchAll(markup)) {
    words += text.slice(read, match.index) + partOf(match.groups ?? {}, shown);
    read = match.index + match[0].length;
  }
  return words + text.slice(read);
}

function partOf(found: Readonly<Record<string, string | undefined>>, shown: Shown): string {
  const { date, label, user, channel, code, italic, bold } = found;
  if (user !== undefined) return `@${shown.nameOf(user)}`;
  if (channel !== undefined) return `#${channel}`;
  if (italic !== undefined) return withoutMarks(italic, shown);
  if (bold !== undefined) return shown.bold(withoutMarks(bold, shown));
  return date ?? label ?? code ?? '';
}
