/** A word as typed; a quoted one is text and never a keyword. */
export type Word = { readonly text: string; readonly quoted: boolean };

const doubles = '"“”„‟«»';
const singles = "'‘’‚‛";

/**
 * Words divided by spaces. Quotes keep words together, Slack's curly ones too, at the beginning of a word or behind
 * its `=`: `cause="feature pipeline"`. An apostrophe inside a word is a letter, and a quote that nobody closed too.
 */
export function splitWords(line: string): readonly Word[] {
  const words: Word[] = [];
  let rest = line.trimStart();
  while (rest !== '') {
    const { word, length } = nextWord(rest);
    words.push(word);
    rest = rest.slice(length).trimStart();
  }
  return words;
}

function nextWord(text: string): { readonly word: Word; readonly length: number } {
  const whole = quotedAt(text, 0);
  if (whole !== null) return { word: { text: whole.inside, quoted: true }, length: whole.end };
  let at = 0;
  while (at < text.length && !/\s/.test(text.charAt(at))) {
    const value = text.charAt(at) === '=' ? quotedAt(text, at + 1) : null;
    if (value !== null) {
      const word = `${text.slice(0, at + 1)}${value.inside}`;
      return { word: { text: word, quoted: true }, length: value.end };
    }
    at += 1;
  }
  return { word: { text: text.slice(0, at), quoted: false }, length: at };
}

/** The quoted text that begins at `from`; its closing quote must stand at the end of a word. */
function quotedAt(text: string, from: number): { readonly inside: string; readonly end: number } | null {
  const open = text.charAt(from);
  const closers = open !== '' && doubles.includes(open) ? doubles : singles;
  if (open === '' || !closers.includes(open)) return null;
  for (let at = from + 1; at < text.length; at += 1) {
    const isAtEnd = at + 1 === text.length || /\s/.test(text.charAt(at + 1));
    if (isAtEnd && closers.includes(text.charAt(at)))
      return { inside: text.slice(from + 1, at), end: at + 1 };
  }
  return null;
}
