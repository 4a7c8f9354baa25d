import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { createHmac } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { alertIn, readAlertFile } from '../../src/cli/alert-file.ts';
import { runFishbone } from '../../src/cli/program.ts';
import { parseConfig } from '../../src/config/load.ts';
import { systemClock } from '../../src/time/clock.ts';
import { openStorage } from '../../storage/open.ts';
import { configText } from '../config/config-text.ts';
import { fakeRooms } from './fake-rooms.ts';
import { fakeTerminal } from './fake-terminal.ts';

const body = {
  version: '4',
  groupKey: '{}:{alertname="ModelAucLow"}',
  truncatedAlerts: 0,
  status: 'firing',
  receiver: 'oncall',
  groupLabels: {},
  commonLabels: { alertname: 'ModelAucLow', model: 'deposit', metric: 'auc' },
  commonAnnotations: {},
  externalURL: 'http://alertmanager.example',
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'ModelAucLow', model: 'deposit', metric: 'auc' },
      annotations: { value: '0.8' },
      startsAt: '2026-03-12T14:35:00Z',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'http://prometheus.example',
      fingerprint: 'cbd9f49ff89ab2aa',
    },
  ],
};

let folder = '';
let file = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fishbone-alert-'));
  file = join(folder, 'alert.json');
  await writeFile(file, JSON.stringify(body));
});

async function run(intake: string) {
  const terminal = fakeTerminal();
  const loaded = parseConfig(`${configText()}intake: ${intake}\n`, join(folder, 'fishbone.yml'));
  const rooms = fakeRooms({ loadConfig: async () => loaded });
  const exitCode = await runFishbone(['alert', file], { terminal, rooms });
  return { exitCode, ...terminal.said() };
}

/** A bot's intake as far as this door sees it: records what comes, answers as told. */
async function intakeServer(status: number, answer: object) {
  const requests: { readonly request: IncomingMessage; readonly text: string }[] = [];
  const server: Server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    request.on('end', () => {
      requests.push({ request, text });
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { port: z.object({ port: z.number() }).parse(server.address()).port, requests };
}

describe('fishbone alert', () => {
  test('a running bot gets the body byte for byte, with the proof that the sender would give', async () => {
    const { port, requests } = await intakeServer(202, { status: 'accepted' });
    const { exitCode, out } = await run(
      `{ port: ${port}, sources: { alertmanager: { bearer: a-long-secret } } }`,
    );
    expect(exitCode).toBe(0);
    expect(out).toContain('took it: accepted');
    expect(requests[0]?.request.url).toBe('/alerts/alertmanager');
    expect(requests[0]?.request.headers.authorization).toBe('Bearer a-long-secret');
    expect(requests[0]?.text).toBe(JSON.stringify(body));
  });

  test('a signed sender is signed for', async () => {
    const { port, requests } = await intakeServer(202, { status: 'accepted' });
    await run(
      `{ port: ${port}, sources: { alertmanager: { hmac: { secret: a-long-secret, header: x-sig } } } }`,
    );
    const headers = requests[0]?.request.headers ?? {};
    const expected = createHmac('sha256', 'a-long-secret')
      .update(`${String(headers['x-fishbone-timestamp'])}:${JSON.stringify(body)}`)
      .digest('hex');
    expect(headers['x-sig']).toBe(`v1=${expected}`);
  });

  test('what the bot refuses is told in its own words', async () => {
    const { port } = await intakeServer(401, {
      error: { code: 'unauthorized', message: 'Not you.', hint: 'Check the secret.' },
    });
    const { exitCode, err } = await run(`{ port: ${port} }`);
    expect([exitCode, err]).toEqual([1, 'The alert was not taken: Not you.\nCheck the secret.\n']);
  });

  test('while no bot runs it waits in the inbox on disk, once', async () => {
    const first = await run('{ port: 0 }');
    expect(first.out).toContain('No bot answers. The alert is in the inbox');
    expect((await run('{ port: 0 }')).out).toContain('it was there already');
    const storage = await openStorage(join(folder, 'fishbone.db'), { clock: systemClock, exclusive: false });
    const items = await storage.inbox.claim({
      kind: 'alert',
      limit: 10,
      now: systemClock.now(),
      leaseSeconds: 60,
    });
    storage.close();
    expect(items).toMatchObject([{ source: 'alertmanager', body: { groupKey: body.groupKey } }]);
  });

  test.each([
    ['not JSON', '{', 'is not JSON.'],
    ['no alert of any kind', '[1, 2]', 'looks like none of the alert formats.'],
  ])('a file that holds %s is refused', async (_what, text, told) => {
    await writeFile(file, text);
    const { exitCode, err } = await run('{ port: 0 }');
    expect(exitCode).toBe(1);
    expect(err).toContain(told);
  });
});

describe('the alert in a file', () => {
  test('is the one that fires', async () => {
    const loaded = parseConfig(configText(), join(folder, 'fishbone.yml'));
    const resolved = {
      ...body.alerts[0],
      status: 'resolved',
      endsAt: '2026-03-12T15:00:00Z',
      fingerprint: 'other',
    };
    await writeFile(file, JSON.stringify({ ...body, alerts: [resolved, ...body.alerts] }));
    const alert = alertIn(await readAlertFile(file), loaded, new Date(0));
    expect(alert).toMatchObject({
      status: 'firing',
      fingerprint: 'cbd9f49ff89ab2aa',
      model: 'deposit',
      metric: 'auc',
    });
  });
});
