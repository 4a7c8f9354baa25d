import type { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { socketApp } from './bolt-apps.ts';

describe('a Bolt app over Socket Mode', () => {
  let sandbox: Sandbox;
  let app: App;

  beforeEach(async () => {
    sandbox = await startSandbox();
    app = socketApp(sandbox, 500);
  });
  afterEach(async () => {
    await app.stop();
    await sandbox.close();
  });

  test('answers a mention in the thread it came from', async () => {
    app.event('app_mention', async ({ event, say }) => {
      await say({ text: `you said ${event.text}`, thread_ts: event.ts });
    });
    await app.start();

    const question = sandbox.as('priya').mention('ml-incidents', 'what changed?');

    const reply = await sandbox.until(() => sandbox.thread('ml-incidents', question.ts)[1]);
    expect(sandbox.textOf(reply)).toBe(`you said <@${sandbox.state.app.botUserId}> what changed?`);
    expect(reply.botId).toBe(sandbox.state.app.botId);
  });

  test('acks a slash command and answers through the response URL', async () => {
    app.command('/rca', async ({ ack, command, respond }) => {
      await ack();
      await respond(`looking at ${command.text}`);
    });
    await app.start();

    const outcome = await sandbox.as('priya').command('ml-alerts', '/rca scope country');

    expect(outcome).toEqual({ outcome: 'acked' });
    const [seen] = await sandbox.until(
      () => sandbox.ephemerals('U0ONCALL01').length > 0 && sandbox.ephemerals('U0ONCALL01'),
    );
    expect(seen?.text).toBe('looking at scope country');
  });

  test('gets a press of a button and edits the message it sits on', async () => {
    app.action('ack-alert', async ({ ack, body, client }) => {
      await ack();
      if (body.type !== 'block_actions' || !body.message || !body.channel) return;
      await client.chat.update({
        channel: body.channel.id,
        ts: body.message.ts,
        text: `acked by ${body.user.id}`,
        blocks: [],
      });
    });
    await app.start();
    const posted = await app.client.chat.postMessage({
      channel: 'C0MLALERTS',
      text: 'precision fell',
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: 'precision fell' } },
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              action_id: 'ack-alert',
              text: { type: 'plain_text', text: 'Ack' },
              value: 'INC-1',
            },
          ],
        },
      ],
    });
    const [message] = sandbox.channel('ml-alerts');
    if (!message) throw new Error('the message is not in the channel');
    expect(message.ts).toBe(posted.ts);

    await sandbox.as('tomas').click(message, 'ack-alert');

    await sandbox.until(() => sandbox.textOf(message) === 'acked by U0TEAMMATE');
    expect(message.revisions).toHaveLength(2);
  });

  test('reconnects after Slack asked it to refresh, and misses nothing', async () => {
    const heard: string[] = [];
    app.message(/./u, ({ message }) => {
      if ('text' in message && message.text) heard.push(message.text);
      return Promise.resolve();
    });
    await app.start();
    sandbox.sockets.recycle();
    sandbox.as('priya').post('ml-alerts', 'during the refresh');
    await sandbox.until(() => sandbox.sockets.connections === 0);
    await sandbox.until(() => sandbox.sockets.connections === 1);
    sandbox.clock.advance(60_000);
    sandbox.as('priya').post('ml-alerts', 'after the refresh');
    await sandbox.until(() => heard.includes('after the refresh'));
    expect(new Set(heard)).toContain('during the refresh');
  });
});
