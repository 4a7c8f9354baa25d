/** Characters that turn the reading direction around or hide text: an alert must not be able to forge what it shows. */
const directionControls = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
/** Control characters but tab and newline. */
const controls = /(?![\t\n])\p{Cc}/gu;
const groupMention = /@(?=(?:here|channel|everyone|group)\b)/gi;

/** For `plain_text` objects: direction and control characters go, `@here` and its siblings lose their power. */
export function cleanText(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(directionControls, '')
    .replace(controls, ' ')
    .replace(groupMention, '@\u200B');
}

/** For mrkdwn: cleaned, and with `&`, `<`, `>` as entities, so that no mention and no link can be written from outside. */
export function escapeText(text: string): string {
  return cleanText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Slack has no way to write a backtick inside code; a look-alike keeps the span whole. */
export function escapeCode(text: string): string {
  return escapeText(text).replaceAll('`', 'ˋ');
}

/** Cuts plain text to `limit` characters and says that it did. Never splits a surrogate pair. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
