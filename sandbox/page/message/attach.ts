import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { h } from '../h.ts';

type AttachProps = { readonly onFiles: (files: readonly File[]) => void };

/** The button that asks the browser for files. */
export function AttachButton({ onFiles }: AttachProps): VNode {
  const input = useRef<HTMLInputElement>(null);
  return h(
    'span',
    null,
    h('input', {
      ref: input,
      type: 'file',
      multiple: true,
      hidden: true,
      'aria-hidden': true,
      tabIndex: -1,
      onChange(event) {
        onFiles([...(event.currentTarget.files ?? [])]);
        // The same file may be chosen again.
        event.currentTarget.value = '';
      },
    }),
    h(
      'button',
      {
        type: 'button',
        class: 'attach',
        'aria-label': 'Attach files',
        title: 'Attach files, or drop or paste them',
        onClick: () => input.current?.click(),
      },
      '+',
    ),
  );
}

/** The files of what was pasted; none when it is text, even where the same was copied as a picture, too. */
export function pastedFiles(event: ClipboardEvent): readonly File[] {
  const data = event.clipboardData;
  return data === null || data.types.includes('text/plain') ? [] : [...data.files];
}

/**
 * Lets files be dropped anywhere on the pane around the box. `words` stand over the pane meanwhile.
 * @returns what to put on the box
 */
export function useDrop(
  words: string,
  onFiles: (files: readonly File[]) => void,
): { readonly current: HTMLFormElement | null } {
  const form = useRef<HTMLFormElement>(null);
  const take = useRef(onFiles);
  take.current = onFiles;
  useEffect(() => {
    const pane = form.current?.parentElement;
    if (!pane) return undefined;
    const leave = (event: DragEvent): void => {
      const isInside = event.relatedTarget instanceof Node && pane.contains(event.relatedTarget);
      if (!isInside) delete pane.dataset['dropping'];
    };
    const over = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      pane.dataset['dropping'] = words;
    };
    const drop = (event: DragEvent): void => {
      delete pane.dataset['dropping'];
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      take.current(files);
    };
    pane.addEventListener('dragover', over);
    pane.addEventListener('dragleave', leave);
    pane.addEventListener('drop', drop);
    return () => {
      pane.removeEventListener('dragover', over);
      pane.removeEventListener('dragleave', leave);
      pane.removeEventListener('drop', drop);
    };
  }, [words]);
  return form;
}

/** A file that misses its place would otherwise take the place of the page. */
export function ignoreStrayDrops(): void {
  for (const name of ['dragover', 'drop'] as const)
    globalThis.addEventListener(name, (event) => {
      if (event.defaultPrevented || event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'none';
    });
}
