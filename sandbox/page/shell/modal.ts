import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Blocks } from '../blocks/block.ts';
import type { PageView } from '../contract.ts';
import type { Entered } from '../elements/element-place.ts';
import { initialOf } from '../elements/options.ts';
import { asFields, fieldsList, textAt, wordsAt } from '../fields.ts';
import { h } from '../h.ts';
import { doIt, send } from '../net/ask.ts';
import { desk } from '../state/desk.ts';
import { Dialog } from './dialog.ts';

type Values = Readonly<Record<string, Readonly<Record<string, Entered>>>>;

/** The person's modal on top; those below wait behind it. */
export function ModalStack(): VNode | null {
  const { workspace, me } = desk.get();
  const stack = [...workspace.views.values()].filter((it) => it.user === me && it.type === 'modal');
  const top = stack.at(-1);
  return top ? h(Modal, { view: top, isStacked: stack.length > 1, key: top.id }) : null;
}

function Modal({ view, isStacked }: { readonly view: PageView; readonly isStacked: boolean }): VNode {
  const [values, setValues] = useState<Values>({});
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [trouble, setTrouble] = useState('');
  const [isBusy, setBusy] = useState(false);
  const { body } = view;
  const blocks = fieldsList(body['blocks']);
  const submitWords = wordsAt(body, 'submit');
  const form = {
    entered: (block: string, action: string): Entered | undefined => values[block]?.[action],
    enter(block: string, action: string, value: Entered) {
      setValues((before) => ({ ...before, [block]: { ...before[block], [action]: value } }));
      setErrors((before) => Object.fromEntries(Object.entries(before).filter(([it]) => it !== block)));
    },
    errors,
  };
  const submit = async (): Promise<void> => {
    const missing = missingIn(view, values);
    setErrors(missing);
    if (Object.keys(missing).length > 0) return;
    setBusy(true);
    setTrouble('');
    const answer = await send({ do: 'submit', view: view.id, values: onlyFrom(view, values) });
    setBusy(false);
    if (answer.outcome === 'done') desk.set({ sent: [...desk.get().sent, wordsAt(body, 'title')] });
    if (answer.outcome === 'errors') setErrors(answer.errors);
    if (answer.outcome === 'failed')
      setTrouble(`We had some trouble connecting. Try again? (${answer.error})`);
    if (answer.outcome === 'refused') setTrouble(answer.message);
  };
  return h(Dialog, {
    title: wordsAt(body, 'title'),
    size: 'large',
    onClose: () => doIt({ do: 'close', view: view.id, all: true }),
    back: isStacked ? () => doIt({ do: 'close', view: view.id, all: false }) : undefined,
    body: h(
      'form',
      {
        id: `form-${view.id}`,
        noValidate: true,
        onSubmit(event) {
          event.preventDefault();
          void submit();
        },
      },
      trouble !== '' && h('p', { class: 'alert error', role: 'alert' }, trouble),
      h(Blocks, { blocks, place: { target: { in: 'view', id: view.id }, isLive: true, form } }),
    ),
    footer: [
      h(
        'button',
        { type: 'button', class: 'button', onClick: () => doIt({ do: 'close', view: view.id, all: false }) },
        wordsAt(body, 'close') || (submitWords === '' ? 'Close' : 'Cancel'),
      ),
      submitWords !== '' &&
        h(
          'button',
          { type: 'submit', class: 'button primary', form: `form-${view.id}`, disabled: isBusy },
          isBusy ? 'Sending …' : submitWords,
        ),
    ],
  });
}

/** Slack's client refuses an empty required field itself. */
function missingIn(view: PageView, values: Values): Readonly<Record<string, string>> {
  const inputs = fieldsList(view.body['blocks']).filter(
    (it) => it['type'] === 'input' && it['optional'] !== true,
  );
  const missing = inputs.filter((block) => {
    const element = asFields(block['element']) ?? {};
    const value = values[textAt(block, 'block_id')]?.[textAt(element, 'action_id')];
    return value === undefined
      ? !isFilled(view, textAt(block, 'block_id'), initialOf(element))
      : value.length === 0;
  });
  return Object.fromEntries(
    missing.map((it) => [textAt(it, 'block_id'), 'Please complete this required field.']),
  );
}

/** Whether there was something in the field before anybody touched it. */
function isFilled(view: PageView, blockId: string, initial: readonly string[]): boolean {
  if (initial.length > 0) return true;
  const held = Object.values(view.values[blockId] ?? {});
  return held.some((it) => Object.entries(it).some(([key, value]) => key !== 'type' && !isNothing(value)));
}

const isNothing = (value: unknown): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** What was typed into fields that an update has taken away is not sent. */
function onlyFrom(view: PageView, values: Values): Values {
  const known = new Set(fieldsList(view.body['blocks']).map((it) => textAt(it, 'block_id')));
  return Object.fromEntries(Object.entries(values).filter(([block]) => known.has(block)));
}
