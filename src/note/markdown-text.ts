import type { Inline, Text } from '../message/document.ts';

/** Characters that turn the reading direction around: an alert must not be able to forge what the note shows. */
const directionControls = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
/** Control characters but tab and newline. */
const controls = /(?![\t\n])\p{Cc}/gu;

/** A text as Markdown; a newline in it is a line break, and every line begins with `prefix`. */
export function linesOf(text: Text, prefix: string): string {
  return text
    .map(inlineOf)
    .join('')
    .split('\n')
    .map((line) => guarded(line.trim()))
    .filter((line) => line !== '')
    .map((line) => prefix + line)
    .join('\\\n');
}

/** A text as one line of Markdown, for places that have only one. */
export function lineOf(text: Text): string {
  return text.map(inlineOf).join('').replaceAll(/\s+/g, ' ').trim();
}

/** A table's cell; what stands between two bars cannot write a third. */
export const cellOf = (text: string): string => lineOf([text]);

/** A block of code between fences longer than any inside it. */
export function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestTicks(text) + 1));
  return `${fence}\n${visible(text)}\n${fence}`;
}

function inlineOf(part: Inline): string {
  if (typeof part === 'string') return escape(part);
  if ('bold' in part) return marked(part.bold, '**');
  if ('italic' in part) return marked(part.italic, '*');
  if ('code' in part) return codeOf(part.code);
  if ('time' in part) return `${part.time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  if ('link' in part) return linkOf(part.link, part.text);
  return `@${escape(part.person)}`;
}

/** Marks stand at the words: beside a space, or across a line's end, they would be asterisks. */
function marked(text: string, mark: string): string {
  return text
    .split('\n')
    .map((line) => {
      const [, before = '', words = '', behind = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(line) ?? [];
      return words === '' ? line : `${before}${mark}${escape(words)}${mark}${behind}`;
    })
    .join('\n');
}

function linkOf(address: string, text: string): string {
  if (!/^https?:\/\//i.test(address)) return escape(text);
  const target = address.replaceAll(/[<>\s\\]/g, encodeURIComponent).replaceAll('&', '&amp;');
  return `[${escape(text.replaceAll('\n', ' '))}](<${target}>)`;
}

/** A code span longer than any run of backticks inside it. */
function codeOf(text: string): string {
  const line = visible(text).replaceAll(/\s+/g, ' ').trim();
  if (line === '') return '';
  const fence = '`'.repeat(longestTicks(line) + 1);
  const padding = line.includes('`') ? ' ' : '';
  return `${fence}${padding}${line}${padding}${fence}`;
}

const longestTicks = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));

const visible = (text: string): string =>
  text.replaceAll('\r\n', '\n').replaceAll(directionControls, '').replaceAll(controls, ' ');

/** Markdown's own characters, in or out of a table, and HTML. */
function escape(text: string): string {
  return visible(text)
    .replaceAll(/[\\`*_[\]<>~|]/g, (character) => `\\${character}`)
    .replaceAll('&', '&amp;');
}

/** The beginning of a line that would begin a heading, a list, a rule or a table. */
function guarded(line: string): string {
  return line.replace(/^[#+=:-]/, '\\$&').replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2');
}
