import type { Inline, Text } from '../message/document.ts';

/** Characters that turn the reading direction around: an alert must not be able to forge what the note shows. */
const directionControls = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
/** Control characters but tab and newline: HTML forbids them. */
const controls = /(?![\t\n])\p{Cc}/gu;

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text from outside as HTML text, or as the value of an attribute in quotes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll(directionControls, '')
    .replaceAll(controls, ' ')
    .toWellFormed()
    .replaceAll(/[&<>"']/g, (sign) => SIGNS[sign] ?? '');
}

/** A text as HTML. Evidence leads to where it is described; a newline is a line break. */
export function htmlOf(text: Text, known: ReadonlySet<string>): string {
  return text.map((part) => inlineOf(part, known)).join('');
}

function inlineOf(part: Inline, known: ReadonlySet<string>): string {
  if (typeof part === 'string') return broken(part);
  if ('bold' in part) return `<strong>${broken(part.bold)}</strong>`;
  if ('italic' in part) return `<em>${broken(part.italic)}</em>`;
  if ('code' in part) {
    const code = `<code>${escapeHtml(part.code)}</code>`;
    return known.has(part.code) ? `<a class="evidence" href="#${escapeHtml(part.code)}">${code}</a>` : code;
  }
  if ('time' in part) {
    const iso = part.time.toISOString();
    return `<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`;
  }
  if ('link' in part)
    return /^https?:\/\//i.test(part.link)
      ? `<a href="${escapeHtml(part.link)}" rel="noreferrer noopener">${escapeHtml(part.text)}</a>`
      : escapeHtml(part.text);
  return `<span class="person">@${escapeHtml(part.person)}</span>`;
}

const broken = (text: string): string => escapeHtml(text).replaceAll('\n', '<br>');
