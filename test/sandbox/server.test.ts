import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { clientOf } from './web-client.ts';

const started: Sandbox[] = [];
afterEach(async () => {
  for (const sandbox of started.splice(0)) await sandbox.close();
});

async function start(options: Parameters<typeof startSandbox>[0] = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  started.push(sandbox);
  return sandbox;
}

test('a taken port gives way to the next one, and the sandbox says which', async () => {
  const first = await start();
  const second = await start({ port: first.port });
  expect(second.port).toBeGreaterThan(first.port);
  expect(second.url).toBe(`http://127.0.0.1:${second.port}`);
  expect((await clientOf(second).auth.test()).ok).toBe(true);
});

test('the first page lists the channels', async () => {
  const sandbox = await start();
  const page = await (await fetch(sandbox.url)).text();
  expect(page).toContain('<script type="module" src="/page/main.ts">');
});

test('of several connections each payload reaches exactly one, and all get their share', async () => {
  const sandbox = await start();
  const sockets = await Promise.all([0, 1, 2].map(() => connect(sandbox)));
  for (let index = 0; index < 9; index += 1) sandbox.as('priya').post('ml-alerts', `message ${index}`);
  await sandbox.settled();
  const shares = sockets.map((it) => it.received.length);
  expect(shares).toEqual([3, 3, 3]);
  expect(new Set(sockets.flatMap((it) => it.received)).size).toBe(9);
  for (const it of sockets) it.socket.close();
});

test('a socket URL serves once', async () => {
  const sandbox = await start();
  const { url = '' } = await clientOf(sandbox, {}, sandbox.appToken).apps.connections.open({});
  const first = new WebSocket(url);
  await new Promise((resolve) => first.once('open', resolve));
  const second = new WebSocket(url);
  const failure = await new Promise<string>((resolve) =>
    second.once('error', (error) => resolve(error.message)),
  );
  expect(failure).toContain('408');
  first.close();
});

test('Slack warns a connection before it asks for a refresh and closes it', async () => {
  const sandbox = await start();
  const { socket, envelopes } = await connect(sandbox);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  sandbox.sockets.recycle();
  await sandbox.until(() => envelopes.length === 1);
  sandbox.clock.advance(10_000);
  await closed;
  expect(envelopes.map((it) => [it['type'], it['reason']])).toEqual([
    ['disconnect', 'warning'],
    ['disconnect', 'refresh_requested'],
  ]);
});

test('an event nobody acks in time is sent again with the reason', async () => {
  const sandbox = await start({ ackLimitMs: 60 });
  const silent = await connect(sandbox, { acks: false });
  sandbox.as('priya').post('ml-alerts', 'precision fell');
  const retry = await sandbox.until(() => silent.envelopes[1]);
  expect(retry).toMatchObject({ type: 'events_api', retry_attempt: 1, retry_reason: 'timeout' });
  silent.socket.close();
});

test('everything that happens is in the stream, in order, and a follower misses nothing', async () => {
  const sandbox = await start();
  const followed: number[] = [];
  const stop = sandbox.events.subscribe((event) => void followed.push(event.seq));
  const said = sandbox.as('priya').post('ml-alerts', 'precision fell');
  sandbox.as('priya').react(said, 'eyes');
  sandbox.as('priya').edit(said, 'recall fell');
  stop();
  sandbox.as('priya').delete(said);
  const history = sandbox.events.history();
  expect(history.map((event) => event.type)).toEqual([
    'message_posted',
    'reaction_added',
    'message_edited',
    'message_deleted',
  ]);
  expect(followed).toEqual([1, 2, 3]);
  expect(sandbox.events.history(3).map((event) => event.seq)).toEqual([4]);
});

test('people are held to what a Slack client lets them do', async () => {
  const sandbox = await start();
  const gwen = sandbox.as('gwen');
  expect(() => gwen.post('ml-incidents', 'hello')).toThrow('You are not in #ml-incidents');
  expect(() => sandbox.as('priya').post('old-stuff', 'hello')).toThrow('archived');
  expect(() => sandbox.as('nobody')).toThrow('Nobody here is called');
  const said = sandbox.as('priya').post('ml-alerts', 'precision fell');
  expect(() => gwen.edit(said, 'all is well')).toThrow('only your own');
  gwen.react(said, 'eyes');
  expect(() => gwen.react(said, 'eyes')).toThrow('already_reacted');
});

type Connected = { socket: WebSocket; received: string[]; envelopes: Record<string, unknown>[] };

async function connect(sandbox: Sandbox, { acks = true } = {}): Promise<Connected> {
  const { url = '' } = await clientOf(sandbox, {}, sandbox.appToken).apps.connections.open({});
  const connected: Connected = { socket: new WebSocket(url), received: [], envelopes: [] };
  return new Promise((resolve) => {
    connected.socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as Record<string, unknown>;
      if (frame['type'] === 'hello') return resolve(connected);
      connected.envelopes.push(frame);
      if (frame['envelope_id'] === undefined) return;
      connected.received.push((frame['payload'] as { event_id: string }).event_id);
      if (acks) connected.socket.send(JSON.stringify({ envelope_id: frame['envelope_id'] }));
    });
  });
}
