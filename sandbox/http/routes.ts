import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Core } from '../core.ts';
import { asFields, parseJson, stringAt } from '../fields.ts';
import type { Fields } from '../fields.ts';
import { answerResponseUrl } from '../interactions/answer-response-url.ts';
import { isTooLarge, parseArguments, readBody, uploadedBytes } from './body.ts';
import { callMethod } from './call-method.ts';
import { send, serveWithFault } from './answer.ts';
import type { Answer } from './answer.ts';
import type { PageDoor } from '../page-server/page-door.ts';
import { strangerReason } from '../page-server/guard.ts';

/** Serves one HTTP request of the sandbox: Web API, response URLs, uploads, and the page. */
export async function route(
  core: Core,
  page: PageDoor,
  asked: { readonly request: IncomingMessage; readonly response: ServerResponse },
): Promise<void> {
  const { request, response } = asked;
  const url = new URL(request.url ?? '/', core.url());
  const stranger = strangerReason(request, Number(url.port));
  if (stranger !== undefined) return send(response, { status: 403, body: { ok: false, error: stranger } });
  if (isTooLarge(request)) {
    const message = 'The sandbox takes at most 20 MB at once.';
    const body = {
      ok: false,
      error: 'request_too_large',
      outcome: 'refused',
      code: 'file_too_large',
      message,
    };
    return send(response, { status: 413, headers: { connection: 'close' }, body });
  }
  const [, area = '', name = ''] = url.pathname.split('/');
  const body = await readBody(request);
  const contentType = request.headers['content-type'] ?? '';

  switch (area) {
    case 'api': {
      const sent = parseArguments(body, contentType, url.searchParams);
      const token = bearer(request) ?? (sent && stringAt(sent, 'token'));
      const args = sent && withoutToken(sent);
      const call = async (): Promise<Answer> =>
        args
          ? await callMethod(core, name, args, token)
          : { status: 200, body: { ok: false, error: 'invalid_json' } };
      const answer = await serveWithFault(response, core.faults.nextApiFault(name), call);
      note(core, 'api', name, unpacked(args ?? {}), answer);
      return;
    }
    case 'response': {
      const sent = asFields(parseJson(body.toString('utf8'))) ?? {};
      const serve = (): Promise<Answer> => Promise.resolve(answerResponseUrl(core, name, sent));
      const answer = await serveWithFault(response, core.faults.nextApiFault('response_url'), serve);
      note(core, 'response_url', 'response_url', sent, answer);
      return;
    }
    case 'upload': {
      const id = url.pathname.split('/')[3] ?? '';
      const serve = async (): Promise<Answer> =>
        receiveUpload(core, id, await uploadedBytes(body, contentType));
      const answer = await serveWithFault(response, core.faults.nextApiFault('upload'), serve);
      note(core, 'upload', 'upload', { id, bytes: body.byteLength }, answer);
      return;
    }
    default:
      if (await page.serve({ request, response, url, body })) return;
      return send(response, { status: 404, body: 'not found' });
  }
}

function receiveUpload(core: Core, id: string, content: Buffer): Answer {
  const upload = core.uploads.get(id);
  if (!upload) return { status: 404, body: 'no such upload' };
  if (content.byteLength !== upload.length)
    return { status: 400, body: 'the length is not the one announced' };
  upload.content = content;
  return { status: 200, body: `OK - ${content.byteLength}` };
}

function bearer(request: IncomingMessage): string | undefined {
  return /^Bearer (?<token>.+)$/u.exec(request.headers.authorization ?? '')?.groups?.['token'];
}

/** The token proves who calls; from here on nobody needs it. */
function withoutToken(args: Fields): Fields {
  return Object.fromEntries(Object.entries(args).filter(([key]) => key !== 'token'));
}

/** Web API clients send nested arguments as JSON text; the traffic shows them unpacked. */
function unpacked(args: Fields): Fields {
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, unpack(value)]));
}

function unpack(value: unknown): unknown {
  return typeof value === 'string' && /^[[{]/u.test(value) ? (parseJson(value) ?? value) : value;
}

function note(
  core: Core,
  via: 'api' | 'response_url' | 'upload',
  name: string,
  request: unknown,
  answer: Answer | undefined,
): void {
  core.traffic.record({
    direction: 'in',
    via,
    name,
    request,
    response: answer?.body,
    status: answer?.status ?? 0,
  });
}
