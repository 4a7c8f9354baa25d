import type { VNode } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { h } from '../h.ts';
import type { Shown } from '../h.ts';

type DialogProps = {
  readonly title: string;
  readonly size: 'small' | 'large' | 'picture';
  readonly body: Shown;
  readonly footer?: Shown;
  readonly back?: (() => void) | undefined;
  readonly onClose: () => void;
};

const focusable =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex="0"]';

/** A window over the page. The focus goes into it, stays in it, and returns to where it was. */
export function Dialog({ title, size, body, footer, back, onClose }: DialogProps): VNode {
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  // At once, not after the next picture: who presses a button before that would leave the focus nowhere.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const inside = [...(frame.current?.querySelectorAll<HTMLElement>(focusable) ?? [])];
    const first = inside.find((it) => it.closest('.dialog-body') !== null && it.tagName !== 'A');
    if (frame.current?.contains(document.activeElement) !== true)
      (first ?? inside.find((it) => it.closest('.dialog-footer') !== null) ?? inside[0])?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return h(
    'div',
    {
      class: 'backdrop',
      onMouseDown(event) {
        if (event.target === event.currentTarget && size !== 'large') onClose();
      },
    },
    h(
      'div',
      {
        class: `dialog ${size}`,
        role: 'dialog',
        'aria-modal': true,
        'aria-labelledby': id,
        ref: frame,
        onKeyDown(event) {
          if (event.key === 'Escape') {
            event.stopPropagation();
            onClose();
          }
          if (event.key === 'Tab') trapFocus(event, frame.current);
        },
      },
      h(
        'div',
        { class: 'dialog-head' },
        back && h('button', { type: 'button', class: 'icon', 'aria-label': 'Back', onClick: back }, '‹'),
        h('h2', { id }, title),
        h('button', { type: 'button', class: 'icon', 'aria-label': 'Close', onClick: onClose }, '✕'),
      ),
      h('div', { class: 'dialog-body' }, body),
      footer !== undefined && h('div', { class: 'dialog-footer' }, footer),
    ),
  );
}

function trapFocus(event: KeyboardEvent, frame: HTMLElement | null): void {
  const inside = [...(frame?.querySelectorAll<HTMLElement>(focusable) ?? [])];
  const edge = event.shiftKey ? inside[0] : inside.at(-1);
  const other = event.shiftKey ? inside.at(-1) : inside[0];
  if (document.activeElement !== edge) return;
  event.preventDefault();
  other?.focus();
}
