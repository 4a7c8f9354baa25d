import type { VNode } from 'preact';
import { Blocks } from '../blocks/block.ts';
import type { BlockPlace } from '../blocks/block.ts';
import type { Fields } from '../contract.ts';
import { fieldsList, textAt } from '../fields.ts';
import { h } from '../h.ts';
import { Mrkdwn } from '../text/show-text.ts';
import { showLink } from '../text/link.ts';
import { isSafeLink } from '../text/tree.ts';

type ContentProps = {
  readonly content: {
    readonly text: string;
    readonly blocks: readonly Fields[];
    readonly attachments: readonly Fields[];
  };
  readonly place: BlockPlace;
};

/** What a message says: its blocks, or its text where it has none, and what is attached. */
export function Content({ content, place }: ContentProps): VNode {
  const { text, blocks, attachments } = content;
  return h(
    'div',
    { class: 'content' },
    blocks.length > 0 ? h(Blocks, { blocks, place }) : text !== '' && h(Mrkdwn, { text }),
    attachments.map((attachment) => h(Attachment, { attachment, place })),
  );
}

/** An attachment of the old kind: a bar of color, a title, a text, fields; or blocks behind the bar. */
function Attachment({
  attachment,
  place,
}: {
  readonly attachment: Fields;
  readonly place: BlockPlace;
}): VNode {
  const color = textAt(attachment, 'color');
  const known: Readonly<Record<string, string>> = { good: '#2eb67d', warning: '#ecb22e', danger: '#e01e5a' };
  const hex = known[color] ?? (/^#?[0-9a-f]{3,8}$/iu.test(color) ? `#${color.replace('#', '')}` : undefined);
  const blocks = fieldsList(attachment['blocks']);
  const link = textAt(attachment, 'title_link');
  const title = textAt(attachment, 'title');
  return h(
    'div',
    { class: 'attachment' },
    h('span', { class: 'attachment-bar', style: hex === undefined ? {} : { background: hex } }),
    h(
      'div',
      null,
      textAt(attachment, 'pretext') !== '' && h(Mrkdwn, { text: textAt(attachment, 'pretext') }),
      title !== '' &&
        h(
          'div',
          { class: 'attachment-title' },
          isSafeLink(link) ? showLink(link, h(Mrkdwn, { text: title })) : h(Mrkdwn, { text: title }),
        ),
      blocks.length > 0
        ? h(Blocks, { blocks, place })
        : h(Mrkdwn, { text: textAt(attachment, 'text') || textAt(attachment, 'fallback') }),
      h(
        'div',
        { class: 'fields' },
        fieldsList(attachment['fields']).map((field) =>
          h(
            'div',
            { class: field['short'] === true ? 'field' : 'field wide' },
            h('strong', null, textAt(field, 'title')),
            h(Mrkdwn, { text: textAt(field, 'value') }),
          ),
        ),
      ),
      textAt(attachment, 'footer') !== '' && h('div', { class: 'hint' }, textAt(attachment, 'footer')),
    ),
  );
}
