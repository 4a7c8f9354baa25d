import type { IncomingMessage } from 'node:http';

/**
 * Why a request must not be served; undefined when it may be. The page acts as people, so only the page of this very
 * server may ask: a name that was made to point at 127.0.0.1 has another Host, a page from elsewhere another Origin.
 */
export function strangerReason(request: IncomingMessage, port: number): string | undefined {
  const own = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
  const host = request.headers.host ?? '';
  if (!own.includes(host)) return `the sandbox answers at ${own[0] ?? ''} only, not at another name`;
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`) return 'the sandbox answers its own page only';
  const site = request.headers['sec-fetch-site'];
  if (typeof site === 'string' && isForeign(site, request)) return 'the sandbox answers its own page only';
  return undefined;
}

/** A link that a person follows to the page may come from anywhere; what the page asks for may not. */
function isForeign(site: string, request: IncomingMessage): boolean {
  const isVisit = request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate';
  return site !== 'same-origin' && site !== 'none' && !isVisit;
}
