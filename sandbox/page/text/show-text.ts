import { h } from '../h.ts';
import type { Shown } from '../h.ts';
import type { VNode } from 'preact';
import { emojiCharacter } from '../emoji/names.ts';
import { desk, showChannel } from '../state/desk.ts';
import { dateWords, momentWords } from './date-words.ts';
import { showLink } from './link.ts';
import { parseMarkdown } from './markdown.ts';
import { parseMrkdwn, parsePlain } from './mrkdwn.ts';
import type { Inline, ListItem, TextBlock } from './tree.ts';

export function Mrkdwn({ text }: { readonly text: string }): VNode {
  return h('div', { class: 'text' }, showBlocks(parseMrkdwn(text)));
}

export function Markdown({ text }: { readonly text: string }): VNode {
  return h('div', { class: 'text markdown' }, showBlocks(parseMarkdown(text)));
}

/** Plain text with its emoji and line breaks. */
export function Plain({ text }: { readonly text: string }): VNode {
  return h('span', null, showInline(parsePlain(text)));
}

export function showBlocks(blocks: readonly TextBlock[]): Shown[] {
  return blocks.map(showBlock);
}

function showBlock(block: TextBlock): Shown {
  switch (block.kind) {
    case 'paragraph':
      return h('p', null, showInline(block.inside));
    case 'quote':
      return h('blockquote', null, showBlocks(block.inside));
    case 'code':
      return h('pre', { tabIndex: 0 }, h('code', null, block.text));
    case 'heading':
      return h(
        'p',
        {
          class: `heading level-${Math.min(3, block.level)}`,
          role: 'heading',
          'aria-level': block.level + 3,
        },
        showInline(block.inside),
      );
    case 'list':
      return h('ul', { class: 'list' }, block.items.map(showItem));
    case 'table': {
      const [head, ...rows] = block.rows;
      return h(
        'div',
        { class: 'table-frame', tabIndex: 0 },
        h(
          'table',
          null,
          h(
            'thead',
            null,
            h(
              'tr',
              null,
              head?.map((cell) => h('th', { scope: 'col' }, showInline(cell))),
            ),
          ),
          h(
            'tbody',
            null,
            rows.map((row) =>
              h(
                'tr',
                null,
                row.map((cell) => h('td', null, showInline(cell))),
              ),
            ),
          ),
        ),
      );
    }
    case 'rule':
      return h('hr', null);
  }
}

function showItem(item: ListItem): Shown {
  const mark = item.isOrdered ? `${item.number}.` : ['•', '◦', '▪'][item.indent % 3];
  const box = h('input', { type: 'checkbox', checked: item.isChecked === true, disabled: true });
  return h(
    'li',
    { class: `item indent-${item.indent}` },
    h('span', { class: 'item-mark' }, item.isChecked === undefined ? mark : box),
    h('span', null, showInline(item.inside)),
  );
}

function showInline(parts: readonly Inline[]): Shown[] {
  return parts.map(showPart);
}

function showPart(part: Inline): Shown {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'break':
      return h('br', null);
    case 'bold':
      return h('strong', null, showInline(part.inside));
    case 'italic':
      return h('em', null, showInline(part.inside));
    case 'strike':
      return h('s', null, showInline(part.inside));
    case 'underline':
      return h('u', null, showInline(part.inside));
    case 'code':
      return h('code', { class: 'inline' }, part.text);
    case 'link':
      return showLink(part.url, showInline(part.inside));
    case 'user':
      return showUser(part.id, part.label);
    case 'channel':
      return showChannelLink(part.id, part.label);
    case 'group':
      return h('span', { class: 'mention' }, part.label);
    case 'broadcast':
      return h('span', { class: 'mention loud' }, `@${part.range}`);
    case 'emoji':
      return showEmoji(part.name);
    case 'date': {
      const words = h(
        'time',
        { title: momentWords(String(part.seconds)) },
        dateWords(part.seconds, part.format),
      );
      return part.url === null ? words : showLink(part.url, words);
    }
  }
}

export function showEmoji(name: string): Shown {
  const character = emojiCharacter(name);
  return character === undefined
    ? `:${name}:`
    : h(
        'span',
        { class: 'emoji', role: 'img', 'aria-label': name.replaceAll('_', ' '), title: `:${name}:` },
        character,
      );
}

function showUser(id: string, label: string | null): Shown {
  const { workspace, me } = desk.get();
  const person = workspace.people.get(id);
  const name = person?.isBot === false ? person.realName : (person?.name ?? label ?? id);
  return h('span', { class: id === me ? 'mention loud' : 'mention', title: person?.title }, `@${name}`);
}

function showChannelLink(id: string, label: string | null): Shown {
  const { workspace, me } = desk.get();
  const channel = workspace.channels.get(id);
  const isOpen = channel?.members.includes(me) === true;
  const name = `#${channel?.name ?? label ?? 'private channel'}`;
  if (!isOpen) return h('span', { class: 'mention' }, name);
  return h('button', { type: 'button', class: 'mention link', onClick: () => showChannel(id) }, name);
}
