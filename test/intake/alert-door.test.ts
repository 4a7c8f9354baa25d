import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { startIntake } from '../../src/intake/start-intake.ts';
import { alertmanagerBody, datadogBody, genericBody, grafanaBody, pagerdutyBody } from '../alert/bodies.ts';
import { known } from '../alert/known-models.ts';
import { healthy, listeningLog, openDoor, stoppedClock } from './door.ts';

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const sign = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('hex');

test.each([
  ['alertmanager', alertmanagerBody, 2],
  ['grafana', grafanaBody, 1],
  ['pagerduty', pagerdutyBody, 1],
  ['datadog', datadogBody, 1],
  ['generic', genericBody, 1],
] as const)('an alert from %s is on disk when its sender hears 202', async (source, body, alerts) => {
  const door = await openDoor({ sources: { [source]: { bearer: 'the-right-token' } } });
  const answer = await door.post(source, body, bearer('the-right-token'));
  expect(answer).toMatchObject({ status: 202, body: { accepted: true, alerts } });
  expect(await door.waiting()).toMatchObject([{ source, kind: 'alert', body, receivedAt: door.clock.now() }]);
});

test('a wrong or missing token is refused, the reason stays in the log, and nothing is kept', async () => {
  const door = await openDoor({ sources: { grafana: { bearer: 'the-right-token' } } });
  for (const headers of [{}, bearer('the-wrong-token'), { authorization: 'Basic dXNlcjpwYXNz' }]) {
    const answer = await door.post('grafana', grafanaBody, headers);
    expect(answer.status).toBe(401);
    expect(JSON.stringify(answer.body)).not.toMatch(/the-(?:right|wrong)-token/);
  }
  expect(await door.waiting()).toEqual([]);
  const reasons = door.log.lines
    .filter(({ level }) => level === 'warn')
    .map(({ fields }) => JSON.stringify(fields));
  expect(reasons.some((reason) => reason.includes('the bearer token is wrong'))).toBe(true);
  expect(reasons.join()).not.toMatch(/the-(?:right|wrong)-token/);
});

test('the token of one source opens no other', async () => {
  const door = await openDoor({
    sources: { grafana: { bearer: 'token-of-grafana' }, generic: { bearer: 'token-of-generic' } },
  });
  expect((await door.post('generic', genericBody, bearer('token-of-grafana'))).status).toBe(401);
});

test('PagerDuty signs the body, and one right signature among several is enough', async () => {
  const door = await openDoor({ sources: { pagerduty: { hmac: { secret: 'pagerduty-secret' } } } });
  const text = JSON.stringify(pagerdutyBody);
  const right = `v1=${sign('pagerduty-secret', text)}`;
  const old = `v1=${sign('an-older-secret', text)}`;
  expect((await door.post('pagerduty', text, { 'x-pagerduty-signature': old })).status).toBe(401);
  expect((await door.post('pagerduty', `${text} `, { 'x-pagerduty-signature': right })).status).toBe(401);
  expect((await door.post('pagerduty', text, { 'x-pagerduty-signature': `${old},${right}` })).status).toBe(
    202,
  );
});

test('the same event of PagerDuty is one delivery, also weeks later', async () => {
  const door = await openDoor({ sources: { pagerduty: { hmac: { secret: 'pagerduty-secret' } } } });
  const text = JSON.stringify(pagerdutyBody);
  const headers = { 'x-pagerduty-signature': `v1=${sign('pagerduty-secret', text)}` };
  expect((await door.post('pagerduty', text, headers)).status).toBe(202);
  door.clock.forward(14 * 86_400);
  expect(await door.post('pagerduty', text, headers)).toMatchObject({
    status: 200,
    body: { duplicate: true },
  });
  expect(await door.waiting()).toHaveLength(1);
});

