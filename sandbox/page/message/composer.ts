import type { VNode } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { h } from '../h.ts';
import { send } from '../net/ask.ts';
import { share } from '../net/upload.ts';
import { desk } from '../state/desk.ts';
import { AttachButton, pastedFiles, useDrop } from './attach.ts';
import { withFiles } from './attached.ts';
import type { Attached } from './attached.ts';
import { Attachments } from './attachments.ts';
import { suggestionsFor } from './completion.ts';
import type { Suggestion } from './completion.ts';
import { Suggestions } from './suggestions.ts';

type ComposerProps = {
  readonly channel: string;
  readonly thread: string | null;
  readonly placeholder: string;
};

/** The box for a message or a slash command: Enter sends it, Shift and Enter make a new line, Tab takes a suggestion. */
export function Composer({ channel, thread, placeholder }: ComposerProps): VNode {
  const { workspace, inserted } = desk.get();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState('');
  const [marked, setMarked] = useState(0);
  const [isHidden, setHidden] = useState(false);
  const [attached, setAttached] = useState<readonly Attached[]>([]);
  const [isSending, setSending] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const { from, suggestions } = suggestionsFor(workspace, text, thread !== null);
  const isOpen = suggestions.length > 0 && !isHidden;
  const current = Math.min(marked, suggestions.length - 1);

  useEffect(() => {
    if (!inserted || inserted.where !== (thread === null ? 'channel' : 'thread')) return;
    setText(inserted.text);
    box.current?.focus();
  }, [inserted?.count]);
  useEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(200, area.scrollHeight)}px`;
  }, [text]);

  const change = (value: string): void => {
    setText(value);
    setMarked(0);
    setHidden(false);
    setProblem('');
  };
  const take = (suggestion: Suggestion): void => {
    change(text.slice(0, from) + suggestion.text);
    box.current?.focus();
  };
  const attach = (files: readonly File[]): void => {
    const came = withFiles(attached, files, workspace.uploads);
    setAttached(came.attached);
    setProblem(came.problem);
    box.current?.focus();
  };
  const form = useDrop(`Drop files to share them ${thread === null ? 'here' : 'in this thread'}`, attach);
  const post = async (): Promise<void> => {
    const said = text.trim();
    if (isSending || (said === '' && attached.length === 0)) return;
    setText('');
    setProblem('');
    setSending(attached.length > 0);
    const where = { channel, text: said, ...(thread !== null && { thread }) };
    const answer =
      attached.length > 0
        ? await share({ channel, thread }, said, attached)
        : await send({ do: /^\/\w/u.test(said) ? 'command' : 'post', ...where });
    setSending(false);
    if (answer.outcome === 'refused') {
      setProblem(answer.message);
      setText(said);
    } else setAttached((now) => now.filter((it) => !attached.includes(it)));
  };

  return h(
    'form',
    {
      class: 'composer',
      ref: form,
      onSubmit(event) {
        event.preventDefault();
        void post();
      },
    },
    isOpen && h(Suggestions, { id, suggestions, current, onTake: take }),
    h('textarea', {
      ref: box,
      rows: 1,
      value: text,
      placeholder,
      'aria-label': placeholder,
      'aria-haspopup': 'listbox',
      'aria-controls': `${id}-list`,
      'aria-activedescendant': isOpen ? `${id}-${current}` : undefined,
      'aria-autocomplete': 'list',
      onPaste(event) {
        const files = pastedFiles(event);
        if (files.length === 0) return;
        event.preventDefault();
        attach(files);
      },
      onInput: (event) => change(event.currentTarget.value),
      onKeyDown(event) {
        const suggestion = suggestions[current];
        if (isOpen && suggestion && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
          event.preventDefault();
          setMarked(
            (current + (event.key === 'ArrowDown' ? 1 : -1) + suggestions.length) % suggestions.length,
          );
        } else if (isOpen && suggestion && event.key === 'Tab' && !event.shiftKey) {
          event.preventDefault();
          take(suggestion);
        } else if (isOpen && event.key === 'Escape') {
          event.stopPropagation();
          setHidden(true);
        } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
          event.preventDefault();
          // A bare command or mention wants its words first; a whole line is sent.
          if (isOpen && suggestion && !/\s/u.test(text) && from === 0 && text !== suggestion.text.trim())
            take(suggestion);
          else void post();
        }
      },
    }),
    attached.length > 0 && h(Attachments, { attached, onChange: setAttached }),
    h(
      'div',
      { class: 'composer-foot' },
      h(AttachButton, { onFiles: attach }),
      problem === ''
        ? h(
            'span',
            { class: 'hint' },
            thread === null
              ? 'Enter sends · / for commands · @ to mention'
              : `Enter sends · @${workspace.app.name} to ask the app`,
          )
        : h('span', { class: 'error', role: 'alert' }, problem),
      h(
        'button',
        {
          type: 'submit',
          class: 'send',
          'aria-label': 'Send',
          title: 'Send',
          disabled: isSending || (text.trim() === '' && attached.length === 0),
        },
        '➤',
      ),
    ),
  );
}
