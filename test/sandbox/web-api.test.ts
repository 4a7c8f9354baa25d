import { LogLevel } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { channels } from '../../sandbox/workspace/seed.ts';
import { clientOf, errorOf } from './web-client.ts';

const { alerts } = channels;

let sandbox: Sandbox;
let client: WebClient;

beforeEach(async () => {
  sandbox = await startSandbox({ rateLimits: 'off' });
  client = clientOf(sandbox);
});
afterEach(() => sandbox.close());

describe('posting', () => {
  test('a reply goes into its thread, and the parent counts it', async () => {
    const parent = sandbox.as('priya').post('ml-alerts', 'precision fell');
    await client.chat.postMessage({ channel: alerts, text: 'looking', thread_ts: parent.ts });
    await client.chat.postMessage({
      channel: alerts,
      text: 'shown to all',
      thread_ts: parent.ts,
      reply_broadcast: true,
    });

    const { messages = [] } = await client.conversations.replies({ channel: alerts, ts: parent.ts });
    expect(messages.map((it) => it.text)).toEqual(['precision fell', 'looking', 'shown to all']);
    expect(messages[0]).toMatchObject({ reply_count: 2, thread_ts: parent.ts });
    const history = await client.conversations.history({ channel: alerts });
    expect(history.messages?.map((it) => it.text)).toEqual(['shown to all', 'precision fell']);
  });

  test('a reply to a parent that is gone lands top-level, without an error', async () => {
    const parent = sandbox.as('priya').post('ml-alerts', 'precision fell');
    sandbox.as('priya').delete(parent);
    const answer = await client.chat.postMessage({ channel: alerts, text: 'looking', thread_ts: parent.ts });
    expect(answer.ok).toBe(true);
    expect(answer.message?.thread_ts).toBeUndefined();
    expect(sandbox.channel('ml-alerts').map((it) => sandbox.textOf(it))).toEqual(['looking']);
  });

  test('a reply to a reply is refused', async () => {
    const parent = sandbox.as('priya').post('ml-alerts', 'precision fell');
    const reply = sandbox.as('tomas').post('ml-alerts', 'since when?', { thread: parent.ts });
    expect(await errorOf(client.chat.postMessage({ channel: alerts, text: 'x', thread_ts: reply.ts }))).toBe(
      'cannot_reply_to_message',
    );
  });

  test.each([
    ['C0GENERAL1', 'not_in_channel'],
    ['C0NOWHERE1', 'channel_not_found'],
    ['C0OLDSTUFF', 'is_archived'],
  ])('into %s answers %s', async (channel, error) => {
    expect(await errorOf(client.chat.postMessage({ channel, text: 'hello' }))).toBe(error);
  });

  test('without text, blocks or attachments answers no_text', async () => {
    expect(await errorOf(client.chat.postMessage({ channel: alerts, text: '' }))).toBe('no_text');
  });

  test('blocks without a top-level text are warned about', async () => {
    const quiet = clientOf(sandbox, { logger: silent, logLevel: undefined });
    const answer = await quiet.chat.postMessage({ channel: alerts, blocks: [{ type: 'divider' }], text: '' });
    expect(answer.response_metadata?.warnings).toEqual(['missing_text_in_message']);
  });

  test('text beyond 40000 characters is cut', async () => {
    const answer = await client.chat.postMessage({ channel: alerts, text: 'x'.repeat(40_001) });
    expect(answer.message?.text).toHaveLength(40_000);
  });

  test('bad blocks are refused with a pointer to the bad one', async () => {
    const quiet = clientOf(sandbox, { logger: silent, logLevel: undefined });
    const refused = quiet.chat.postMessage({
      channel: alerts,
      text: 'x',
      blocks: [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }],
    });
    await expect(refused).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: {
          messages: ['[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
        },
      },
    });
  });

  test('metadata comes back only to who asks for it', async () => {
    const metadata = { event_type: 'incident_update', event_payload: { outbox: 'o-17' } };
    await client.chat.postMessage({ channel: alerts, text: 'x', metadata });
    const bare = await client.conversations.history({ channel: alerts });
    const full = await client.conversations.history({ channel: alerts, include_all_metadata: true });
    expect(bare.messages?.[0]?.metadata).toBeUndefined();
    expect(full.messages?.[0]?.metadata).toEqual(metadata);
  });

  test('timestamps are unique and increasing', async () => {
    const sent = await Promise.all(
      Array.from({ length: 20 }, () => client.chat.postMessage({ channel: alerts, text: 'x' })),
    );
    const stored = sandbox.channel('ml-alerts').map((it) => it.ts);
    expect(new Set(stored).size).toBe(20);
    expect(stored).toEqual([...stored].sort());
    expect(new Set(sent.map((it) => it.ts))).toEqual(new Set(stored));
  });

  test('a message to a person opens the direct messages with them', async () => {
    const answer = await client.chat.postMessage({ channel: 'U0ONCALL01', text: 'your turn' });
    const opened = await client.conversations.open({ users: 'U0ONCALL01' });
    expect(answer.channel).toBe(opened.channel?.id);
  });

  test('an ephemeral message reaches one person, and only a member', async () => {
    await client.chat.postEphemeral({ channel: alerts, user: 'U0GUEST001', text: 'not for guests' });
    expect(sandbox.ephemerals('U0GUEST001').map((it) => it.text)).toEqual(['not for guests']);
    expect(sandbox.channel('ml-alerts')).toEqual([]);
    const toStranger = client.chat.postEphemeral({ channel: 'C0MLINCIDS', user: 'U0GUEST001', text: 'x' });
    expect(await errorOf(toStranger)).toBe('user_not_in_channel');
  });
});

