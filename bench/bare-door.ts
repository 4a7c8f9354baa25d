import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { systemClock } from '../src/time/clock.ts';
import { connect } from '../storage/connection.ts';

// The least that a door can do, in a process of its own, started by `traffic.ts`: take a body, commit it as one row with the bot's
// settings, answer 202. It proves no sender, reads no alert, and shares its database with nobody.
const { database } = await connect(process.argv[2] ?? '', { clock: systemClock, log: null });
database.exec('CREATE TABLE bare (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
const insert = database.prepare('INSERT INTO bare (body) VALUES (?)');

const keep = async (asked: IncomingMessage, answer: ServerResponse): Promise<void> => {
  insert.run(await text(asked));
  answer.writeHead(202).end('{}');
};
const server = createServer((asked, answer) => {
  void keep(asked, answer);
});
await once(server.listen(0, '127.0.0.1'), 'listening');
process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
