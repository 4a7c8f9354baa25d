import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { h } from '../h.ts';
import { sizeWords } from '../text/size-words.ts';
import type { Attached } from './attached.ts';

type AttachmentsProps = {
  readonly attached: readonly Attached[];
  readonly onChange: (attached: readonly Attached[]) => void;
};

/** What is attached and not sent yet: a picture with room for a description, anything else by its name. */
export function Attachments({ attached, onChange }: AttachmentsProps): VNode {
  return h(
    'ul',
    { class: 'attachments', 'aria-label': 'Attached files' },
    attached.map((one) =>
      h(AttachedFile, {
        key: one.key,
        one,
        onDescribe: (alt) => onChange(attached.map((it) => (it.key === one.key ? { ...it, alt } : it))),
        onRemove: () => onChange(attached.filter((it) => it.key !== one.key)),
      }),
    ),
  );
}

type AttachedFileProps = {
  readonly one: Attached;
  readonly onDescribe: (alt: string) => void;
  readonly onRemove: () => void;
};

function AttachedFile({ one, onDescribe, onRemove }: AttachedFileProps): VNode {
  const { file, alt } = one;
  const isPicture = file.type.startsWith('image/');
  const [address, setAddress] = useState('');
  useEffect(() => {
    if (!isPicture) return undefined;
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return h(
    'li',
    { class: 'attached' },
    address === ''
      ? h('span', { class: 'attached-sign', 'aria-hidden': true }, isPicture ? '🖼' : '📄')
      : h('img', { class: 'attached-picture', src: address, alt: '' }),
    h(
      'span',
      { class: 'attached-words' },
      h('strong', { title: file.name }, file.name),
      isPicture
        ? h('input', {
            class: 'attached-alt',
            type: 'text',
            value: alt,
            maxLength: 1000,
            placeholder: 'Describe it (alt text)',
            'aria-label': `Description of ${file.name}`,
            onInput: (event) => onDescribe(event.currentTarget.value),
            onKeyDown(event) {
              // Enter in here finishes the description; it does not send the message.
              if (event.key === 'Enter') event.preventDefault();
            },
          })
        : h('span', { class: 'hint' }, sizeWords(file.size)),
    ),
    h(
      'button',
      {
        type: 'button',
        class: 'icon',
        'aria-label': `Remove ${file.name}`,
        title: 'Remove',
        onClick: onRemove,
      },
      '✕',
    ),
  );
}
