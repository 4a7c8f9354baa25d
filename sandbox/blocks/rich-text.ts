import type { Check } from './problem.ts';
import { blockId } from './composition.ts';
import { anything, byType, list, number, object, oneOf, optional, string, url } from './shapes.ts';

const style = optional(anything);
const inline = byType(() => ({
  broadcast: object({ range: oneOf('here', 'channel', 'everyone'), style }),
  color: object({ value: string(20), style }),
  channel: object({ channel_id: string(255), style }),
  date: object({
    timestamp: number(0, 9_999_999_999),
    format: string(255),
    url: optional(url()),
    fallback: optional(string(255)),
    style,
  }),
  emoji: object({ name: string(100), unicode: optional(string(100)), url: optional(url()), style }),
  link: object({ url: url(), text: optional(string(3000)), unsafe: optional(anything), style }),
  team: object({ team_id: string(255), style }),
  text: object({ text: string(3000), style }),
  user: object({ user_id: string(255), style }),
  usergroup: object({ usergroup_id: string(255), style }),
}));

const border = optional(number(0, 1));
const section = object({ elements: list(inline, { from: 0, to: 1000 }) });
const part = byType(() => ({
  rich_text_section: section,
  rich_text_list: object({
    elements: list(
      byType(() => ({ rich_text_section: section })),
      { to: 1000 },
    ),
    style: oneOf('bullet', 'ordered'),
    indent: optional(number(0, 8)),
    offset: optional(number(0, 10_000)),
    border,
  }),
  rich_text_quote: object({ elements: list(inline, { to: 1000 }), border }),
  rich_text_preformatted: object({
    elements: list(inline, { to: 1000 }),
    border,
    language: optional(string(50)),
  }),
}));

export const richText: Check = object({ elements: list(part, { to: 1000 }), block_id: optional(blockId) });
