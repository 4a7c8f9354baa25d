import type { VNode } from 'preact';
import type { Fields } from '../contract.ts';
import { asFields, fieldsList, textAt, wordsAt } from '../fields.ts';
import { Element } from '../elements/element.ts';
import type { ElementPlace } from '../elements/element-place.ts';
import { h } from '../h.ts';
import { Mrkdwn, showBlocks } from '../text/show-text.ts';
import { showLink } from '../text/link.ts';
import { isSafeLink } from '../text/tree.ts';
import { BlockImage } from './image.ts';
import { richTextTree } from './rich-text.ts';

const statuses: Readonly<Record<string, { readonly sign: string; readonly words: string }>> = {
  pending: { sign: '○', words: 'waiting' },
  in_progress: { sign: '', words: 'running' },
  complete: { sign: '✓', words: 'done' },
  error: { sign: '!', words: 'failed' },
};

/** A `plan` block: the steps and how far each is. */
export function Plan({ block }: { readonly block: Fields }): VNode {
  const tasks = fieldsList(block['tasks']);
  const left = tasks.filter((it) => it['status'] === 'pending' || it['status'] === 'in_progress').length;
  return h(
    'details',
    { class: 'plan', open: true },
    h(
      'summary',
      null,
      h(
        'span',
        { class: left > 0 ? 'task-sign in_progress' : 'task-sign complete', 'aria-hidden': true },
        left > 0 ? '' : '✓',
      ),
      textAt(block, 'title'),
    ),
    tasks.map((task) => h(TaskCard, { block: task })),
  );
}

/** A `task_card` block: one step, with what came of it. */
export function TaskCard({ block }: { readonly block: Fields }): VNode {
  const status = textAt(block, 'status');
  const { sign = '○', words = status } = statuses[status] ?? {};
  const parts = [asFields(block['details']), asFields(block['output'])].filter((it) => it !== undefined);
  const head = [
    h('span', { class: `task-sign ${status}`, role: 'img', 'aria-label': words }, sign),
    h('span', { class: 'task-title' }, textAt(block, 'title')),
  ];
  if (parts.length === 0) return h('div', { class: 'task' }, h('div', { class: 'task-head' }, head));
  return h(
    'details',
    { class: 'task' },
    h('summary', { class: 'task-head' }, head),
    h(
      'div',
      { class: 'text task-body' },
      parts.map((part) => showBlocks(richTextTree(part))),
    ),
    h(
      'p',
      { class: 'task-sources' },
      fieldsList(block['sources']).map((it) => {
        const url = textAt(it, 'url');
        return isSafeLink(url) ? showLink(url, textAt(it, 'text')) : h('span', null, textAt(it, 'text'));
      }),
    ),
  );
}

type CardProps = { readonly block: Fields; readonly place: ElementPlace };

export function Card({ block, place }: CardProps): VNode {
  const image = asFields(block['hero_image']);
  const icon = asFields(block['icon']);
  return h(
    'div',
    { class: 'card' },
    image && h(BlockImage, { image, size: 'full' }),
    h(
      'div',
      { class: 'card-head' },
      icon && h(BlockImage, { image: icon, size: 'icon' }),
      h(
        'div',
        null,
        h('div', { class: 'card-title' }, h(Mrkdwn, { text: wordsAt(block, 'title') })),
        h('div', { class: 'hint' }, h(Mrkdwn, { text: wordsAt(block, 'subtitle') })),
      ),
    ),
    h(Mrkdwn, { text: wordsAt(block, 'body') }),
    h(
      'div',
      { class: 'actions' },
      fieldsList(block['actions']).map((element) => h(Element, { element, place })),
    ),
  );
}

export function Carousel({ block, place }: CardProps): VNode {
  return h(
    'div',
    { class: 'carousel', tabIndex: 0, role: 'group', 'aria-label': 'Cards' },
    fieldsList(block['elements']).map((card) =>
      h(Card, { block: card, place: { ...place, blockId: textAt(card, 'block_id') || place.blockId } }),
    ),
  );
}
