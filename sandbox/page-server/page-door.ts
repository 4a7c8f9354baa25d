import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Core } from '../core.ts';
import { parseJson } from '../fields.ts';
import { asset, readAssets } from './assets.ts';
import type { Asset } from './assets.ts';
import { readDeed } from './deed.ts';
import { faultSwitches } from './fault-switches.ts';
import { indexPage, pagePolicy } from './index-page.ts';
import { openLive } from './live.ts';
import { perform } from './perform.ts';
import { safety } from './safety-headers.ts';
import { trafficDetail, trafficLines } from './traffic-lines.ts';
import { sendFile } from './send-file.ts';
import { takeUpload } from './take-upload.ts';

/** What a browser may ask the sandbox for. */
export type PageDoor = {
  /** False when the path is none of the page's. The caller has made sure that no stranger asks. */
  serve(asked: PageRequest): Promise<boolean>;
  /** Ends every stream of news; the pages ask for another. */
  drop(): void;
  close(): void;
};

type PageRequest = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly body: Buffer;
};

export function openPageDoor(core: Core, connections: () => number): PageDoor {
  const faults = faultSwitches(core.faults);
  const live = openLive(core, { faults, connections });
  // Read at the first visit: a test that opens no page pays nothing for it.
  let assets: Promise<ReadonlyMap<string, Asset>> | undefined;

  const sendIndex = async (asked: PageRequest): Promise<void> => {
    const page = indexPage([...(await (assets ??= readAssets())).keys()]);
    sendAsset(asked, asset('text/html; charset=utf-8', page), { 'content-security-policy': pagePolicy });
  };

  return {
    async serve(asked) {
      const { pathname, searchParams } = asked.url;
      switch (pathname) {
        case '/':
          await sendIndex(asked);
          return true;
        case '/page/live':
          live.open(asked.request, asked.response, searchParams.get('after') ?? lastEventId(asked.request));
          return true;
        case '/page/do':
          await serveDeed(asked);
          return true;
        case '/page/upload':
          sendJson(asked.response, 200, takeUpload(core, asked));
          return true;
        case '/page/traffic':
          sendJson(asked.response, 200, trafficLines(core.traffic, searchParams.get('text') ?? ''));
          return true;
      }
      const [, area, kind, name = ''] = pathname.split('/');
      if (area !== 'page') return false;
      if (kind === 'traffic')
        sendJson(asked.response, 200, trafficDetail(core.traffic, Number(name)) ?? null);
      else if (kind === 'file')
        sendFile(core, asked.response, { id: name, isSaved: searchParams.has('save') });
      else {
        const found = (await (assets ??= readAssets())).get(pathname);
        if (!found) return false;
        sendAsset(asked, found, {});
      }
      return true;
    },
    drop: () => live.drop(),
    close: () => live.close(),
  };

  async function serveDeed({ request, response, body }: PageRequest): Promise<void> {
    const isJson = request.headers['content-type']?.startsWith('application/json') === true;
    const deed = request.method === 'POST' && isJson ? readDeed(parseJson(body.toString('utf8'))) : null;
    if (deed === null)
      return sendJson(response, 400, { outcome: 'refused', code: 'invalid', message: 'This is not a deed.' });
    sendJson(response, 200, await perform(core, faults, deed));
  }
}

function lastEventId(request: IncomingMessage): string {
  const id = request.headers['last-event-id'];
  return typeof id === 'string' ? id : '';
}

function sendAsset(asked: PageRequest, found: Asset, headers: Record<string, string>): void {
  const takesGzip = /\bgzip\b/u.test(asked.request.headers['accept-encoding'] ?? '');
  asked.response.writeHead(200, {
    ...safety,
    ...headers,
    'content-type': found.type,
    'cache-control': 'no-cache',
    ...(takesGzip && { 'content-encoding': 'gzip' }),
  });
  asked.response.end(takesGzip ? found.zipped : found.plain);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    ...safety,
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}
