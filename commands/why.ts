import { whyForm } from '../src/message/forms/why-form.ts';
import { replyOf } from './answer.ts';
import type { Command, Submission } from './command.ts';
import { takesForm } from './form-commands.ts';
import type { Wanted } from './form-commands.ts';
import { knowing } from './incident-state.ts';

export const why: Command = {
  name: 'why',
  summary: 'answer the next why; alone: the chain and the question',
  usage: 'why [ask [W2] | edit W2 | "because …" [E4] [under W2]]',
  example: 'why "the client still wrote the old key" E4',
  stage: 'Settle',
  needs: 'incident',
  run: knowing(async ({ incident, person, now, words }, state, responder) => {
    const [verb, which, ...more] = words;
    const id = which?.toUpperCase() ?? null;
    if (verb === undefined) return replyOf(await responder.show({ incident, view: 'why', person, now }));
    if (asksForForm(words)) {
      const isEdit = verb.toLowerCase() === 'edit';
      const last = state.whys.at(-1)?.id ?? null;
      const under = id === null ? last : id === 'FIRST' ? null : id;
      return { kind: 'form', form: whyForm(state, { under, edit: isEdit ? (id ?? last) : null }) };
    }
    if (verb.toLowerCase() === 'edit' && id !== null && /^W\d+$/.test(id)) {
      const { text, evidence } = read(more);
      const known = state.whys.find((one) => one.id === id)?.evidence ?? null;
      const command = { type: 'revise-why' as const, why: id, text, evidence: evidence ?? known };
      return replyOf(await responder.record({ incident, command, person, now }));
    }
    const { text, evidence, under } = read(words);
    return replyOf(await responder.addWhy({ incident, text, under, evidence, person, now }));
  }),
  form: takesForm(asksForForm, wanted),
};

/** `ask`, `ask W2`, `ask first`, `edit W2`: by a form. */
function asksForForm(words: readonly string[]): boolean {
  const [verb, which, ...more] = words.map((word) => word.toLowerCase());
  if (more.length > 0) return false;
  if (verb === 'ask') return which === undefined || /^(?:w\d+|first)$/.test(which);
  return verb === 'edit' && which !== undefined && /^w\d+$/.test(which);
}

function wanted({ filled, kept }: Submission): Wanted {
  const text = filled['because'] ?? '';
  const evidence = filled['evidence'] ?? null;
  const edit = kept['edit'] ?? '';
  const under = filled['under'] ?? 'first';
  return {
    kind: 'wanted',
    field: 'because',
    command:
      edit === ''
        ? { type: 'add-why', text, evidence, under }
        : { type: 'revise-why', why: edit, text, evidence },
  };
}

/** `because … E4 under W2`, from its end. */
function read(words: readonly string[]): {
  readonly text: string;
  readonly evidence: string | null;
  readonly under: string | null;
} {
  const rest = [...words];
  const under =
    rest.at(-2)?.toLowerCase() === 'under' && /^W\d+$/i.test(rest.at(-1) ?? '')
      ? rest.splice(-2)[1]
      : undefined;
  const evidence = /^E\d+$/i.test(rest.at(-1) ?? '') ? rest.pop() : undefined;
  return {
    text: rest.join(' '),
    evidence: evidence?.toUpperCase() ?? null,
    under: under?.toUpperCase() ?? null,
  };
}
