import type { Check } from './problem.ts';
import { anything, byType, flag, list, object, oneOf, optional, string, url } from './shapes.ts';

export function plainText(to: number): Check {
  return byType(() => ({ plain_text: object({ text: string(to), emoji: optional(flag) }) }));
}

export function mrkdwn(to: number): Check {
  return byType(() => ({ mrkdwn: object({ text: string(to), verbatim: optional(flag) }) }));
}

export function anyText(to: number): Check {
  return byType(() => ({
    plain_text: object({ text: string(to), emoji: optional(flag) }),
    mrkdwn: object({ text: string(to), verbatim: optional(flag) }),
  }));
}

export const confirm = object({
  title: optional(plainText(100)),
  text: anyText(300),
  confirm: optional(plainText(30)),
  deny: optional(plainText(30)),
  style: optional(oneOf('primary', 'danger')),
});

export const option = object({
  text: anyText(75),
  value: string(150),
  description: optional(anyText(75)),
  url: optional(url()),
});

const optionGroup = object({ label: plainText(75), options: list(option, { to: 100 }) });

/** What the four kinds of static menus share: `options` or `option_groups`, never both. */
export const menuOptions = {
  options: optional(list(option, { to: 100 })),
  option_groups: optional(list(optionGroup, { to: 100 })),
};

export const actionId = string(255);
export const blockId = string(255);

export const slackFile = object({ id: optional(string(255)), url: optional(url()) }, (fields, say) => {
  if (fields['id'] === undefined && fields['url'] === undefined) say('missing required field: id');
});

export const dispatchConfig = object({
  trigger_actions_on: optional(list(oneOf('on_enter_pressed', 'on_character_entered'), { to: 2 })),
});

export const conversationFilter = object({
  include: optional(list(oneOf('im', 'mpim', 'private', 'public'), { to: 4 })),
  exclude_external_shared_channels: optional(flag),
  exclude_bot_users: optional(flag),
});

export const workflow = object({ trigger: anything });