test('Grafana signs the time with the body: without it, too old, too new or replayed changes nothing', async () => {
  const door = await openDoor({
    sources: { grafana: { hmac: { secret: 'grafana-secret', tolerance: '5m' } } },
  });
  const text = JSON.stringify(grafanaBody);
  const signed = (ageSeconds: number) => {
    const time = String(Math.floor(door.clock.now().getTime() / 1000) - ageSeconds);
    return {
      'x-grafana-alerting-timestamp': time,
      'x-grafana-alerting-signature': sign('grafana-secret', `${time}:${text}`),
    };
  };
  const status = async (headers: Record<string, string>) =>
    (await door.post('grafana', text, headers)).status;
  expect(await status({ 'x-grafana-alerting-signature': sign('grafana-secret', text) })).toBe(401);
  expect(await status(signed(301))).toBe(401);
  expect(await status(signed(-301))).toBe(401);
  expect(await status({ ...signed(0), 'x-grafana-alerting-timestamp': 'now' })).toBe(401);
  expect(
    await status({ ...signed(0), 'x-grafana-alerting-timestamp': signed(1)['x-grafana-alerting-timestamp'] }),
  ).toBe(401);

  const once = signed(0);
  expect(await status(once)).toBe(202);
  door.clock.forward(200);
  expect(await status(once)).toBe(200);
  door.clock.forward(200);
  expect(await status(once)).toBe(401);
  expect(await door.waiting()).toHaveLength(1);
});

test('a sender of plain JSON may sign with headers of its own choice', async () => {
  const door = await openDoor({
    sources: {
      generic: {
        hmac: { secret: 'generic-secret', header: 'x-hub-signature-256', timestamp_header: 'x-time' },
      },
    },
  });
  const text = JSON.stringify(genericBody);
  const time = String(door.clock.now().getTime());
  const headers = {
    'x-time': time,
    'x-hub-signature-256': `sha256=${sign('generic-secret', `${time}:${text}`)}`,
  };
  expect((await door.post('generic', text, headers)).status).toBe(202);
});

test('an identical body within five minutes is a retry; hours later it is the monitor repeating itself', async () => {
  const door = await openDoor({ sources: { alertmanager: { bearer: 'the-right-token' } } });
  const send = async () =>
    (await door.post('alertmanager', alertmanagerBody, bearer('the-right-token'))).status;
  expect(await send()).toBe(202);
  door.clock.forward(120);
  expect(await send()).toBe(200);
  door.clock.forward(4 * 3600);
  expect(await send()).toBe(202);
  expect(await door.waiting()).toHaveLength(2);
});

test('on this machine alone, a source without a secret is open, and the start says so', async () => {
  const door = await openDoor();
  expect((await door.post('generic', genericBody)).status).toBe(202);
  expect(door.log.lines).toContainEqual({
    level: 'warn',
    message: expect.stringContaining('open to every program on this machine') as unknown,
    fields: { sources: ['alertmanager', 'grafana', 'pagerduty', 'datadog', 'generic'] },
  });
});

test.each([
  ['a web page', { origin: 'https://evil.example' }],
  ['a proxy on this machine', { 'x-forwarded-for': '203.0.113.9' }],
  ['a standard proxy', { forwarded: 'for=203.0.113.9' }],
])('a source without a secret does not hear %s', async (_, headers) => {
  const door = await openDoor();
  expect((await door.post('generic', genericBody, headers)).status).toBe(401);
});

test('a source without a secret does not hear a request made for another host name', async () => {
  const door = await openDoor();
  const text = JSON.stringify(genericBody);
  const head = `POST /alerts/generic HTTP/1.1\r\nHost: evil.example\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\nConnection: close\r\n\r\n`;
  expect(await raw(door.url, head + text)).toMatch(/^HTTP\/1\.1 401 /);
});

test('where others can reach the port, a source without a secret is refused', async () => {
  const door = await openDoor({ host: '0.0.0.0', sources: { generic: { bearer: 'the-right-token' } } });
  expect((await door.post('grafana', grafanaBody)).status).toBe(401);
  expect((await door.post('generic', genericBody, bearer('the-right-token'))).status).toBe(202);
});

