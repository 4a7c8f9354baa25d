import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { socketApp } from './bolt-apps.ts';
import { errorOf } from './web-client.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const modal = (title: string, extra: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  callback_id: 'mitigate',
  title: plain(title),
  submit: plain('Do it'),
  blocks: [
    {
      type: 'input',
      block_id: 'reason',
      label: plain('Why?'),
      element: { type: 'plain_text_input', action_id: 'text', min_length: 3 },
    },
    {
      type: 'input',
      block_id: 'kind',
      label: plain('What?'),
      optional: true,
      element: {
        type: 'static_select',
        action_id: 'pick',
        options: [{ text: plain('Roll back'), value: 'rollback' }],
      },
    },
    {
      type: 'actions',
      block_id: 'more',
      elements: [{ type: 'button', action_id: 'deeper', text: plain('More') }],
    },
  ],
  ...extra,
});

let sandbox: Sandbox;
let app: App;
let triggers: string[];

beforeEach(async () => {
  sandbox = await startSandbox({ triggerLifetimeMs: 150 });
  app = socketApp(sandbox);
  triggers = [];
  app.command('/rca', async ({ ack, command }) => {
    triggers.push(command.trigger_id);
    await ack();
  });
  app.action('deeper', async ({ ack, body }) => {
    if (body.type === 'block_actions') triggers.push(body.trigger_id);
    await ack();
  });
  await app.start();
});
afterEach(async () => {
  await app.stop();
  await sandbox.close();
});

async function trigger(): Promise<string> {
  await sandbox.as('priya').command('ml-alerts', '/rca mitigate');
  return triggers.at(-1) ?? '';
}

async function open(view = modal('Mitigate')): Promise<void> {
  await app.client.views.open({ trigger_id: await trigger(), view });
}

describe('a trigger id', () => {
  test('serves once', async () => {
    const trigger_id = await trigger();
    await app.client.views.open({ trigger_id, view: modal('Mitigate') });
    expect(await errorOf(app.client.views.open({ trigger_id, view: modal('Mitigate') }))).toBe(
      'exchanged_trigger_id',
    );
  });

  test('has expired when it is used too late', async () => {
    const trigger_id = await trigger();
    await new Promise((resolve) => setTimeout(resolve, 170));
    expect(await errorOf(app.client.views.open({ trigger_id, view: modal('Mitigate') }))).toBe(
      'expired_trigger_id',
    );
  });

  test('nobody issued is invalid', async () => {
    expect(await errorOf(app.client.views.open({ trigger_id: 'made.up', view: modal('x') }))).toBe(
      'invalid_trigger_id',
    );
  });
});

describe('a stack of views', () => {
  test('holds three and no fourth', async () => {
    await open();
    for (const title of ['second', 'third', 'fourth']) {
      const top = sandbox.views('U0ONCALL01').at(-1);
      if (!top) throw new Error('no view is open');
      await sandbox.as('priya').click(top, 'deeper');
      const push = app.client.views.push({ trigger_id: triggers.at(-1) ?? '', view: modal(title) });
      expect(await errorOf(push)).toBe(title === 'fourth' ? 'push_limit_reached' : 'none');
    }
    const [first, second, third] = sandbox.views('U0ONCALL01');
    expect(third).toMatchObject({ rootId: first?.id, previousId: second?.id });
    await sandbox.as('priya').close();
    expect(sandbox.views('U0ONCALL01')).toHaveLength(2);
  });

  test('a stale hash loses the race', async () => {
    await open();
    const [view] = sandbox.views('U0ONCALL01');
    await app.client.views.update({
      view_id: view?.id ?? '',
      hash: view?.hash ?? '',
      view: modal('Updated'),
    });
    const late = app.client.views.update({
      view_id: view?.id ?? '',
      hash: view?.hash ?? '',
      view: modal('Late'),
    });
    expect(await errorOf(late)).toBe('hash_conflict');
    expect(sandbox.views('U0ONCALL01')[0]?.body['title']).toEqual(plain('Updated'));
  });
});

