import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { h } from '../h.ts';
import type { Shown } from '../h.ts';

type PopoverProps = {
  readonly label: string;
  readonly face: Shown;
  readonly look: string;
  readonly isMenu?: boolean;
  readonly body: (close: () => void) => Shown;
};

/** A button that opens a small box beside it. Escape and a click elsewhere close it, and the button has the focus again. */
export function Popover({ label, face, look, isMenu = true, body }: PopoverProps): VNode {
  const [isOpen, setOpen] = useState(false);
  const frame = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  useEffect(() => {
    if (!isOpen) return undefined;
    frame.current
      ?.querySelector<HTMLElement>('.popover [role=menuitem], .popover input, .popover button')
      ?.focus();
    const leave = (event: Event): void => {
      if (event.target instanceof Node && frame.current?.contains(event.target) !== true) setOpen(false);
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
    };
  }, [isOpen]);
  return h(
    'span',
    {
      class: 'popover-frame',
      ref: frame,
      onKeyDown(event) {
        if (!isOpen) return;
        if (event.key === 'Escape') {
          event.stopPropagation();
          close();
        }
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
          event.preventDefault();
          moveFocus(frame.current, event.key === 'ArrowDown' ? 1 : -1);
        }
      },
    },
    h(
      'button',
      {
        type: 'button',
        class: look,
        ref: button,
        title: label,
        'aria-label': label,
        'aria-haspopup': isMenu ? 'menu' : 'dialog',
        'aria-expanded': isOpen,
        onClick: () => setOpen(!isOpen),
      },
      face,
    ),
    isOpen &&
      h(
        'div',
        { class: 'popover', role: isMenu ? 'menu' : 'dialog', 'aria-label': label, ref: keepInside },
        body(close),
      ),
  );
}

/** An entry of a menu. */
export function MenuItem(props: {
  readonly face: Shown;
  readonly onPick: () => void;
  readonly look?: string;
}): VNode {
  return h(
    'button',
    { type: 'button', role: 'menuitem', class: `menu-item ${props.look ?? ''}`, onClick: props.onPick },
    props.face,
  );
}

function moveFocus(frame: HTMLElement | null, step: number): void {
  const items = [
    ...(frame?.querySelectorAll<HTMLElement>('.popover [role=menuitem], .popover [role=option]') ?? []),
  ];
  const at = items.findIndex((it) => it === document.activeElement);
  items.at((at + step) % items.length)?.focus();
}

/** Opens to the side where there is room: in the list or the window that would cut it off, not only on the screen. */
function keepInside(box: HTMLElement | null): void {
  if (!box) return;
  const { bottom, right } = box.getBoundingClientRect();
  const room = box.closest('.message-list, .dialog-body')?.getBoundingClientRect();
  if (bottom > Math.min(globalThis.innerHeight - 8, room?.bottom ?? Infinity)) box.classList.add('upwards');
  if (right > Math.min(globalThis.innerWidth - 8, room?.right ?? Infinity)) box.classList.add('leftwards');
  // Where neither end is free, the list may be scrolled to it.
  if (room && box.getBoundingClientRect().top < room.top) box.classList.remove('upwards');
}
