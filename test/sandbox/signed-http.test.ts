import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isValidSlackRequest } from '@slack/bolt';
import { afterEach, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { httpApp } from './bolt-apps.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

test('a Bolt app with the HTTP receiver is verified, mentioned, commanded, clicked and submitted to', async () => {
  sandbox = await startSandbox();
  const { app, requestUrl } = await httpApp(sandbox);
  const heard: string[] = [];
  app.event('app_mention', async ({ event }) => void heard.push(event.text));
  app.command('/rca', async ({ ack, command, client }) => {
    await ack('on it');
    const modal = {
      type: 'modal' as const,
      callback_id: 'm',
      title: { type: 'plain_text' as const, text: 'Mitigate' },
      blocks: [
        {
          type: 'actions',
          elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }],
        },
      ],
    };
    await client.views.open({ trigger_id: command.trigger_id, view: modal });
  });
  app.action('go', async ({ ack }) => {
    heard.push('go');
    await ack();
  });
  app.view('m', async ({ ack }) => ack({ response_action: 'clear' }));

  expect(await sandbox.deliverTo(requestUrl)).toBe(true);
  sandbox.as('priya').mention('ml-alerts', 'what changed?');
  await sandbox.until(() => heard.length === 1);
  expect(await sandbox.as('priya').command('ml-alerts', '/rca mitigate & roll back')).toEqual({
    outcome: 'acked',
  });
  expect(sandbox.ephemerals('U0ONCALL01').map((it) => it.text)).toEqual(['on it']);
  const view = await sandbox.until(() => sandbox.views('U0ONCALL01')[0]);
  await sandbox.as('priya').click(view, 'go');
  expect(await sandbox.as('priya').submit()).toEqual({ outcome: 'cleared' });
  expect(heard).toEqual(['<@U0RCABOT01> what changed?', 'go']);
  await app.stop();
});

test('a wrong signing secret fails the verification', async () => {
  sandbox = await startSandbox();
  const { app, requestUrl } = await httpApp({ ...sandbox, signingSecret: 'another secret' });
  expect(await sandbox.deliverTo(requestUrl)).toBe(false);
  await app.stop();
});

test('a failing server sees the event again with retry headers, on Slack’s schedule, until it says no more', async () => {
  const seen: { num: unknown; reason: unknown; valid: boolean; id: unknown }[] = [];
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString();
    const { headers } = request;
    seen.push({
      num: headers['x-slack-retry-num'],
      reason: headers['x-slack-retry-reason'],
      id: (JSON.parse(body) as { event_id: string }).event_id,
      valid: isValidSlackRequest({
        signingSecret: sandbox.signingSecret,
        body,
        headers: {
          'x-slack-signature': String(headers['x-slack-signature']),
          'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
        },
      }),
    });
    response.writeHead(500, seen.length === 3 ? { 'x-slack-no-retry': '1' } : {}).end();
  };
  const server = createServer((request, response) => void receive(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  sandbox = await startSandbox({ requestUrl: `http://127.0.0.1:${port}` });

  sandbox.as('priya').post('ml-alerts', 'precision fell');
  await sandbox.until(() => seen.length === 2);
  await sandbox.settled();
  expect(seen).toHaveLength(2);
  sandbox.clock.advance(60_000);
  await sandbox.until(() => seen.length === 3);
  await sandbox.settled();
  sandbox.clock.advance(300_000);
  await sandbox.settled();
  server.close();
  expect(seen.map((it) => [it.num, it.reason])).toEqual([
    [undefined, undefined],
    ['1', 'http_error'],
    ['2', 'http_error'],
  ]);
  expect(new Set(seen.map((it) => it.id)).size).toBe(1);
  expect(seen.every((it) => it.valid)).toBe(true);
});

test('a server that does not answer in time is a timeout to the person', async () => {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  sandbox = await startSandbox({ requestUrl: `http://127.0.0.1:${port}`, ackLimitMs: 100 });
  expect(await sandbox.as('priya').command('ml-alerts', '/rca')).toEqual({
    outcome: 'failed',
    error: 'operation_timeout',
  });
  server.closeAllConnections();
  server.close();
});