describe('submitting', () => {
  test('brings the values by block and action, and closes the view', async () => {
    const seen: unknown[] = [];
    app.view('mitigate', async ({ ack, view }) => {
      seen.push(
        view.state.values['reason']?.['text']?.value,
        view.state.values['kind']?.['pick']?.selected_option?.value,
      );
      await ack();
    });
    await open();
    const outcome = await sandbox
      .as('priya')
      .submit({ reason: { text: 'bad deploy' }, kind: { pick: 'rollback' } });
    expect(outcome).toEqual({ outcome: 'closed' });
    expect(seen).toEqual(['bad deploy', 'rollback']);
    expect(sandbox.views('U0ONCALL01')).toEqual([]);
  });

  test('is held back by Slack while a required field is empty or too short', async () => {
    await open();
    await expect(sandbox.as('priya').submit()).rejects.toThrow('required field');
    await expect(sandbox.as('priya').submit({ reason: { text: 'no' } })).rejects.toThrow(
      '3 to 3000 characters',
    );
    await expect(sandbox.as('priya').submit({ kind: { pick: 'reboot' } })).rejects.toThrow(
      'Offered: rollback',
    );
    expect(sandbox.traffic.search({ name: 'view_submission' })).toEqual([]);
  });

  test('can be answered with errors, an update, a push and a clear', async () => {
    const answers = [
      { response_action: 'errors' as const, errors: { reason: 'say more' } },
      { response_action: 'update' as const, view: modal('Sure?') },
      { response_action: 'push' as const, view: modal('Really?') },
      { response_action: 'clear' as const },
    ];
    app.view('mitigate', async ({ ack }) => {
      const answer = answers.shift();
      if (answer) await ack(answer);
    });
    await open();
    const priya = sandbox.as('priya');
    const input = { reason: { text: 'bad deploy' } };
    expect(await priya.submit(input)).toEqual({ outcome: 'errors', errors: { reason: 'say more' } });
    expect(await priya.submit(input)).toMatchObject({ outcome: 'updated' });
    expect(priya.views().at(-1)?.values['reason']?.['text']?.['value']).toBe('bad deploy');
    expect(await priya.submit(input)).toMatchObject({ outcome: 'pushed' });
    expect(priya.views()).toHaveLength(2);
    expect(await priya.submit(input)).toEqual({ outcome: 'cleared' });
    expect(priya.views()).toEqual([]);
  });

  test('an answer Slack cannot show leaves the view open', async () => {
    app.view('mitigate', async ({ ack }) => ack({ response_action: 'errors', errors: { nowhere: 'x' } }));
    await open();
    const outcome = await sandbox.as('priya').submit({ reason: { text: 'bad deploy' } });
    expect(outcome).toEqual({ outcome: 'failed', error: 'invalid_response_errors' });
    expect(sandbox.views('U0ONCALL01')).toHaveLength(1);
  });
});

test('closing is told only to who asked to know', async () => {
  const closed: boolean[] = [];
  app.view({ type: 'view_closed', callback_id: 'mitigate' }, async ({ ack, body }) => {
    if (body.type === 'view_closed') closed.push(body.is_cleared);
    await ack();
  });
  await open();
  await sandbox.as('priya').close();
  await open(modal('Mitigate', { notify_on_close: true }));
  await sandbox.as('priya').close({ all: true });
  expect(closed).toEqual([true]);
});

test('the Home tab is published per person and seen when it is opened', async () => {
  const opened: string[] = [];
  app.event('app_home_opened', async ({ event, client }) => {
    opened.push(event.user);
    await client.views.publish({
      user_id: event.user,
      view: { type: 'home', blocks: [{ type: 'divider' }] },
    });
  });
  sandbox.as('mika').openHome();
  await sandbox.until(() => sandbox.home('U0MANAGER1'));
  expect(opened).toEqual(['U0MANAGER1']);
  expect(sandbox.home('U0ONCALL01')).toBeUndefined();
});

test('an external select asks the app what to offer', async () => {
  app.options('segment', async ({ ack, options }) => {
    await ack({ options: [{ text: plain(`${options.value}=DE`), value: 'de' }] });
  });
  await open(
    modal('Scope', {
      blocks: [
        {
          type: 'section',
          block_id: 'scope',
          text: plain('Segment'),
          accessory: { type: 'external_select', action_id: 'segment', min_query_length: 0 },
        },
      ],
    }),
  );
  const [view] = sandbox.views('U0ONCALL01');
  if (!view) throw new Error('no view is open');
  expect(await sandbox.as('priya').suggest(view, 'segment', 'country')).toEqual([
    { text: plain('country=DE'), value: 'de' },
  ]);
});

test('what a person picked in a message comes along with the button they press next', async () => {
  const seen: unknown[] = [];
  app.action('severity', ({ ack }) => ack());
  app.action('declare', async ({ ack, body }) => {
    if (body.type === 'block_actions')
      seen.push(body.state?.values['form']?.['severity']?.selected_option?.value);
    await ack();
  });
  const options = [{ text: plain('2'), value: 'sev2' }];
  const elements = [
    { type: 'static_select', action_id: 'severity', options },
    { type: 'button', action_id: 'declare', text: plain('Declare') },
  ];
  await app.client.apiCall('chat.postMessage', {
    channel: 'C0MLALERTS',
    text: 'x',
    blocks: [{ type: 'actions', block_id: 'form', elements }],
  });
  const [message] = sandbox.channel('ml-alerts');
  if (!message) throw new Error('the message is not in the channel');
  await sandbox.as('priya').click(message, 'severity', 'sev2');
  await sandbox.as('priya').click(message, 'declare');
  await sandbox.as('tomas').click(message, 'declare');
  expect(seen).toEqual(['sev2', undefined]);
});

