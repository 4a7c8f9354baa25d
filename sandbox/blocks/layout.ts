import { card, carousel, plan, taskCard } from './cards.ts';
import { anyText, blockId, plainText } from './composition.ts';
import { elements, image, only } from './elements.ts';
import type { Check, Surface } from './problem.ts';
import { anything, byType, flag, list, object, oneOf, optional, string } from './shapes.ts';
import { richText } from './rich-text.ts';
import { dataTable, table } from './tables.ts';
import { dataVisualization } from './charts.ts';
import { imageBlock, video } from './media.ts';

type BlockRule = { readonly surfaces: readonly Surface[]; readonly check: Check };

const id = { block_id: optional(blockId) };
const everywhere: readonly Surface[] = ['message', 'modal', 'home'];
const messagesOnly: readonly Surface[] = ['message'];

const inActions = only(
  'button',
  'checkboxes',
  'datepicker',
  'datetimepicker',
  'overflow',
  'radio_buttons',
  'timepicker',
  'workflow_button',
  'static_select',
  'external_select',
  'users_select',
  'channels_select',
  'conversations_select',
  'rich_text_input',
  'multi_static_select',
  'multi_external_select',
  'multi_users_select',
  'multi_channels_select',
  'multi_conversations_select',
);
const inInput = only(
  'checkboxes',
  'datepicker',
  'datetimepicker',
  'email_text_input',
  'file_input',
  'number_input',
  'plain_text_input',
  'radio_buttons',
  'rich_text_input',
  'timepicker',
  'url_text_input',
  'static_select',
  'external_select',
  'users_select',
  'channels_select',
  'conversations_select',
  'multi_static_select',
  'multi_external_select',
  'multi_users_select',
  'multi_channels_select',
  'multi_conversations_select',
);
const inContextActions = only('feedback_buttons', 'icon_button');
const asAccessory = { ...inActions, image };

const section = object(
  {
    ...id,
    text: optional(anyText(3000)),
    fields: optional(list(anyText(2000), { to: 10 })),
    accessory: optional(byType(() => asAccessory)),
    expand: optional(flag),
  },
  (it, say) => {
    if (it['text'] === undefined && it['fields'] === undefined) say('missing required field: text');
  },
);

const childTypes = [
  'actions',
  'context',
  'divider',
  'file',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'video',
];

const container = object(
  {
    ...id,
    title: optional(plainText(150)),
    rich_text_title: optional(richText),
    subtitle: optional(anyText(150)),
    child_blocks: list(
      byType(() => Object.fromEntries(childTypes.map((type) => [type, blockRules[type]?.check ?? anything]))),
      { to: 10 },
    ),
    width: optional(oneOf('narrow', 'standard', 'wide', 'full')),
    icon: optional(image),
    is_collapsible: optional(flag),
    default_collapsed: optional(flag),
    has_header_divider: optional(flag),
  },
  (it, say) => {
    if (it['title'] === undefined && it['rich_text_title'] === undefined)
      say('missing required field: title');
  },
);

/** Every block type, what it may hold, and where it may be shown. */
export const blockRules: Readonly<Record<string, BlockRule>> = {
  actions: {
    surfaces: everywhere,
    check: object({
      ...id,
      elements: list(
        byType(() => inActions),
        { to: 25 },
      ),
    }),
  },
  alert: {
    surfaces: ['modal'],
    check: object({
      ...id,
      text: anyText(200),
      level: optional(oneOf('default', 'info', 'warning', 'error', 'success')),
    }),
  },
  card: { surfaces: messagesOnly, check: card },
  carousel: { surfaces: messagesOnly, check: carousel },
  container: { surfaces: everywhere, check: container },
  context: {
    surfaces: everywhere,
    check: object({
      ...id,
      elements: list(
        byType(() => ({ image, plain_text: anyText(3000), mrkdwn: anyText(3000) })),
        { to: 10 },
      ),
    }),
  },
  context_actions: {
    surfaces: messagesOnly,
    check: object({
      ...id,
      elements: list(
        byType(() => inContextActions),
        { to: 5 },
      ),
    }),
  },
  data_table: { surfaces: messagesOnly, check: dataTable },
  data_visualization: { surfaces: messagesOnly, check: dataVisualization },
  divider: { surfaces: everywhere, check: object({ ...id }) },
  file: {
    surfaces: messagesOnly,
    check: object({ ...id, source: oneOf('remote'), external_id: string(255) }),
  },
  header: {
    surfaces: everywhere,
    check: object({
      ...id,
      text: plainText(150),
      level: optional((value, at) => {
        if (value !== 1 && value !== 2 && value !== 3) at.say('must be 1, 2 or 3');
      }),
    }),
  },
  image: { surfaces: everywhere, check: imageBlock },
  input: {
    surfaces: everywhere,
    check: object({
      ...id,
      label: plainText(2000),
      element: byType(() => inInput),
      hint: optional(plainText(2000)),
      optional: optional(flag),
      dispatch_action: optional(flag),
    }),
  },
  markdown: { surfaces: messagesOnly, check: object({ ...id, text: string(12_000) }) },
  plan: { surfaces: messagesOnly, check: plan },
  rich_text: { surfaces: everywhere, check: richText },
  section: { surfaces: everywhere, check: section },
  table: { surfaces: messagesOnly, check: table },
  task_card: { surfaces: messagesOnly, check: taskCard },
  video: { surfaces: everywhere, check: video },
};

/** The element types any block takes; what is defined and taken by none would be dead. */
export const placedElements: ReadonlySet<string> = new Set([
  ...Object.keys(inActions),
  ...Object.keys(inInput),
  ...Object.keys(inContextActions),
]);
export const definedElements: readonly string[] = Object.keys(elements);
