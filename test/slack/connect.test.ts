import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectSlack } from '../../src/slack/connect-slack.ts';
import { interactionOptions, outboxOptions, socketOptions } from '../../src/slack/web-clients.ts';
import { boltLog } from '../../src/slack/bolt-log.ts';
import { setScene } from './scene.ts';
import type { Scene } from './scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await setScene();
});
afterEach(() => scene.stop());

test('a bot that starts while Slack is down connects when Slack is back', async () => {
  scene.sandbox.faults.api('auth.test', { kind: 'status', status: 503 }, { times: 3 });
  const side = connectSlack(scene.settings, scene.ports);
  await scene.declare('opened while Slack was down');
  expect(side.health().state).toBe('off');
  await side.opened;
  expect(side.health().state).toBe('connected');
  await scene.sandbox.until(() => scene.sandbox.channel('ml-incidents').length === 1);
  await side.close();
});

test('a wrong token is said at once, and not tried again', async () => {
  const side = connectSlack({ ...scene.settings, botToken: 'xoxb-wrong' }, scene.ports);
  await expect(side.opened).rejects.toThrow('invalid_auth');
  expect(side.health().state).toBe('off');
  expect(scene.logged.some((line) => line.includes('Slack cannot be used'))).toBe(true);
  await side.close();
});

test('a bot whose socket cannot be opened can speak, says so in its health, and stops when told', async () => {
  scene.sandbox.faults.api('apps.connections.open', { kind: 'status', status: 503 });
  const side = connectSlack(scene.settings, scene.ports);
  await scene.declare('without ears');
  await scene.sandbox.until(() => scene.sandbox.channel('ml-incidents').length === 1);
  expect(side.health().state).toBe('connecting');
  const before = Date.now();
  await side.close(0);
  expect(Date.now() - before).toBeLessThan(2000);
});

test('a bot that is stopped while its socket is being opened leaves none open', async () => {
  scene.sandbox.faults.api('apps.connections.open', { kind: 'delay', ms: 300 }, { times: 1 });
  const side = connectSlack(scene.settings, scene.ports);
  await scene.sandbox.until(() => side.health().state === 'connecting');
  const before = Date.now();
  await side.close(0);
  expect(Date.now() - before).toBeLessThan(2500);
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(scene.sandbox.sockets.connections).toBe(0);
});

test('a wrong app token is said at once', async () => {
  const side = connectSlack(
    { ...scene.settings, delivery: { kind: 'socket', appToken: 'xapp-wrong' } },
    scene.ports,
  );
  await expect(side.opened).rejects.toThrow('invalid_auth');
  expect(side.health().state).toBe('failed');
  await side.close(0);
});

test('in HTTP mode the port is open on this machine alone, and an unsigned request is refused', async () => {
  const side = await scene.start({
    delivery: { kind: 'http', signingSecret: scene.sandbox.signingSecret, port: 0 },
  });
  const answer = await fetch(`http://127.0.0.1:${side.port}/slack/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      type: 'event_callback',
      event_id: 'Ev1',
      team_id: 'T1',
      event: { type: 'app_uninstalled' },
    }),
  });
  expect(answer.status).toBe(401);
  expect(await scene.storage.inbox.depth()).toEqual({ waiting: 0, failed: 0 });
  // Another server may take the same port on another address only if the bot does not listen on every interface.
  const other = createServer();
  await new Promise<void>((resolve, reject) => {
    other.once('error', reject);
    other.listen(side.port ?? 0, '127.0.0.2', resolve);
  });
  expect((other.address() as AddressInfo).address).toBe('127.0.0.2');
  other.close();
});

test('no two clients share their options, and only the socket is patient', () => {
  const reach = { logger: boltLog(scene.ports.log) };
  expect(interactionOptions(reach)).not.toBe(interactionOptions(reach));
  expect(interactionOptions(reach)).toMatchObject({
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 2 },
  });
  expect(outboxOptions(reach)).toMatchObject({ rejectRateLimitedCalls: true, retryConfig: { retries: 0 } });
  expect(socketOptions(reach)).toMatchObject({ retryConfig: { forever: true } });
});

test('no token and no payload is written to the log', async () => {
  await scene.start();
  await scene.sandbox.as('priya').command('ml-alerts', '/rca models please-do-not-log-me');
  await scene.sandbox.until(() => scene.sandbox.ephemerals('U0ONCALL01').length === 1);
  const log = scene.logged.join('\n');
  expect(log).not.toContain('please-do-not-log-me');
  expect(log).not.toMatch(/xox[a-z]-|xapp-/);
});
