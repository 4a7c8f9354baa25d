import type { VNode } from 'preact';
import type { Fields } from '../contract.ts';
import { asFields, fieldsList, textAt } from '../fields.ts';
import { h } from '../h.ts';
import { showBlocks } from '../text/show-text.ts';
import { isSafeLink } from '../text/tree.ts';
import type { Inline, TextBlock } from '../text/tree.ts';

/** A `rich_text` block. */
export function RichText({ block }: { readonly block: Fields }): VNode {
  return h('div', { class: 'text rich' }, showBlocks(richTextTree(block)));
}

/** The parts of a rich text as the page's own tree. */
export function richTextTree(block: Fields | undefined): readonly TextBlock[] {
  const parts = fieldsList(block?.['elements']);
  return parts.flatMap((part): readonly TextBlock[] => {
    const inside = fieldsList(part['elements']);
    switch (textAt(part, 'type')) {
      case 'rich_text_list':
        return [{ kind: 'list', items: inside.map((item, index) => listItem(part, item, index)) }];
      case 'rich_text_quote':
        return [{ kind: 'quote', inside: [{ kind: 'paragraph', inside: inside.flatMap(inlineOf) }] }];
      case 'rich_text_preformatted':
        return [{ kind: 'code', text: inside.map((it) => textAt(it, 'text') || textAt(it, 'url')).join('') }];
      default:
        return [{ kind: 'paragraph', inside: inside.flatMap(inlineOf) }];
    }
  });
}

function listItem(list: Fields, item: Fields, index: number) {
  return {
    inside: fieldsList(item['elements']).flatMap(inlineOf),
    indent: Math.min(8, Number(list['indent'] ?? 0)),
    isOrdered: list['style'] === 'ordered',
    number: Number(list['offset'] ?? 0) + index + 1,
  };
}

function inlineOf(element: Fields): readonly Inline[] {
  const style = asFields(element['style']);
  return plainOf(element).map((part) => withStyle(part, style));
}

function plainOf(element: Fields): readonly Inline[] {
  switch (textAt(element, 'type')) {
    case 'text':
      return textAt(element, 'text')
        .split('\n')
        .flatMap((text, index): Inline[] => [
          ...(index > 0 ? [{ kind: 'break' } as const] : []),
          { kind: 'text', text },
        ]);
    case 'link': {
      const url = textAt(element, 'url');
      const label: Inline = { kind: 'text', text: textAt(element, 'text') || url };
      return [isSafeLink(url) ? { kind: 'link', url, inside: [label] } : label];
    }
    case 'user':
      return [{ kind: 'user', id: textAt(element, 'user_id'), label: null }];
    case 'channel':
      return [{ kind: 'channel', id: textAt(element, 'channel_id'), label: null }];
    case 'usergroup':
      return [{ kind: 'group', label: `@${textAt(element, 'usergroup_id')}` }];
    case 'broadcast':
      return [{ kind: 'broadcast', range: textAt(element, 'range') }];
    case 'emoji':
      return [{ kind: 'emoji', name: textAt(element, 'name') }];
    case 'date':
      return [
        {
          kind: 'date',
          seconds: Number(element['timestamp'] ?? 0),
          format: textAt(element, 'format'),
          fallback: textAt(element, 'fallback'),
          url: null,
        },
      ];
    case 'color':
      return [{ kind: 'code', text: textAt(element, 'value') }];
    default:
      return [{ kind: 'text', text: `[${textAt(element, 'type')}]` }];
  }
}

function withStyle(part: Inline, style: Fields | undefined): Inline {
  if (style?.['code'] === true && part.kind === 'text') return { kind: 'code', text: part.text };
  const marks = [
    ['bold', 'bold'],
    ['italic', 'italic'],
    ['strike', 'strike'],
    ['underline', 'underline'],
  ] as const;
  return marks.reduce<Inline>(
    (inside, [key, kind]) => (style?.[key] === true ? { kind, inside: [inside] } : inside),
    part,
  );
}