test('message shortcuts and selects reach the app with what was picked', async () => {
  const heard: unknown[] = [];
  app.shortcut('add-to-timeline', async ({ ack, shortcut }) => {
    if (shortcut.type === 'message_action') heard.push(shortcut.message.text);
    await ack();
  });
  app.action('severity', async ({ ack, action }) => {
    if (action.type === 'static_select') heard.push(action.selected_option.value);
    await ack();
  });
  const said = sandbox.as('tomas').post('ml-alerts', 'we deployed at 12:40');
  await sandbox.as('priya').openShortcut(said, 'add-to-timeline');
  const blocks = [
    {
      type: 'actions',
      elements: [
        { type: 'static_select', action_id: 'severity', options: [{ text: plain('2'), value: 'sev2' }] },
      ],
    },
  ];
  await app.client.apiCall('chat.postMessage', { channel: 'C0MLALERTS', text: 'x', blocks });
  const [, posted] = sandbox.channel('ml-alerts');
  if (!posted) throw new Error('the message is not in the channel');
  await sandbox.as('priya').click(posted, 'severity', 'sev2');
  expect(heard).toEqual(['we deployed at 12:40', 'sev2']);
  await expect(sandbox.as('priya').click(said, 'severity')).rejects.toThrow('Visible: none');
});

describe('files on a form', () => {
  const png = { name: 'canary.PNG', content: Buffer.from('89504e47', 'hex') };
  const csv = { name: 'by-country.csv', content: Buffer.from('country,n\nBR,31\n') };
  const withFiles = (element: object = {}): ModalView =>
    modal('Evidence', {
      blocks: [
        {
          type: 'input',
          block_id: 'proof',
          label: plain('Screenshots'),
          element: { type: 'file_input', action_id: 'shots', ...element },
        },
      ],
    });

  test('reach the app as whole files, in no channel, and stay with a form that comes back with mistakes', async () => {
    const seen: unknown[] = [];
    app.view('mitigate', async ({ ack, view }) => {
      seen.push(view.state.values['proof']?.['shots']);
      if (seen.length === 1) await ack({ response_action: 'errors', errors: { proof: 'One more, please.' } });
      else await ack();
    });
    await open(withFiles());
    const priya = sandbox.as('priya');
    expect(priya.views()[0]?.values['proof']?.['shots']).toEqual({ type: 'file_input', files: [] });
    await expect(priya.submit()).rejects.toThrow('Please complete this required field: proof.');
    const first = priya.upload([png]);
    expect(await priya.submit({ proof: { shots: first } })).toMatchObject({ outcome: 'errors' });
    expect(await priya.submit({ proof: { shots: [...first, ...priya.upload([csv])] } })).toEqual({
      outcome: 'closed',
    });
    expect(seen).toMatchObject([
      {
        type: 'file_input',
        files: [{ id: first[0], name: 'canary.PNG', mimetype: 'image/png', user: priya.id, size: 4 }],
      },
      { files: [{ id: first[0] }, { name: 'by-country.csv', filetype: 'csv' }] },
    ]);
    expect(sandbox.fileContent(first[0] ?? '')).toEqual(png.content);
    const told = await app.client.files.info({ file: first[0] ?? '' });
    expect(told.file).toMatchObject({ id: first[0], channels: [], is_public: false });
  });

  test('are refused by kind and number, as the client does', async () => {
    await open(withFiles({ filetypes: ['png', 'yaml'], max_files: 1 }));
    const priya = sandbox.as('priya');
    await expect(priya.submit({ proof: { shots: priya.upload([csv]) } })).rejects.toThrow(
      'by-country.csv is none of these: png, yaml.',
    );
    await expect(priya.submit({ proof: { shots: priya.upload([png, png]) } })).rejects.toThrow(
      'This field takes at most 1 file.',
    );
    await expect(priya.submit({ proof: { shots: sandbox.as('tomas').upload([png]) } })).rejects.toThrow(
      'A file did not arrive.',
    );
    app.view('mitigate', async ({ ack }) => ack());
    const rules = { name: 'rules.yml', content: Buffer.from('a: 1') };
    expect(await priya.submit({ proof: { shots: priya.upload([rules]) } })).toEqual({ outcome: 'closed' });
  });
});
