import type { ContextBlock, MrkdwnElement, PlainTextElement, SectionBlock } from '@slack/types';
import { cleanText, clip } from './clean-text.ts';

/** Emoji codes stay as typed, so that a feature called `a:b:c` keeps its name. */
export function plainText(text: string, limit: number): PlainTextElement {
  const cleaned = cleanText(text).trim();
  return { type: 'plain_text', text: clip(cleaned === '' ? '–' : cleaned, limit), emoji: false };
}

/** `verbatim`: Slack must not make links, channels or mentions out of what merely looks like one. */
export function mrkdwnObject(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}

export function section(text: string): SectionBlock {
  return { type: 'section', text: mrkdwnObject(text) };
}

export function context(texts: readonly string[]): ContextBlock {
  return { type: 'context', elements: texts.map(mrkdwnObject) };
}
