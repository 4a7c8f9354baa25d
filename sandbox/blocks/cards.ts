import { blockId, mrkdwn } from './composition.ts';
import { button, image } from './elements.ts';
import { richText } from './rich-text.ts';
import { byType, list, object, oneOf, optional, string, url } from './shapes.ts';

const id = { block_id: optional(blockId) };

/** A `card` block: something in it must be visible. */
export const card = object(
  {
    ...id,
    hero_image: optional(image),
    icon: optional(image),
    title: optional(mrkdwn(150)),
    subtitle: optional(mrkdwn(150)),
    body: optional(mrkdwn(200)),
    actions: optional(list(button, { to: 5 })),
  },
  (it, say) => {
    if (['hero_image', 'title', 'actions', 'body'].every((key) => it[key] === undefined))
      say('missing required field: title');
  },
);

/** A `carousel` block: one to ten cards side by side. */
export const carousel = object({
  ...id,
  elements: list(
    byType(() => ({ card })),
    { to: 10 },
  ),
});

/** A `task_card` block: one step of a plan and how far it is. */
export const taskCard = object({
  ...id,
  task_id: string(255),
  title: string(255),
  details: optional(richText),
  output: optional(richText),
  sources: optional(list(object({ url: url(), text: string(255) }), { to: 100 })),
  status: oneOf('pending', 'in_progress', 'complete', 'error'),
});

/** A `plan` block: the steps in order. */
export const plan = object({
  ...id,
  title: string(255),
  tasks: optional(
    list(
      byType(() => ({ task_card: taskCard })),
      { from: 0, to: 50 },
    ),
  ),
});
