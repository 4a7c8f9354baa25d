import { request } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { startSandbox } from '../../../sandbox/server.ts';
import type { Sandbox } from '../../../sandbox/server.ts';

let sandbox: Sandbox | undefined;
afterEach(async () => {
  await sandbox?.close();
  sandbox = undefined;
});

/** A request as any program or page could make it, with a Host and an Origin of its choice. */
async function ask(
  path: string,
  headers: Record<string, string>,
  sent?: { readonly method: string; readonly body: string },
): Promise<{ status: number; body: string; headers: NodeJS.Dict<string | string[]> }> {
  sandbox ??= await startSandbox();
  const { port } = sandbox;
  return new Promise((resolve, reject) => {
    const call = request(
      { port, host: '127.0.0.1', path, method: sent?.method ?? 'GET', headers },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => (body += text));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body, headers: response.headers }),
        );
      },
    );
    call.on('error', reject);
    call.end(sent?.body);
  });
}

const json = { 'content-type': 'application/json' };
const post = (channel = 'C0MLALERTS') => ({
  method: 'POST',
  body: JSON.stringify({ as: 'U0ONCALL01', deed: { do: 'post', channel, text: 'said by a stranger' } }),
});
const own = (): string => `127.0.0.1:${sandbox?.port ?? 0}`;

test('a name that was made to point at this machine gets nothing, not even the page', async () => {
  for (const path of ['/', '/page/live', '/page/traffic', '/page/main.ts', '/api/auth.test'])
    expect(await ask(path, { host: 'evil.example' })).toMatchObject({ status: 403 });
  expect((await ask('/page/do', { ...json, host: 'evil.example:80' }, post())).status).toBe(403);
  expect(sandbox?.channel('ml-alerts')).toHaveLength(0);
});

test('a page from elsewhere cannot act as a person', async () => {
  await ask('/', {});
  const strangers: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: `http://127.0.0.1:${(sandbox?.port ?? 0) + 1}` },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ];
  for (const headers of strangers)
    expect((await ask('/page/do', { ...json, ...headers }, post())).status).toBe(403);
  // A form of another page needs no permission to be sent, but cannot send JSON.
  const form = { 'content-type': 'text/plain', host: own() };
  expect((await ask('/page/do', form, post())).status).toBe(400);
  expect(sandbox?.channel('ml-alerts')).toHaveLength(0);
});