describe('editing', () => {
  test('keeps what is left out and every revision', async () => {
    const { ts = '' } = await client.chat.postMessage({
      channel: alerts,
      text: 'open',
      blocks: [{ type: 'divider' }],
    });
    await client.chat.update({ channel: alerts, ts, text: 'closed' });
    const [message] = sandbox.channel('ml-alerts');
    expect(message?.revisions.map((it) => [it.text, it.blocks.length])).toEqual([
      ['open', 1],
      ['closed', 1],
    ]);
  });

  test('somebody else’s message is refused, an unknown one not found, a long text too long', async () => {
    const message = sandbox.as('priya').post('ml-alerts', 'precision fell');
    expect(await errorOf(client.chat.update({ channel: alerts, ts: message.ts, text: 'x' }))).toBe(
      'cant_update_message',
    );
    expect(await errorOf(client.chat.update({ channel: alerts, ts: '1.000001', text: 'x' }))).toBe(
      'message_not_found',
    );
    const { ts = '' } = await client.chat.postMessage({ channel: alerts, text: 'open' });
    expect(await errorOf(client.chat.update({ channel: alerts, ts, text: 'x'.repeat(4001) }))).toBe(
      'msg_too_long',
    );
  });

  test('a deleted message is gone, and only the author deletes it', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: alerts, text: 'open' });
    await client.chat.delete({ channel: alerts, ts });
    expect(sandbox.channel('ml-alerts')).toEqual([]);
    const theirs = sandbox.as('priya').post('ml-alerts', 'precision fell');
    expect(await errorOf(client.chat.delete({ channel: alerts, ts: theirs.ts }))).toBe('cant_delete_message');
  });
});

describe('reading', () => {
  test('a reply asked for by its own timestamp comes alone', async () => {
    const parent = sandbox.as('priya').post('ml-alerts', 'precision fell');
    const reply = sandbox.as('tomas').post('ml-alerts', 'since when?', { thread: parent.ts });
    const { messages } = await client.conversations.replies({ channel: alerts, ts: reply.ts });
    expect(messages?.map((it) => it.text)).toEqual(['since when?']);
    expect(await errorOf(client.conversations.replies({ channel: alerts, ts: '1.000001' }))).toBe(
      'thread_not_found',
    );
  });

  test('history comes in pages, newest first', async () => {
    for (let index = 0; index < 5; index += 1) sandbox.as('priya').post('ml-alerts', `message ${index}`);
    const seen: (string | undefined)[] = [];
    for await (const page of client.paginate('conversations.history', { channel: alerts, limit: 2 })) {
      const { messages } = page as { messages?: { text?: string }[] };
      expect(messages?.length).toBeLessThanOrEqual(2);
      seen.push(...(messages ?? []).map((it) => it.text));
    }
    expect(seen).toEqual(['message 4', 'message 3', 'message 2', 'message 1', 'message 0']);
    expect(await errorOf(client.conversations.history({ channel: alerts, cursor: 'nonsense' }))).toBe(
      'invalid_cursor',
    );
  });

  test('oldest and latest cut a span out of the history', async () => {
    const [first, second, third] = ['a', 'b', 'c'].map((text) => sandbox.as('priya').post('ml-alerts', text));
    const open = await client.conversations.history({
      channel: alerts,
      oldest: first?.ts,
      latest: third?.ts,
    });
    expect(open.messages?.map((it) => it.ts)).toEqual([second?.ts]);
    const closed = await client.conversations.history({
      channel: alerts,
      oldest: second?.ts,
      inclusive: true,
    });
    expect(closed.messages?.map((it) => it.text)).toEqual(['c', 'b']);
  });

  test('a permalink names the thread of a reply', async () => {
    const parent = sandbox.as('priya').post('ml-alerts', 'precision fell');
    const reply = sandbox.as('tomas').post('ml-alerts', 'since when?', { thread: parent.ts });
    const { permalink } = await client.chat.getPermalink({ channel: alerts, message_ts: reply.ts });
    expect(permalink).toContain(`p${reply.ts.replace('.', '')}?thread_ts=${parent.ts}`);
  });

  test('people, guests, groups, channels and members are as they are', async () => {
    const guest = await client.users.info({ user: 'U0GUEST001' });
    expect(guest.user?.is_restricted).toBe(true);
    expect((await client.users.list({})).members).toHaveLength(6);
    expect((await client.usergroups.users.list({ usergroup: 'S0ONCALL01' })).users).toEqual([
      'U0ONCALL01',
      'U0MANAGER1',
    ]);
    const partners = await client.conversations.info({ channel: 'C0PARTNERS' });
    expect(partners.channel).toMatchObject({ is_ext_shared: true, is_member: true });
    const list = await client.conversations.list({
      types: 'public_channel,private_channel',
      exclude_archived: true,
    });
    expect(list.channels?.map((it) => it.name)).toEqual([
      'ml-alerts',
      'ml-incidents',
      'ml-private',
      'general',
      'partners',
    ]);
    expect((await client.conversations.members({ channel: alerts })).members).toContain('U0GUEST001');
    expect(await client.auth.test()).toMatchObject({ user_id: 'U0RCABOT01', bot_id: 'B0RCABOT01' });
    expect((await client.team.info()).team?.domain).toBe('sandbox');
  });

  test('the bot joins a channel and may then post there; a new channel has it as member', async () => {
    await client.conversations.join({ channel: 'C0GENERAL1' });
    await client.chat.postMessage({ channel: 'C0GENERAL1', text: 'hello' });
    const { channel } = await client.conversations.create({ name: 'inc-12' });
    await client.chat.postMessage({ channel: channel?.id ?? '', text: 'hello' });
    expect(await errorOf(client.conversations.create({ name: 'inc-12' }))).toBe('name_taken');
  });
});

