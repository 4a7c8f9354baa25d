import type { Check } from './problem.ts';
import {
  actionId,
  confirm,
  conversationFilter,
  dispatchConfig,
  menuOptions,
  option,
  plainText,
  slackFile,
  workflow,
} from './composition.ts';
import { anything, flag, list, number, object, oneOf, optional, string, url } from './shapes.ts';

const style = optional(oneOf('primary', 'danger'));
const accessibilityLabel = optional(string(75));
const common = { action_id: optional(actionId), confirm: optional(confirm), focus_on_load: optional(flag) };
const placeholder = optional(plainText(150));
const typed = {
  action_id: optional(actionId),
  placeholder,
  focus_on_load: optional(flag),
  dispatch_action_config: optional(dispatchConfig),
};
const several = { max_selected_items: optional(number(1, 1000)) };

const menu = (fields: Parameters<typeof object>[0]): Check =>
  object({ ...common, placeholder, ...menuOptions, ...fields }, (it, say) => {
    const isBoth = it['options'] !== undefined && it['option_groups'] !== undefined;
    const isNone = it['options'] === undefined && it['option_groups'] === undefined;
    if (isBoth) say('only one of options and option_groups is allowed');
    if (isNone) say('missing required field: options');
  });

const feedbackButton = object({
  text: plainText(75),
  value: string(2000),
  accessibility_label: accessibilityLabel,
});

/** An image, as an element of a context block, an accessory, or an icon. */
export const image = object(
  { image_url: optional(url()), slack_file: optional(slackFile), alt_text: string(2000) },
  (it, say) => {
    if (it['image_url'] === undefined && it['slack_file'] === undefined)
      say('missing required field: image_url');
  },
);

export const button = object({
  text: plainText(75),
  action_id: optional(actionId),
  url: optional(url()),
  value: optional(string(2000)),
  style,
  confirm: optional(confirm),
  accessibility_label: accessibilityLabel,
});

/** Every interactive element by its type. */
export const elements = {
  button,
  checkboxes: object({
    ...common,
    options: list(option, { to: 10 }),
    initial_options: optional(list(option, { to: 10 })),
  }),
  datepicker: object({ ...common, placeholder, initial_date: optional(string(10, 10)) }),
  datetimepicker: object({ ...common, initial_date_time: optional(number(1_000_000_000, 9_999_999_999)) }),
  email_text_input: object({ ...typed, initial_value: optional(string(3000)) }),
  feedback_buttons: object({
    action_id: optional(actionId),
    positive_button: feedbackButton,
    negative_button: feedbackButton,
  }),
  file_input: object({
    action_id: optional(actionId),
    filetypes: optional(list(string(20), { to: 100 })),
    max_files: optional(number(1, 10)),
  }),
  icon_button: object({
    icon: oneOf('trash'),
    text: plainText(75),
    action_id: optional(actionId),
    value: optional(string(2000)),
    confirm: optional(confirm),
    accessibility_label: accessibilityLabel,
    visible_to_user_ids: optional(list(string(255), { to: 100 })),
  }),
  number_input: object({
    ...typed,
    is_decimal_allowed: flag,
    initial_value: optional(string(100)),
    min_value: optional(string(100)),
    max_value: optional(string(100)),
  }),
  overflow: object({
    action_id: optional(actionId),
    confirm: optional(confirm),
    options: list(option, { to: 5 }),
  }),
  plain_text_input: object({
    ...typed,
    initial_value: optional(string(3000)),
    multiline: optional(flag),
    min_length: optional(number(0, 3000)),
    max_length: optional(number(1, 3000)),
  }),
  radio_buttons: object({ ...common, options: list(option, { to: 10 }), initial_option: optional(option) }),
  rich_text_input: object({
    ...typed,
    initial_value: optional(anything),
    min_lines: optional(number(1, 1000)),
    max_lines: optional(number(1, 1000)),
  }),
  static_select: menu({ initial_option: optional(option) }),
  multi_static_select: menu({ ...several, initial_options: optional(list(option, { to: 100 })) }),
  external_select: object({
    ...common,
    placeholder,
    initial_option: optional(option),
    min_query_length: optional(number(0, 1000)),
  }),
  multi_external_select: object({
    ...common,
    ...several,
    placeholder,
    initial_options: optional(list(option, { to: 100 })),
    min_query_length: optional(number(0, 1000)),
  }),
  users_select: object({ ...common, placeholder, initial_user: optional(string(255)) }),
  multi_users_select: object({
    ...common,
    ...several,
    placeholder,
    initial_users: optional(list(string(255), { to: 100 })),
  }),
  channels_select: object({
    ...common,
    placeholder,
    initial_channel: optional(string(255)),
    response_url_enabled: optional(flag),
  }),
  multi_channels_select: object({
    ...common,
    ...several,
    placeholder,
    initial_channels: optional(list(string(255), { to: 100 })),
  }),
  conversations_select: object({
    ...common,
    placeholder,
    initial_conversation: optional(string(255)),
    default_to_current_conversation: optional(flag),
    response_url_enabled: optional(flag),
    filter: optional(conversationFilter),
  }),
  multi_conversations_select: object({
    ...common,
    ...several,
    placeholder,
    initial_conversations: optional(list(string(255), { to: 100 })),
    default_to_current_conversation: optional(flag),
    filter: optional(conversationFilter),
  }),
  timepicker: object({
    ...common,
    placeholder,
    initial_time: optional(string(5, 5)),
    timezone: optional(string(100)),
  }),
  url_text_input: object({ ...typed, initial_value: optional(string(3000)) }),
  workflow_button: object({
    text: plainText(75),
    workflow,
    action_id: optional(actionId),
    style,
    accessibility_label: accessibilityLabel,
  }),
} as const satisfies Record<string, Check>;

export type ElementType = keyof typeof elements;

/** The elements of these types, for a block that takes no others. */
export function only(...types: readonly ElementType[]): Record<string, Check> {
  return Object.fromEntries(types.map((type) => [type, elements[type]]));
}
