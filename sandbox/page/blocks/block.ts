import type { VNode } from 'preact';
import type { DeedTarget, Fields } from '../contract.ts';
import { Element } from '../elements/element.ts';
import type { ElementPlace } from '../elements/element-place.ts';
import { asFields, fieldsList, textAt, wordsAt } from '../fields.ts';
import { h } from '../h.ts';
import type { Shown } from '../h.ts';
import { Markdown, Mrkdwn, Plain } from '../text/show-text.ts';
import { Card, Carousel, Plan, TaskCard } from './cards.ts';
import { Chart } from './chart.ts';
import { BlockImage } from './image.ts';
import { InputBlock } from './input.ts';
import type { Form } from './input.ts';
import { RichText } from './rich-text.ts';
import { DataTable, Table } from './tables.ts';
import { Unknown } from './unknown.ts';
import { Video } from './video.ts';

export type BlockPlace = {
  readonly target: DeedTarget;
  readonly isLive: boolean;
  /** Set in modals: what is being filled in. */
  readonly form?: Form | undefined;
};

/** The blocks of a message, a modal or a Home tab, one below the other. */
export function Blocks({
  blocks,
  place,
}: {
  readonly blocks: readonly Fields[];
  readonly place: BlockPlace;
}): VNode {
  return h(
    'div',
    { class: 'blocks' },
    blocks.map((block, index) => h(Block, { block, place, key: textAt(block, 'block_id') || String(index) })),
  );
}

type BlockProps = { readonly block: Fields; readonly place: BlockPlace };

function Block({ block, place }: BlockProps): VNode {
  const elementPlace: ElementPlace = {
    target: place.target,
    isLive: place.isLive,
    blockId: textAt(block, 'block_id'),
  };
  switch (textAt(block, 'type')) {
    case 'section':
      return h(Section, { block, place: elementPlace });
    case 'context':
      return h('div', { class: 'context' }, fieldsList(block['elements']).map(contextPart));
    case 'header': {
      const level = Number(block['level'] ?? 1);
      return h(
        'div',
        { class: `header level-${level}`, role: 'heading', 'aria-level': level + 2 },
        h(Plain, { text: wordsAt(block, 'text') }),
      );
    }
    case 'divider':
      return h('hr', { class: 'divider' });
    case 'image':
      return h(BlockImage, { image: block, size: 'full' });
    case 'actions':
    case 'context_actions':
      return h(
        'div',
        { class: 'actions' },
        fieldsList(block['elements']).map((element) =>
          h(Element, { element, place: elementPlace, key: textAt(element, 'action_id') }),
        ),
      );
    case 'input':
      return h(InputBlock, { block, place: elementPlace, form: place.form });
    case 'rich_text':
      return h(RichText, { block });
    case 'markdown':
      return h(Markdown, { text: textAt(block, 'text') });
    case 'table':
      return h(Table, { block });
    case 'data_table':
      return h(DataTable, { block });
    case 'data_visualization':
      return h(Chart, { block });
    case 'plan':
      return h(Plan, { block });
    case 'task_card':
      return h(TaskCard, { block });
    case 'card':
      return h(Card, { block, place: elementPlace });
    case 'carousel':
      return h(Carousel, { block, place: elementPlace });
    case 'container':
      return h(Container, { block, place });
    case 'alert':
      return h(
        'div',
        { class: `alert ${textAt(block, 'level') || 'default'}`, role: 'note' },
        textOf(asFields(block['text'])),
      );
    case 'video':
      return h(Video, { block });
    default:
      return h(Unknown, { what: 'block', value: block });
  }
}

function Section({ block, place }: { readonly block: Fields; readonly place: ElementPlace }): VNode {
  const text = asFields(block['text']);
  const accessory = asFields(block['accessory']);
  const fields = fieldsList(block['fields']);
  return h(
    'div',
    { class: 'section' },
    h(
      'div',
      { class: 'section-text' },
      text && textOf(text),
      fields.length > 0 &&
        h(
          'div',
          { class: 'fields' },
          fields.map((it) => h('div', { class: 'field' }, textOf(it))),
        ),
    ),
    accessory && h('div', { class: 'accessory' }, h(Element, { element: accessory, place })),
  );
}

function Container({ block, place }: BlockProps): VNode {
  const title = wordsAt(block, 'title') || 'Details';
  const inside = h(Blocks, { blocks: fieldsList(block['child_blocks']), place });
  if (block['is_collapsible'] !== true)
    return h('div', { class: 'card' }, h('div', { class: 'card-title' }, h(Plain, { text: title })), inside);
  return h(
    'details',
    { class: 'card', open: block['default_collapsed'] !== true },
    h('summary', { class: 'card-title' }, h(Plain, { text: title })),
    inside,
  );
}

function contextPart(element: Fields): Shown {
  return element['type'] === 'image' ? h(BlockImage, { image: element, size: 'icon' }) : textOf(element);
}

/** A text object: `mrkdwn` with its markup, `plain_text` as it is. */
function textOf(fields: Fields | undefined): VNode {
  const text = textAt(fields, 'text');
  return fields?.['type'] === 'mrkdwn'
    ? h(Mrkdwn, { text })
    : h('div', { class: 'text' }, h('p', null, h(Plain, { text })));
}
