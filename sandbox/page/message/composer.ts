import type { VNode } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { h } from '../h.ts';
import { send } from '../net/ask.ts';
import { desk } from '../state/desk.ts';
import { suggestionsFor } from './completion.ts';
import type { Suggestion } from './completion.ts';

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
  const post = async (): Promise<void> => {
    const said = text.trim();
    if (said === '') return;
    setText('');
    const where = { channel, text: said, ...(thread !== null && { thread }) };
    const answer = await send({ do: /^\/\w/u.test(said) ? 'command' : 'post', ...where });
    if (answer.outcome === 'refused') {
      setProblem(answer.message);
      setText(said);
    }
  };

  return h(
    'form',
    {
      class: 'composer',
      onSubmit(event) {
        event.preventDefault();
        void post();
      },
    },
    isOpen &&
      h(
        'div',
        { class: 'suggestions', role: 'listbox', id: `${id}-list`, 'aria-label': 'Suggestions' },
        suggestions.map((it, index) =>
          h(
            'div',
            {
              role: 'option',
              id: `${id}-${index}`,
              'aria-selected': index === current,
              class: index === current ? 'suggestion marked' : 'suggestion',
              onMouseDown(event) {
                event.preventDefault();
                take(it);
              },
              ref: index === current ? (element) => element?.scrollIntoView({ block: 'nearest' }) : null,
            },
            h('span', { class: 'suggestion-label' }, it.label),
            h('span', { class: 'hint' }, it.hint),
          ),
        ),
      ),
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
    h(
      'div',
      { class: 'composer-foot' },
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
        { type: 'submit', class: 'send', 'aria-label': 'Send', title: 'Send', disabled: text.trim() === '' },
        '➤',
      ),
    ),
  );
}
