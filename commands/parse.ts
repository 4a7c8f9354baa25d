import { distance } from 'fastest-levenshtein';
import { splitWords } from './split-words.ts';
import type { Word } from './split-words.ts';
import { unescapeSlack } from './unescape.ts';

/** What the parser must know of a command. */
export type KnownCommand = { readonly name: string; readonly example: string };

/** What a line means. `incident` is what stood in front, as `INC-12`, or null. */
export type ParsedLine =
  | {
      readonly kind: 'run';
      readonly incident: string | null;
      readonly command: string;
      readonly words: readonly string[];
    }
  /** Nothing but perhaps an incident: how is it going? */
  | { readonly kind: 'empty'; readonly incident: string | null }
  | { readonly kind: 'help'; readonly incident: string | null; readonly about: string | null }
  | {
      readonly kind: 'unknown';
      readonly incident: string | null;
      readonly word: string;
      /** The same line with the nearest command, when one is near. */
      readonly corrected: string | null;
      /** A line that works. */
      readonly example: string;
    };

/** What to ask for when nothing better is known. */
export const helpLine = 'help';

/**
 * The one parser: every door hands it the line after `/rca`, after the mention, or from a button's value. Pure.
 * `help` counts as the first word, right behind the command, as `--help` anywhere, and anywhere in up to three words;
 * in longer lines and in quotes it is a word like any other.
 */
export function parseLine(line: string, commands: readonly KnownCommand[]): ParsedLine {
  const all = splitWords(unescapeSlack(line));
  const incident = incidentOf(all[0]);
  const words = incident === null ? all : all.slice(1);
  const [first, ...rest] = words;
  if (first === undefined) return { kind: 'empty', incident };
  const found = commands.find((command) => command.name === first.text.toLowerCase());
  if (asksForHelp(words, found !== undefined))
    return { kind: 'help', incident, about: topic(words, commands) };
  if (found !== undefined) {
    return { kind: 'run', incident, command: found.name, words: rest.map((word) => word.text) };
  }
  return unknown(incident, words, commands);
}

/** `country=BR` as a name and a value; null for a word without a name before its `=`. */
export function readAssignment(word: string): { readonly name: string; readonly value: string } | null {
  const at = word.indexOf('=');
  return at <= 0 ? null : { name: word.slice(0, at), value: word.slice(at + 1) };
}

function incidentOf(word: Word | undefined): string | null {
  const match = /^#?(inc-\d+)[:,.]?$/i.exec(word?.text ?? '');
  return match?.[1]?.toUpperCase() ?? null;
}

function asksForHelp(words: readonly Word[], startsWithCommand: boolean): boolean {
  const isHelp = (word: Word | undefined) => word?.quoted === false && /^(?:help|\?)$/i.test(word.text);
  if (isHelp(words[0]) || (startsWithCommand && isHelp(words[1]))) return true;
  if (words.some((word) => !word.quoted && /^(?:--help|-h)$/i.test(word.text))) return true;
  return words.length <= 3 && words.some(isHelp);
}

function topic(words: readonly Word[], commands: readonly KnownCommand[]): string | null {
  const names = words.filter((word) => !/^(?:help|--help|-h|\?)$/i.test(word.text));
  const name = names[0]?.text.toLowerCase();
  return commands.find((command) => command.name === name && name !== helpLine)?.name ?? null;
}

function unknown(
  incident: string | null,
  words: readonly Word[],
  commands: readonly KnownCommand[],
): ParsedLine {
  const word = words[0]?.text ?? '';
  const nearest = nearestCommand(word, commands);
  const front = incident === null ? '' : `${incident} `;
  const rest = words.slice(1).map(typeAgain).join(' ');
  return {
    kind: 'unknown',
    incident,
    word,
    corrected: nearest === null ? null : `${front}${nearest.name} ${rest}`.trimEnd(),
    example: nearest?.example ?? helpLine,
  };
}

/** The command within a third of the word's letters (at least two), or the only one that begins with the word. */
function nearestCommand(word: string, commands: readonly KnownCommand[]): KnownCommand | null {
  const typed = word.toLowerCase();
  const starting = commands.filter((command) => typed.length >= 2 && command.name.startsWith(typed));
  if (starting.length === 1) return starting[0] ?? null;
  const ranked = commands
    .map((command) => ({ command, letters: distance(typed, command.name) }))
    .toSorted((a, b) => a.letters - b.letters);
  const best = ranked[0];
  const allowed = Math.max(2, Math.floor(typed.length / 3));
  return best !== undefined && best.letters <= Math.min(allowed, typed.length - 1) ? best.command : null;
}

function typeAgain(word: Word): string {
  if (!/\s/.test(word.text)) return word.text;
  const assignment = readAssignment(word.text);
  if (assignment !== null && !/\s/.test(assignment.name)) return `${assignment.name}="${assignment.value}"`;
  return `"${word.text}"`;
}
