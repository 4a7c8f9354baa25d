import { afterEach, describe, expect, test } from 'vitest';
import { writeFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { socketApp } from './bolt-apps.ts';
import { clientOf, errorOf } from './web-client.ts';

const manifest = (scopes: string[], events: string[] = []) => ({
  oauth_config: { scopes: { bot: scopes } },
  settings: { event_subscriptions: { bot_events: events } },
});

let sandbox: Sandbox;
afterEach(() => sandbox.close());

describe('scopes', () => {
  test('a method without its scope says what is needed and what is there', async () => {
    sandbox = await startSandbox({ manifest: manifest(['chat:write']) });
    const call = clientOf(sandbox).reactions.add({ channel: 'C0MLALERTS', timestamp: '1.1', name: 'eyes' });
    await expect(call).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'reactions:write', provided: 'chat:write' },
    });
  });

  test('reading a private channel needs the scope for private channels', async () => {
    sandbox = await startSandbox({ manifest: manifest(['channels:history']) });
    const client = clientOf(sandbox);
    expect(await errorOf(client.conversations.history({ channel: 'C0MLALERTS' }))).toBe('none');
    await expect(client.conversations.history({ channel: 'C0MLPRIVAT' })).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'groups:history' },
    });
  });

  test('a manifest.yml is read from its path', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'manifest-')), 'manifest.yml');
    await writeFile(
      path,
      'features:\n  bot_user:\n    display_name: fishbone\noauth_config:\n  scopes:\n    bot: [users:read]\n',
    );
    sandbox = await startSandbox({ manifest: path });
    expect((await clientOf(sandbox).auth.test()).user).toBe('fishbone');
    expect(await errorOf(clientOf(sandbox).users.list({}))).toBe('none');
    expect(await errorOf(clientOf(sandbox).team.info())).toBe('missing_scope');
  });
});

describe('tokens', () => {
  test('missing, wrong, of the wrong kind, and revoked', async () => {
    sandbox = await startSandbox();
    expect(await errorOf(clientOf(sandbox, {}, '').auth.test())).toBe('not_authed');
    expect(await errorOf(clientOf(sandbox, {}, 'xoxb-other').auth.test())).toBe('invalid_auth');
    expect(await errorOf(clientOf(sandbox, {}, sandbox.appToken).auth.test())).toBe('not_allowed_token_type');
    expect(await errorOf(clientOf(sandbox).apps.connections.open({}))).toBe('not_allowed_token_type');
    sandbox.uninstall();
    expect(await errorOf(clientOf(sandbox).auth.test())).toBe('token_revoked');
  });

  test('an unknown method and a malformed JSON body are refused', async () => {
    sandbox = await startSandbox();
    expect(await errorOf(clientOf(sandbox).apiCall('chat.shout'))).toBe('unknown_method');
    const response = await fetch(`${sandbox.apiUrl}auth.test`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${sandbox.botToken}` },
      body: '{',
    });
    expect(await response.json()).toEqual({ ok: false, error: 'invalid_json' });
  });

  test('missing arguments are named', async () => {
    sandbox = await startSandbox();
    await expect(
      clientOf(sandbox).apiCall('chat.getPermalink', { channel: 'C0MLALERTS' }),
    ).rejects.toMatchObject({
      data: {
        error: 'invalid_arguments',
        response_metadata: { messages: ['[ERROR] missing required field: message_ts'] },
      },
    });
  });
});

describe('events', () => {
  test('come only when subscribed, permitted, and from channels the bot is in', async () => {
    const scopes = ['channels:history', 'app_mentions:read', 'reactions:read'];
    const events = ['message.channels', 'message.groups', 'app_mention'];
    sandbox = await startSandbox({ manifest: manifest(scopes, events) });
    const app = socketApp(sandbox);
    await app.start();
    const priya = sandbox.as('priya');
    const said = priya.post('ml-alerts', 'precision fell'); // yes
    priya.react(said, 'eyes'); // not subscribed
    priya.post('ml-private', 'recall too'); // subscribed, no groups:history
    priya.mention('general', 'help'); // the bot is not there
    priya.mention('ml-incidents', 'help'); // twice: as a message and as a mention
    await sandbox.settled();
    const sent = sandbox.traffic.search({ direction: 'out' }).map((it) => it.name);
    await app.stop();
    expect(sent).toEqual(['event:message', 'event:message', 'event:app_mention']);
  });

  test('of a direct message come as message.im, from the channel the two share', async () => {
    sandbox = await startSandbox({ manifest: manifest(['im:history', 'chat:write'], ['message.im']) });
    const app = socketApp(sandbox);
    app.message(async ({ message, client }) => {
      await client.apiCall('chat.postMessage', { channel: message.channel, text: message.channel_type });
    });
    await app.start();
    const said = sandbox.as('priya').post('@rca', 'hello');
    await sandbox.until(() => sandbox.channel(said.channel).length === 2);
    await app.stop();
    expect(sandbox.channel(said.channel).map((it) => sandbox.textOf(it))).toEqual(['hello', 'im']);
  });

  test('tell the bot that it was invited, and that a channel was archived', async () => {
    sandbox = await startSandbox();
    const app = socketApp(sandbox);
    await app.start();
    sandbox.as('mika').invite('general', 'rca');
    expect(await errorOf(clientOf(sandbox).conversations.history({ channel: 'C0GENERAL1' }))).toBe('none');
    sandbox.as('mika').archive('general');
    await sandbox.settled();
    await app.stop();
    const sent = sandbox.traffic.search({ direction: 'out' }).map((it) => it.name);
    expect(sent).toEqual(['event:member_joined_channel', 'event:channel_archive']);
    expect(() => sandbox.as('mika').post('general', 'too late')).toThrow('archived');
  });

  test('tell of reactions, edits, deletions, joins, other bots, and the app’s own messages', async () => {
    sandbox = await startSandbox();
    const app = socketApp(sandbox);
    await app.start();
    const priya = sandbox.as('priya');
    const said = priya.post('ml-alerts', 'precision fell & <fast>, @tomas @here');
    priya.react(said, 'eyes');
    priya.unreact(said, 'eyes');
    priya.edit(said, 'recall fell');
    priya.delete(said);
    priya.leave('ml-alerts');
    sandbox
      .asBot('alerts-bot')
      .post('ml-alerts', { text: 'FIRING', attachments: [{ text: 'precision 0.61' }] });
    await app.client.apiCall('chat.postMessage', { channel: 'C0MLALERTS', text: 'looking' });
    await sandbox.settled();
    const events = sandbox.traffic
      .search({ direction: 'out' })
      .map((it) => (it.request as { event: Record<string, unknown> }).event);
    await app.stop();
    expect(events.map((event) => event['subtype'] ?? event['type'])).toEqual([
      'message',
      'reaction_added',
      'reaction_removed',
      'message_changed',
      'message_deleted',
      'member_left_channel',
      'bot_message',
      'message',
    ]);
    expect(events[0]).toMatchObject({
      text: 'precision fell &amp; &lt;fast&gt;, <@U0TEAMMATE> <!here>',
      user: 'U0ONCALL01',
      channel_type: 'channel',
    });
    expect(events[3]).toMatchObject({ message: { text: 'recall fell' }, previous_message: { ts: said.ts } });
    expect(events[6]).toMatchObject({ bot_id: 'BALERTSBOT', attachments: [{ text: 'precision 0.61' }] });
    expect(events[7]).toMatchObject({ bot_id: 'B0RCABOT01', app_id: 'A0SANDBOX1', text: 'looking' });
  });
});