describe('marks on messages and channels', () => {
  test('a second reaction, and taking back none, are refused', async () => {
    const { ts } = sandbox.as('priya').post('ml-alerts', 'precision fell');
    const eyes = { channel: alerts, timestamp: ts, name: 'eyes' };
    await client.reactions.add(eyes);
    expect(await errorOf(client.reactions.add(eyes))).toBe('already_reacted');
    const got = await client.reactions.get({ channel: alerts, timestamp: ts });
    expect(got.message?.reactions).toEqual([{ name: 'eyes', users: ['U0RCABOT01'], count: 1 }]);
    await client.reactions.remove(eyes);
    expect(await errorOf(client.reactions.remove(eyes))).toBe('no_reaction');
  });

  test('a second pin is refused', async () => {
    const { ts } = sandbox.as('priya').post('ml-alerts', 'precision fell');
    await client.pins.add({ channel: alerts, timestamp: ts });
    expect(await errorOf(client.pins.add({ channel: alerts, timestamp: ts }))).toBe('already_pinned');
    expect((await client.pins.list({ channel: alerts })).items).toHaveLength(1);
    await client.pins.remove({ channel: alerts, timestamp: ts });
    expect(await errorOf(client.pins.remove({ channel: alerts, timestamp: ts }))).toBe('no_pin');
  });

  test('bookmarks are added, edited, listed and removed', async () => {
    const added = await client.bookmarks.add({
      channel_id: alerts,
      title: 'Note',
      type: 'link',
      link: 'https://example.com/1',
    });
    const id = added.bookmark?.id ?? '';
    await client.bookmarks.edit({ channel_id: alerts, bookmark_id: id, title: 'Incident note' });
    const listed = await client.bookmarks.list({ channel_id: alerts });
    expect(listed.bookmarks?.map((it) => it.title)).toEqual(['Incident note']);
    await client.bookmarks.remove({ channel_id: alerts, bookmark_id: id });
    expect(await errorOf(client.bookmarks.remove({ channel_id: alerts, bookmark_id: id }))).toBe('not_found');
    const broken = client.bookmarks.add({ channel_id: alerts, title: 'x', type: 'link', link: 'no link' });
    expect(await errorOf(broken)).toBe('invalid_link');
  });

  test('a canvas takes markdown and one change a call', async () => {
    const { canvas_id = '' } = await client.canvases.create({
      title: 'INC-1',
      document_content: { type: 'markdown', markdown: '# Start' },
    });
    const change = {
      operation: 'insert_at_end' as const,
      document_content: { type: 'markdown' as const, markdown: 'more' },
    };
    await client.canvases.edit({ canvas_id, changes: [change] });
    expect(sandbox.state.canvases.get(canvas_id)?.markdown).toBe('# Start\nmore');
    const two = client.apiCall('canvases.edit', { canvas_id, changes: [change, change] });
    expect(await errorOf(two)).toBe('invalid_arguments');
  });
});

const silent = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};