test('an authentic body that is no alert hears every problem, and is kept for inspection', async () => {
  const door = await openDoor();
  const answer = await door.post('alertmanager', { version: '4', alerts: [{ status: 'on', labels: 7 }] });
  expect(answer).toMatchObject({
    status: 400,
    body: {
      error: {
        code: 'malformed',
        problems: [
          expect.stringMatching(/^alerts\[0\]\.status/),
          expect.stringMatching(/^alerts\[0\]\.labels/),
        ],
      },
    },
  });
  expect(await door.inbox.depth()).toEqual({ waiting: 0, failed: 1 });
  expect(await door.waiting()).toEqual([]);
});

test('a body for another source is told the right address', async () => {
  const door = await openDoor();
  const answer = await door.post('generic', alertmanagerBody);
  expect(answer).toMatchObject({
    status: 400,
    body: { error: { hint: expect.stringContaining('/alerts/alertmanager') as unknown } },
  });
});

test.each([
  ['not JSON', '{"model": '],
  ['empty', ''],
  ['not UTF-8', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d])],
  ['nested without end', '['.repeat(5000) + ']'.repeat(5000)],
])('a body that is %s is malformed and kept', async (_, body) => {
  const door = await openDoor();
  expect((await door.post('generic', body)).status).toBe(400);
  expect(await door.inbox.depth()).toEqual({ waiting: 0, failed: 1 });
});

test('brackets inside of texts are not nesting', async () => {
  const door = await openDoor();
  expect((await door.post('generic', { ...genericBody, message: `"\\${'['.repeat(100)}` })).status).toBe(202);
});

test('an event that speaks of no alert is answered well and not kept', async () => {
  const door = await openDoor();
  const ping = { event: { id: 'E1', event_type: 'pagey.ping', data: { type: 'ping' } } };
  expect(await door.post('pagerduty', ping)).toMatchObject({ status: 200, body: { alerts: 0 } });
  expect(await door.inbox.depth()).toEqual({ waiting: 0, failed: 0 });
});

test('secrets are taken out before anything is stored, also of what is malformed', async () => {
  const stored: unknown[] = [];
  const door = await openDoor({
    inbox: (inbox) => ({
      ...inbox,
      accept: (item) => {
        stored.push(item.body);
        return inbox.accept(item);
      },
    }),
  });
  await door.post('generic', {
    ...genericBody,
    message: 'failed with xoxb-123456789012-abc',
    api_key: 'k-123',
  });
  await door.post('generic', {
    status: 'wrong',
    token: 'k-456',
    message: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx.sig',
  });
  await door.post('generic', '{"message": "xoxb-123456789012-def"');
  expect(stored).toHaveLength(3);
  expect(JSON.stringify(stored)).not.toMatch(/xoxb-1|k-123|k-456|eyJ/);
});

test('an unknown source, another method and another path say what there is', async () => {
  const door = await openDoor();
  expect(await door.post('nagios', {})).toMatchObject({
    status: 404,
    body: { error: { hint: expect.stringContaining('alertmanager, grafana') as unknown } },
  });
  expect((await fetch(`${door.url}/alerts/generic`)).status).toBe(405);
  expect((await fetch(`${door.url}/`)).status).toBe(404);
  expect((await fetch(`${door.url}/alerts/generic/more`, { method: 'POST' })).status).toBe(404);
});

