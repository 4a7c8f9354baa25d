import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { RawData, WebSocket } from 'ws';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { parseJson } from '../fields.ts';
import type { TrafficLog } from '../traffic.ts';
import { trafficName } from './traffic-name.ts';
import type { Ack, Carrier } from './deliver.ts';

const maximumConnections = 10;
const warningBeforeCloseMs = 10_000;
const pingEveryMs = 5_000;
const closeGraceMs = 200;

const AckFrame = z.object({ envelope_id: z.string(), payload: z.record(z.string(), z.unknown()).optional() });

export type SocketMode = {
  readonly carry: Carrier;
  /** How many clients are connected and have been greeted. */
  readonly connections: number;
  /** A ticket for one connection; the client brings it in the URL. */
  newTicket(): string;
  /** Takes over an HTTP upgrade; refuses it without a valid ticket. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Warns every client, then asks it to refresh about ten seconds of the sandbox clock later, as Slack does. */
  recycle(): void;
  /** Cuts the connection the next payload would take, or all of them, without a word. */
  cut(which: 'next' | 'all'): void;
  close(): void;
};

type SocketModeParts = {
  readonly appId: string;
  readonly ackLimitMs: number;
  readonly clock: Clock;
  readonly traffic: TrafficLog;
};

type Waiting = { readonly socket: WebSocket; readonly settle: (ack: Ack) => void };

/** Slack's side of Socket Mode: each payload goes to exactly one of the connections, in turn. */
export function serveSocketMode(parts: SocketModeParts): SocketMode {
  const server = new WebSocketServer({ noServer: true });
  const sockets: WebSocket[] = [];
  const tickets = new Set<string>();
  const waiting = new Map<string, Waiting>();
  let turn = 0;

  /** A copy, because a socket leaves the list while its closing is handled. */
  const connected = (): WebSocket[] => sockets.slice();
  const next = (): WebSocket | undefined => sockets[turn % Math.max(1, sockets.length)];

  const greet = (socket: WebSocket): void => {
    sockets.push(socket);
    const ping = setInterval(() => socket.ping(), pingEveryMs);
    socket.on('message', (data: RawData) => receiveAck(waiting, rawText(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(ping);
      sockets.splice(sockets.indexOf(socket), 1);
      for (const entry of waiting.values()) {
        if (entry.socket === socket) entry.settle({ outcome: 'failed', reason: 'connection_failed' });
      }
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: sockets.length,
        debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: parts.appId },
      }),
    );
  };

  const carry: Carrier = (attempt) => {
    const socket = next();
    turn += 1;
    if (!socket) return Promise.resolve({ outcome: 'failed', reason: 'no_connection' });
    const envelopeId = randomUUID();
    const acked = awaitAck(waiting, envelopeId, socket, parts.ackLimitMs);
    const isEvent = attempt.type === 'events_api';
    const envelope = {
      envelope_id: envelopeId,
      type: attempt.type,
      accepts_response_payload: !isEvent,
      payload: attempt.payload,
      ...(isEvent && { retry_attempt: attempt.retryNumber, retry_reason: attempt.retryReason ?? '' }),
    };
    socket.send(JSON.stringify(envelope));
    return acked.then((ack) => {
      parts.traffic.record({
        direction: 'out',
        via: 'socket',
        name: trafficName(attempt),
        request: attempt.payload,
        response: ack,
        status: ack.outcome === 'acked' ? 200 : 0,
      });
      return ack;
    });
  };

  return {
    carry,
    get connections() {
      return sockets.length;
    },
    newTicket() {
      const ticket = randomUUID();
      tickets.add(ticket);
      return ticket;
    },
    accept(request, socket, head) {
      const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
      if (!tickets.delete(ticket) || sockets.length >= maximumConnections) {
        socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, greet);
    },
    recycle() {
      for (const socket of connected()) {
        socket.send(
          JSON.stringify({ type: 'disconnect', reason: 'warning', debug_info: { host: 'sandbox' } }),
        );
        parts.clock.after(warningBeforeCloseMs, () => {
          if (socket.readyState !== socket.OPEN) return;
          socket.send(
            JSON.stringify({
              type: 'disconnect',
              reason: 'refresh_requested',
              debug_info: { host: 'sandbox' },
            }),
          );
          socket.close();
        });
      }
    },
    cut(which) {
      if (which === 'next') next()?.terminate();
      else for (const socket of connected()) socket.terminate();
    },
    close() {
      for (const socket of connected()) {
        socket.close(1001);
        setTimeout(() => socket.terminate(), closeGraceMs).unref();
      }
      server.close();
    },
  };
}

function awaitAck(
  waiting: Map<string, Waiting>,
  envelopeId: string,
  socket: WebSocket,
  limitMs: number,
): Promise<Ack> {
  return new Promise((resolve) => {
    const settle = (ack: Ack): void => {
      clearTimeout(timer);
      waiting.delete(envelopeId);
      resolve(ack);
    };
    const timer = setTimeout(() => settle({ outcome: 'timeout' }), limitMs);
    waiting.set(envelopeId, { socket, settle });
  });
}

function receiveAck(waiting: ReadonlyMap<string, Waiting>, text: string): void {
  const frame = AckFrame.safeParse(parseJson(text));
  if (!frame.success) return;
  waiting.get(frame.data.envelope_id)?.settle({ outcome: 'acked', body: frame.data.payload ?? {} });
}

function rawText(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}
