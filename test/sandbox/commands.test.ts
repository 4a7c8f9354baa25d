import type { App } from '@slack/bolt';
import { afterEach, describe, expect, test } from 'vitest';
import { NotPossible } from '../../sandbox/people/not-possible.ts';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox, SandboxOptions } from '../../sandbox/server.ts';
import { socketApp } from './bolt-apps.ts';

const priya = 'U0ONCALL01';
const manifest = (shouldEscape: boolean) => ({
  features: {
    bot_user: { display_name: 'rca' },
    slash_commands: [{ command: '/rca', should_escape: shouldEscape }],
  },
  oauth_config: { scopes: { bot: ['commands', 'chat:write'] } },
});

let sandbox: Sandbox;
let app: App;

async function connect(options: SandboxOptions, listen: (app: App) => void): Promise<void> {
  sandbox = await startSandbox(options);
  app = socketApp(sandbox);
  listen(app);
  await app.start();
}

afterEach(async () => {
  await app.stop();
  await sandbox.close();
});

describe('a slash command', () => {
  test('cannot be typed in a thread', async () => {
    await connect({}, () => {});
    const parent = sandbox.as('priya').post('ml-alerts', 'precision fell');
    const typed = sandbox.as('priya').command('ml-alerts', '/rca scope', { thread: parent.ts });
    await expect(typed).rejects.toThrow(
      new NotPossible('command_in_thread', '/rca is not supported in threads. Sorry!'),
    );
  });

  test('the app does not have is refused by Slack', async () => {
    await connect({ manifest: manifest(true) }, () => {});
    await expect(sandbox.as('priya').command('ml-alerts', '/incident')).rejects.toThrow(
      '/incident is not a valid command',
    );
  });

  test('nobody acks in time ends in operation_timeout on the person’s screen', async () => {
    await connect({ ackLimitMs: 80 }, (it) => it.command('/rca', () => new Promise(() => {})));
    const outcome = await sandbox.as('priya').command('ml-alerts', '/rca scope');
    expect(outcome).toEqual({ outcome: 'failed', error: 'operation_timeout' });
    expect(sandbox.ephemerals(priya)).toMatchObject([
      { from: 'slack', text: '/rca failed with the error "operation_timeout"' },
    ]);
  });

  test('with nobody connected ends in dispatch_failed', async () => {
    await connect({}, () => {});
    await app.stop();
    await sandbox.until(() => sandbox.sockets.connections === 0);
    expect(await sandbox.as('priya').command('ml-alerts', '/rca')).toEqual({
      outcome: 'failed',
      error: 'dispatch_failed',
    });
  });

  test.each([
    [true, 'page <@U0TEAMMATE|tomas> in <#C0MLINCIDS|ml-incidents> see <https://example.com/1>'],
    [false, 'page @tomas in #ml-incidents see https://example.com/1'],
  ])('names people and channels by id when should_escape is %s', async (shouldEscape, expected) => {
    const heard: string[] = [];
    await connect({ manifest: manifest(shouldEscape) }, (it) =>
      it.command('/rca', async ({ ack, command }) => {
        heard.push(command.text);
        await ack();
      }),
    );
    await sandbox
      .as('priya')
      .command('ml-alerts', '/rca page @tomas in #ml-incidents see https://example.com/1');
    expect(heard).toEqual([expected]);
  });

  test('acked with a text shows it to the person alone, in_channel to everybody', async () => {
    await connect({}, (it) =>
      it.command('/rca', async ({ ack, command }) => {
        await ack({ text: command.text, response_type: command.text === 'all' ? 'in_channel' : 'ephemeral' });
      }),
    );
    await sandbox.as('priya').command('ml-alerts', '/rca me');
    await sandbox.as('priya').command('ml-alerts', '/rca all');
    expect(sandbox.ephemerals(priya).map((it) => it.text)).toEqual(['me']);
    expect(sandbox.channel('ml-alerts').map((it) => sandbox.textOf(it))).toEqual(['all']);
  });
});

describe('a response URL', () => {
  test('serves five times, and not after thirty minutes', async () => {
    const urls: string[] = [];
    await connect({}, (it) =>
      it.command('/rca', async ({ ack, command }) => {
        urls.push(command.response_url);
        await ack();
      }),
    );
    await sandbox.as('priya').command('ml-alerts', '/rca');
    await sandbox.as('priya').command('ml-alerts', '/rca');
    const [first = '', second = ''] = urls;
    const statuses = [];
    for (let use = 1; use <= 6; use += 1) statuses.push(await post(first, { text: `use ${use}` }));
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
    expect(sandbox.ephemerals(priya)).toHaveLength(5);
    sandbox.clock.advance(30 * 60_000 + 1);
    expect(await post(second, { text: 'late' })).toBe(404);
  });

  test('of a button replaces or deletes the message the button sits on', async () => {
    const urls: string[] = [];
    await connect({}, (it) =>
      it.action('ack-alert', async ({ ack, body }) => {
        if (body.type === 'block_actions') urls.push(body.response_url);
        await ack();
      }),
    );
    const blocks = [
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: 'ack-alert', text: { type: 'plain_text', text: 'Ack' } }],
      },
    ];
    await app.client.apiCall('chat.postMessage', { channel: 'C0MLALERTS', text: 'open', blocks });
    const [message] = sandbox.channel('ml-alerts');
    if (!message) throw new Error('the message is not in the channel');
    await sandbox.as('priya').click(message, 'ack-alert');
    await post(urls[0] ?? '', { text: 'acked', replace_original: true });
    expect(sandbox.textOf(message)).toBe('acked');
    await post(urls[0] ?? '', { delete_original: true });
    expect(sandbox.channel('ml-alerts')).toEqual([]);
  });
});

async function post(url: string, body: object): Promise<number> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  await response.text();
  return response.status;
}
