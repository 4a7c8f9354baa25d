import type { Inline, Text } from '../../message/document.ts';
import { cleanText, clip, escapeCode, escapeText } from './clean-text.ts';
import { slackDate } from './slack-date.ts';

/** How good a place to break the text is after a token: inside a word, at a space, a sentence, a line. */
type BreakRank = 0 | 1 | 2 | 3;
/** A piece of mrkdwn that must not be torn apart. */
export type Token = { readonly text: string; readonly after: BreakRank };

const longestPiece = 200;

/** A text as mrkdwn in pieces, so that it can be cut without cutting a link, a date or an entity in two. */
export function tokensOf(text: Text): readonly Token[] {
  return text.flatMap(inlineTokens);
}

/** A text as one mrkdwn string. */
export function mrkdwn(text: Text): string {
  return tokensOf(text)
    .map((token) => token.text)
    .join('');
}

function inlineTokens(inline: Inline): readonly Token[] {
  if (typeof inline === 'string') return words(inline, escapeText);
  if ('bold' in inline) return marked(inline.bold, '*');
  if ('italic' in inline) return marked(inline.italic, '_');
  if ('code' in inline) return codeTokens(inline.code);
  if ('time' in inline) return [{ text: slackDate(inline.time, inline.style), after: 0 }];
  if ('link' in inline) return [{ text: linkTo(inline.link, inline.text), after: 0 }];
  return [{ text: personMention(inline.person), after: 0 }];
}

/** Words with the space behind them; the space decides how good the break is. */
function words(text: string, render: (word: string) => string): readonly Token[] {
  const found = cleanText(text).match(/\s*\S+\s*|\s+/g) ?? [];
  return found.flatMap((word) => {
    const after = rankOf(word);
    const pieces = cut(word, longestPiece);
    return pieces.map((piece, index) => ({
      text: render(piece),
      after: index === pieces.length - 1 ? after : 0,
    }));
  });
}

/** A short run is marked as a whole; a long one word by word, so that it can be cut. */
function marked(text: string, mark: '*' | '_'): readonly Token[] {
  const clean = cleanText(text);
  if (clean.length > longestPiece || clean.includes('\n')) return words(text, (word) => wrap(word, mark));
  return [{ text: wrap(clean, mark), after: rankOf(clean) }];
}

function rankOf(word: string): BreakRank {
  if (/\n\s*$/.test(word)) return 3;
  if (/[.!?;:]\s+$/.test(word)) return 2;
  return /\s$/.test(word) ? 1 : 0;
}

function cut(word: string, size: number): readonly string[] {
  return word.match(new RegExp(`[\\s\\S]{1,${size}}`, 'gu')) ?? [];
}

/** The marks stand at the word, not at the space around it: Slack ignores them otherwise. */
function wrap(word: string, mark: string): string {
  const [, before = '', inner = '', behind = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(word) ?? [];
  return inner === '' ? word : `${before}${mark}${escapeText(inner)}${mark}${behind}`;
}

function codeTokens(code: string): readonly Token[] {
  const line = cleanText(code).replaceAll(/\s*\n\s*/g, ' ');
  if (line.trim() === '') return [];
  return cut(line, 1000).map((piece) => ({ text: `\`${escapeCode(piece)}\``, after: 0 }));
}

/** Only http, https and mailto become links; anything else is shown as text. */
function linkTo(url: string, text: string): string {
  const label = escapeText(clip(cleanText(text).replaceAll('\n', ' '), 300)).replaceAll('|', '¦');
  if (!/^(?:https?:\/\/|mailto:)[^\s<>|]+$/i.test(url) || url.length > 2000) {
    return `${label} (${escapeText(clip(url, 300))})`;
  }
  return `<${cleanText(url).replaceAll('&', '&amp;')}|${label === '' ? 'link' : label}>`;
}

/** `team:user` or a bare user id; what is neither stays text. */
function personMention(person: string): string {
  const id = person.split(':').at(-1) ?? '';
  return /^[UW][A-Z0-9]{2,20}$/.test(id) ? `<@${id}>` : escapeText(person);
}
