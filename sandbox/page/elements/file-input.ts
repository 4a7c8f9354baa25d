import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { asList } from '../fields.ts';
import { h } from '../h.ts';
import { withFiles } from '../message/attached.ts';
import type { Attached } from '../message/attached.ts';
import { upload } from '../net/upload.ts';
import { desk } from '../state/desk.ts';
import { sizeWords } from '../text/size-words.ts';
import type { ElementProps } from './element.ts';

type Chosen = Attached & { readonly id: string };

/** Files of a form: they go to the workspace as they are chosen, and with the form to the app. */
export function FileInput({ element, place }: ElementProps): VNode {
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const [problem, setProblem] = useState('');
  const [isSending, setSending] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const most = Number(element['max_files'] ?? 10);
  const endings = asList(element['filetypes']).map((it) => `.${String(it)}`);

  const keep = (files: readonly Chosen[]): void => {
    setChosen(files);
    place.enter?.(files.map(({ id }) => id));
  };
  const add = async (files: readonly File[]): Promise<void> => {
    const { uploads } = desk.get().workspace;
    const came = withFiles(chosen, files, { ...uploads, files: Math.min(uploads.files, most) });
    setProblem(came.problem);
    setSending(true);
    const all: Chosen[] = [...chosen];
    for (const one of came.attached.filter((it) => !chosen.some(({ key }) => key === it.key))) {
      const answer = await upload(one.file);
      if (answer.outcome === 'refused') setProblem(answer.message);
      else all.push({ ...one, id: answer.id });
    }
    setSending(false);
    keep(all);
  };
  return h(
    'div',
    { class: 'file-input' },
    h('input', {
      ref: input,
      type: 'file',
      multiple: most > 1,
      accept: endings.join(','),
      hidden: true,
      'aria-hidden': true,
      tabIndex: -1,
      onChange(event) {
        void add([...(event.currentTarget.files ?? [])]);
        // The same file may be chosen again.
        event.currentTarget.value = '';
      },
    }),
    h(
      'button',
      {
        type: 'button',
        class: 'button',
        disabled: !place.isLive || isSending || chosen.length >= most,
        'aria-labelledby': place.labelledBy,
        'aria-describedby': place.describedBy,
        onClick: () => input.current?.click(),
      },
      isSending ? 'Sending …' : most === 1 ? 'Choose a file' : 'Choose files',
    ),
    chosen.length > 0 &&
      h(
        'ul',
        { class: 'attachments', 'aria-label': 'Chosen files' },
        chosen.map((one) =>
          h(
            'li',
            { class: 'attached', key: one.key },
            h(
              'span',
              { class: 'attached-words' },
              h('strong', { title: one.file.name }, one.file.name),
              h('span', { class: 'hint' }, sizeWords(one.file.size)),
            ),
            h(
              'button',
              {
                type: 'button',
                class: 'icon',
                'aria-label': `Remove ${one.file.name}`,
                title: 'Remove',
                onClick: () => keep(chosen.filter(({ key }) => key !== one.key)),
              },
              '✕',
            ),
          ),
        ),
      ),
    problem !== '' && h('p', { class: 'error', role: 'alert' }, problem),
  );
}
