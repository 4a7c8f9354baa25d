import { isIP } from 'node:net';

/** True when this host name or address means this machine alone. */
export function isLoopback(host: string): boolean {
  const plain = host
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1');
  if (plain === 'localhost' || plain === '::1') return true;
  return isIP(plain) === 4 && plain.startsWith('127.');
}

/**
 * True when a request to the loopback address was really meant for it and made by a program on this machine. A web page
 * can make a browser post there (`Origin`), also under a name of its own choice (`Host`), and a proxy on this machine
 * passes strangers on (`Forwarded`).
 */
export function sentFromThisMachine(headers: Headers): boolean {
  if (headers.has('origin') || headers.has('forwarded') || headers.has('x-forwarded-for')) return false;
  return isLoopback((headers.get('host') ?? '').replace(/:\d+$/, ''));
}
