import type { VNode } from 'preact';
import { h } from '../h.ts';
import type { Suggestion } from './completion.ts';

type SuggestionsProps = {
  /** Of the box: its list is `<id>-list`, an entry `<id>-0`. */
  readonly id: string;
  readonly suggestions: readonly Suggestion[];
  readonly current: number;
  readonly onTake: (suggestion: Suggestion) => void;
};

/** What the person may be about to type. The box keeps the focus, and says which entry is the marked one. */
export function Suggestions({ id, suggestions, current, onTake }: SuggestionsProps): VNode {
  return h(
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
            onTake(it);
          },
          ref: index === current ? (element) => element?.scrollIntoView({ block: 'nearest' }) : null,
        },
        h('span', { class: 'suggestion-label' }, it.label),
        h('span', { class: 'hint' }, it.hint),
      ),
    ),
  );
}