test('only uncompressed JSON is read', async () => {
  const door = await openDoor();
  expect((await door.post('generic', genericBody, { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await door.post('generic', genericBody, { 'content-encoding': 'gzip' })).status).toBe(415);
  expect(
    (await door.post('generic', genericBody, { 'content-type': 'application/json; charset=utf-8' })).status,
  ).toBe(202);
});

test('a body over the limit is refused and not kept, whether it says its length or not', async () => {
  const door = await openDoor({ max_body_kb: 1 });
  const large = JSON.stringify({ ...genericBody, message: 'x'.repeat(2000) });
  expect((await door.post('generic', large)).status).toBe(413);
  const stream = new Blob([large]).stream();
  const answer = await fetch(`${door.url}/alerts/generic`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: stream,
    duplex: 'half',
  });
  expect(answer.status).toBe(413);
  expect(await door.inbox.depth()).toEqual({ waiting: 0, failed: 0 });
});

test('a source that floods is slowed down with Retry-After, and the others are not', async () => {
  const door = await openDoor({ rate: { burst: 2, perSecond: 0.5 } });
  const send = (n: number) => door.post('generic', { ...genericBody, value: n });
  expect([(await send(1)).status, (await send(2)).status]).toEqual([202, 202]);
  const refused = await send(3);
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('2');
  expect((await door.post('grafana', grafanaBody)).status).toBe(202);
  door.clock.forward(2);
  expect((await send(3)).status).toBe(202);
});

test('strangers use up nothing of the rate of a source', async () => {
  const door = await openDoor({
    rate: { burst: 1, perSecond: 0.01 },
    sources: { generic: { bearer: 'the-right-token' } },
  });
  for (let n = 0; n < 5; n += 1) expect((await door.post('generic', genericBody)).status).toBe(401);
  expect((await door.post('generic', genericBody, bearer('the-right-token'))).status).toBe(202);
});

test('a flood of strangers does not flood the log', async () => {
  const door = await openDoor({ sources: { generic: { bearer: 'the-right-token' } } });
  for (let n = 0; n < 50; n += 1) await door.post('generic', genericBody);
  const warnings = door.log.lines.filter(({ message }) => message.includes('refused'));
  expect(warnings).toHaveLength(20);
  door.clock.forward(10);
  await door.post('generic', genericBody);
  expect(door.log.lines.at(-1)).toMatchObject({ fields: { leftOut: 30 } });
});

test('when the database cannot take it, the sender is told to try again, and nothing is kept', async () => {
  const full = Object.assign(new Error('There is no room left for postgres://bot:hunter2@db'), {
    code: 'full',
    hint: 'Free space.',
  });
  const door = await openDoor({
    inbox: (inbox) => ({
      ...inbox,
      accept: async () => {
        throw full;
      },
    }),
  });
  const answer = await door.post('generic', genericBody);
  expect(answer).toMatchObject({ status: 503, body: { error: { code: 'storage-failed' } } });
  expect(answer.headers.get('retry-after')).toBe('10');
  expect((await door.post('generic', { status: 'wrong' })).status).toBe(503);
  expect(await door.waiting()).toEqual([]);
  const line = door.log.lines.find(({ level }) => level === 'error');
  expect(line?.fields).toMatchObject({ source: 'generic', code: 'full', hint: 'Free space.' });
  expect(JSON.stringify([answer.body, door.log.lines])).not.toContain('hunter2');
});

test('the worker is woken after an accepted delivery and only then', async () => {
  let woken = 0;
  const door = await openDoor({ wake: () => (woken += 1) });
  await door.post('generic', { status: 'wrong' });
  expect(woken).toBe(0);
  await door.post('generic', genericBody);
  await door.post('generic', genericBody);
  expect(woken).toBe(1);
});

test('many deliveries at the same time are each kept once', async () => {
  const door = await openDoor();
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, n) => door.post('generic', { ...genericBody, value: n % 20 })),
  );
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(20);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
  expect(await door.waiting()).toHaveLength(20);
});

test('a port that is taken is told with what to do', async () => {
  const door = await openDoor();
  const port = Number(new URL(door.url).port);
  const second = startIntake({
    config: { host: '127.0.0.1', port, max_body_kb: 1, rate: { per_second: 500, burst: 2000 }, sources: {} },
    inbox: door.inbox,
    health: async () => healthy,
    log: listeningLog(),
    clock: stoppedClock(),
    known,
  });
  await expect(second).rejects.toMatchObject({
    code: 'port-taken',
    message: `The door for alerts cannot listen on 127.0.0.1:${port}: another program listens there.`,
    hint: expect.stringContaining('intake.port') as unknown,
  });
});

test('a closed door frees its port', async () => {
  const door = await openDoor();
  await door.post('generic', genericBody);
  await door.close();
  await expect(fetch(`${door.url}/healthz`)).rejects.toThrow('fetch failed');
});

/** A request that no client would send. */
function raw(url: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => (answer += String(chunk)));
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}
