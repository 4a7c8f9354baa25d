import { createStore, useStore } from '../state/store.ts';
import type { VNode } from 'preact';
import type { Fields } from '../contract.ts';
import { wordsAt, asFields, textAt } from '../fields.ts';
import { h } from '../h.ts';
import { Dialog } from '../shell/dialog.ts';
import { Mrkdwn, Plain } from '../text/show-text.ts';

type Question = { readonly confirm: Fields; readonly answer: (yes: boolean) => void };

const asked = createStore<{ readonly question: Question | null }>({ question: null });

/** Asks the person what the app wants to have confirmed; true at once when it wants nothing. */
export function confirmed(confirm: Fields | undefined): Promise<boolean> {
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => {
    asked.set({
      question: {
        confirm,
        answer(yes) {
          asked.set({ question: null });
          resolve(yes);
        },
      },
    });
  });
}

/** The question that is open, if one is. */
export function ConfirmDialog(): VNode | null {
  const { question } = useStore(asked);
  if (!question) return null;
  const { confirm, answer } = question;
  const text = asFields(confirm['text']);
  const isDanger = confirm['style'] === 'danger';
  return h(Dialog, {
    title: wordsAt(confirm, 'title') || 'Are you sure?',
    size: 'small',
    onClose: () => answer(false),
    body:
      text?.['type'] === 'mrkdwn'
        ? h(Mrkdwn, { text: textAt(text, 'text') })
        : h('p', null, h(Plain, { text: textAt(text, 'text') })),
    footer: [
      h(
        'button',
        { type: 'button', class: 'button', onClick: () => answer(false) },
        wordsAt(confirm, 'deny') || 'Cancel',
      ),
      h(
        'button',
        {
          type: 'button',
          class: isDanger ? 'button danger filled' : 'button primary',
          onClick: () => answer(true),
        },
        wordsAt(confirm, 'confirm') || 'Yes',
      ),
    ],
  });
}
