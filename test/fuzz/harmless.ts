import { lintBlocks } from '../../sandbox/blocks/lint.ts';
import type { Document } from '../../src/message/document.ts';
import { renderBlocks, renderPlain } from '../../src/slack/render/render-blocks.ts';

/** What would call somebody, or Slack would read as its own: only dates and links of ours are allowed to begin with `<`. */
const calling = /<!(?!date\^)|<@|<#/;

/** Throws when Slack would refuse the message, or when a text of it would call people. */
export function requireHarmless(document: Document): void {
  const { text, blocks } = renderBlocks(document);
  const problems = lintBlocks('message', JSON.parse(JSON.stringify(blocks)));
  if (problems.length > 0) throw new Error(`Slack would refuse it: ${JSON.stringify(problems)}`);
  if (text.trim() === '' || text.length > 4000) throw new Error(`its text has ${text.length} characters`);
  for (const one of [text, renderPlain(document).text, ...markedUp(blocks)]) {
    if (calling.test(one)) throw new Error(`it calls somebody: ${one.slice(0, 300)}`);
  }
}

/** Every text in which Slack reads markup. */
function markedUp(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => markedUp(item));
  if (typeof value !== 'object' || value === null) return [];
  const own = 'type' in value && value.type === 'mrkdwn' && 'text' in value && typeof value.text === 'string';
  return own ? [String(value.text)] : Object.values(value).flatMap((item) => markedUp(item));
}