test('a link from elsewhere opens the page, and the page itself may act', async () => {
  await ask('/', {});
  const visit = { host: own(), 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
  expect((await ask('/', visit)).status).toBe(200);
  const page = { ...json, host: own(), origin: `http://${own()}`, 'sec-fetch-site': 'same-origin' };
  expect(JSON.parse((await ask('/page/do', page, post())).body)).toMatchObject({ outcome: 'done' });
  expect(sandbox?.channel('ml-alerts')).toHaveLength(1);
});

test('a bot on this machine, which sends no Origin, is served', async () => {
  sandbox = await startSandbox();
  const answer = await fetch(`${sandbox.apiUrl}auth.test`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.botToken}` },
  });
  expect(await answer.json()).toMatchObject({ ok: true });
});

test('nobody can act as a bot, in a channel that is not theirs, or with a deed that is none', async () => {
  await ask('/', {});
  const send = async (body: unknown): Promise<unknown> => {
    const answer = await ask(
      '/page/do',
      { ...json, host: own() },
      { method: 'POST', body: JSON.stringify(body) },
    );
    return JSON.parse(answer.body);
  };
  const deed = { do: 'post', channel: 'C0MLALERTS', text: 'x' };
  expect(await send({ as: 'U0RCABOT01', deed })).toMatchObject({ code: 'no_such_user' });
  expect(await send({ as: 'U0GUEST001', deed: { ...deed, channel: 'C0MLINCIDS' } })).toMatchObject({
    code: 'not_in_channel',
  });
  for (const wrong of [null, [], {}, { as: 'U0ONCALL01' }, { as: 'U0ONCALL01', deed: { do: 'rm' } }])
    expect(await send(wrong)).toMatchObject({ code: 'invalid' });
});

test('no path leads out of the folder of the page', async () => {
  for (const path of [
    '/page/../server.ts',
    '/page/%2e%2e/server.ts',
    '/page//etc/passwd',
    '/page/tsconfig.json',
  ])
    expect(await ask(path, {})).toMatchObject({ status: 404 });
  expect((await ask('/page/main.ts', {})).headers['content-type']).toContain('text/javascript');
});

test('an uploaded page or drawing can be looked at and runs nothing', async () => {
  sandbox = await startSandbox();
  const call = async (method: string, body: Record<string, string>): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${sandbox?.apiUrl ?? ''}${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox?.botToken ?? ''}` },
      body: new URLSearchParams(body),
    });
    return (await answer.json()) as Record<string, unknown>;
  };
  const upload = async (filename: string, content: string): Promise<NodeJS.Dict<string | string[]>> => {
    const { upload_url, file_id } = await call('files.getUploadURLExternal', {
      filename,
      length: String(content.length),
    });
    await fetch(String(upload_url), { method: 'POST', body: content });
    await call('files.completeUploadExternal', {
      files: JSON.stringify([{ id: file_id, title: 'x' }]),
      channel_id: 'C0MLALERTS',
    });
    return (await ask(`/page/file/${String(file_id)}`, {})).headers;
  };
  const page = await upload('a.html', '<script>alert(1)</script>');
  expect(page).toMatchObject({ 'content-type': 'application/octet-stream' });
  expect(page['content-disposition']).toContain('attachment');
  const drawing = await upload(
    'a.svg',
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  );
  expect(drawing['content-security-policy']).toContain('sandbox');
  expect(drawing['x-content-type-options']).toBe('nosniff');
});

test('a file is taken from the page as bytes, for one who is a person, and can be shared by them alone', async () => {
  await ask('/', {});
  const bytes = { 'content-type': 'application/octet-stream', host: own() };
  const send = async (query: string, headers: Record<string, string> = bytes, body = 'n\n1\n') => {
    const answer = await ask(`/page/upload?${query}`, headers, { method: 'POST', body });
    const said = JSON.parse(answer.body) as Record<string, unknown>;
    return { ...said, status: answer.status, id: said['id'] };
  };
  expect(await send('as=U0ONCALL01&name=a.csv', { ...bytes, origin: 'https://evil.example' })).toMatchObject({
    status: 403,
  });
  expect(await send('as=U0ONCALL01&name=a.csv', { ...bytes, 'content-type': 'text/plain' })).toMatchObject({
    code: 'invalid',
  });
  expect(await send('as=U0RCABOT01&name=a.csv')).toMatchObject({ code: 'no_such_user' });
  expect(await send('as=U0ONCALL01&name=')).toMatchObject({ code: 'no_name' });
  expect(
    await send('as=U0ONCALL01&name=a.csv', { ...bytes, 'content-length': String(30 * 1024 ** 2) }),
  ).toMatchObject({
    status: 413,
    code: 'file_too_large',
  });
  const { id } = await send(`as=U0ONCALL01&name=${encodeURIComponent('../../etc/passwd')}`);
  const share = async (as: string): Promise<unknown> => {
    const deed = { do: 'share', channel: 'C0MLALERTS', text: '', files: [{ id }] };
    const body = JSON.stringify({ as, deed });
    return JSON.parse((await ask('/page/do', { ...json, host: own() }, { method: 'POST', body })).body);
  };
  expect(await share('U0TEAMMATE')).toMatchObject({ code: 'file_not_found' });
  expect(await share('U0ONCALL01')).toMatchObject({ outcome: 'done' });
  expect(sandbox?.file(String(id))).toMatchObject({ name: '.._.._etc_passwd', uploadedBy: 'U0ONCALL01' });
});
