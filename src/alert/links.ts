import { cleanText, longest } from './sanitize.ts';

/** The web links of an alert: http and https only, no credentials, each once, at most ten. They are shown, never fetched. */
export function webLinks(said: readonly unknown[]): readonly string[] {
  const links = said.flatMap((text) => (typeof text === 'string' ? webLink(text) : []));
  return [...new Set(links)].slice(0, 10);
}

function webLink(text: string): readonly string[] {
  if (text.length > longest.link || !URL.canParse(text)) return [];
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return [];
  url.username = '';
  url.password = '';
  return [cleanText(url.href, longest.link)];
}
