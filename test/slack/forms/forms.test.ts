import { afterEach, beforeEach, expect, test } from 'vitest';
import { lintView } from '../../../sandbox/blocks/view.ts';
import { people, teamId } from '../../../sandbox/workspace/seed.ts';
import type { Command, Submission } from '../../../commands/command.ts';
import type { Problems } from '../../../src/message/forms/form.ts';
import { setScene } from '../scene.ts';
import type { Scene } from '../scene.ts';

let scene: Scene;
let taken: Submission[];
let checked: number;
beforeEach(async () => {
  taken = [];
  checked = 0;
  const made = await setScene();
  scene = Object.assign(made, { ports: { ...made.ports, commands: [...made.ports.commands, asking()] } });
  await scene.start();
});
afterEach(() => scene.stop());

const priya = () => scene.sandbox.as('priya');
const heard = () => scene.sandbox.ephemerals(people.onCall).filter((it) => it.from === 'app');
const titleOf = () => priya().views().at(-1)?.body['title'];
const form = () =>
  scene.sandbox.until(() => {
    const view = priya().views().at(-1);
    return view?.body['callback_id'] === 'form:ask' && view;
  });

const nothing: Problems = {};

/** A command that asks for a reason; the words `slowly` make it take its time, `closed` and `gone` refuse it. */
function asking(): Command {
  return {
    name: 'ask',
    summary: 'asks',
    usage: 'ask',
    example: 'ask',
    stage: 'any time',
    needs: 'incident',
    async run({ incident, words }) {
      if (words[0] === 'slowly') await new Promise((resolve) => setTimeout(resolve, 300));
      if (words[0] === 'closed') return { kind: 'tell', document: { summary: 'It is over.', blocks: [] } };
      return {
        kind: 'form',
        form: {
          command: 'ask',
          incident: incident ?? '',
          title: 'Why?',
          submit: 'Say it',
          intro: [{ kind: 'warning', text: 'It cannot be taken back.' }],
          fields: [
            { kind: 'text', id: 'reason', label: 'Reason', long: true },
            {
              kind: 'choice',
              id: 'level',
              label: 'Level',
              optional: true,
              options: [{ value: 'a', label: 'A' }],
            },
            { kind: 'person', id: 'who', label: 'Who', optional: true },
            { kind: 'day', id: 'due', label: 'Until', optional: true },
          ],
          kept: { under: 'W1' },
        },
      };
    },
    form: {
      opens: (words) => words[0] !== 'never',
      async check({ filled }) {
        checked += 1;
        if ((filled['reason'] ?? '').length > 2000) return { reason: 'Too long: 2,000 characters are kept.' };
        return nothing;
      },
      async submit(submission) {
        taken.push(submission);
        return submission.filled['reason'] === 'late'
          ? { kind: 'tell', document: { summary: 'It was resolved meanwhile.', blocks: [] } }
          : { kind: 'recorded', incident: submission.incident };
      },
    },
  };
}

test('a slash command opens a form, and what is filled in comes back with who said it', async () => {
  const incident = await scene.incident();
  expect(await priya().command('ml-incidents', '/rca ask')).toEqual({ outcome: 'acked' });
  const view = await form();
  expect(lintView('modal', { type: 'modal', ...view.body })).toEqual([]);
  const submitted = await priya().submit({
    reason: { reason: 'no contract test' },
    level: { level: 'a' },
    who: { who: people.onCall },
    due: { due: '2026-03-20' },
  });
  expect(submitted).toEqual({ outcome: 'closed' });
  await scene.sandbox.until(() => taken.length === 1);
  expect(taken[0]).toMatchObject({
    incident: incident.id,
    person: `${teamId}:${people.onCall}`,
    filled: { reason: 'no contract test', level: 'a', who: people.onCall, due: '2026-03-20' },
    kept: { under: 'W1' },
  });
});

test('a form whose contents take long to find is there at once, waiting', async () => {
  await scene.incident();
  await priya().command('ml-incidents', '/rca ask slowly');
  await scene.sandbox.until(() => priya().views().length === 1);
  expect(titleOf()).toMatchObject({ text: 'Fishbone' });
  await form();
  expect(priya().views()).toHaveLength(1);
});

test('text that is too long is refused beside its field, and every word still stands there', async () => {
  await scene.incident();
  await priya().command('ml-incidents', '/rca ask');
  await form();
  const words = 'x'.repeat(2_900);
  expect(await priya().submit({ reason: { reason: words } })).toEqual({
    outcome: 'errors',
    errors: { reason: 'Too long: 2,000 characters are kept.' },
  });
  const [view] = priya().views();
  expect(view?.values['reason']?.['reason']?.['value']).toBe(words);
  expect(taken).toEqual([]);
  expect((await scene.storage.inbox.depth()).waiting).toBe(0);
});

test('what is refused after the form closed comes back to that person alone, words and all', async () => {
  await scene.incident();
  await priya().command('ml-incidents', '/rca ask');
  await form();
  await priya().submit({ reason: { reason: 'late' } });
  const told = await scene.sandbox.until(() => heard().at(-1));
  expect(told.text).toBe('It was resolved meanwhile.');
  expect(JSON.stringify(told.blocks)).toContain('late');
});

test('who may not is told in the form, and asked again when it is taken', async () => {
  await scene.incident();
  await priya().command('ml-incidents', '/rca ask');
  await form();
  await priya().submit({ reason: { reason: 'fine' } });
  await scene.sandbox.until(() => taken.length === 1);
  expect(checked).toBe(1);
});

test('an answer instead of the form takes the place of the waiting modal', async () => {
  await scene.incident();
  await priya().command('ml-incidents', '/rca ask closed');
  await scene.sandbox.until(() => JSON.stringify(priya().views()).includes('It is over.'));
  expect(heard()).toEqual([]);
});

test('a mention cannot open a form, so it offers a button that can', async () => {
  const incident = await scene.incident();
  priya().mention('ml-incidents', 'ask', { thread: incident.ts });
  const offered = await scene.sandbox.until(() => heard().at(-1));
  expect(offered.text).toBe('Why? is a form. Press to fill it in.');
  await priya().click(offered, 'command:0');
  await form();
});

test('with several incidents open a person is asked first which one, and no form opens', async () => {
  await scene.incident('first');
  await scene.incident('second');
  await priya().command('ml-incidents', '/rca ask');
  await scene.sandbox.until(() => heard().at(-1)?.text.startsWith('Which incident?'));
  expect(priya().views()).toEqual([]);
});
