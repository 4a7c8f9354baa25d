import { isDeepStrictEqual } from 'node:util';
import type { Sandbox } from '../../sandbox/server.ts';
import type { Message } from '../../sandbox/workspace/entities.ts';
import { renderOutbox } from '../../src/composition/render-outbox.ts';
import type { IncidentEvent } from '../../src/incident/facts/events.ts';
import { stateOf } from '../../src/incident/evolve/evolve.ts';
import { stormMessage } from '../../src/message/storm.ts';
import { announcementsOf } from '../../src/response/record/announcements.ts';
import type { Announcement } from '../../src/response/store/store.ts';
import { renderBlocks } from '../../src/slack/render/render-blocks.ts';
import type { Storage } from '../../storage/open.ts';
import { saidIn } from '../story/stage.ts';
import type { Said } from '../story/stage.ts';
import type { Ledger } from './ledger.ts';

/** Everything that is not as it must be after the bot has recovered; empty when nothing is lost and nothing is doubled. */
export async function faultsFound(
  sandbox: Sandbox,
  storage: Storage,
  ledger: Ledger,
): Promise<readonly string[]> {
  const logs = new Map<string, readonly IncidentEvent[]>();
  for (const { id } of await storage.incidents.list({})) logs.set(id, await storage.incidents.read(id));
  const report = await storage.check();
  const depth = { inbox: await storage.inbox.depth(), outbox: await storage.outbox.depth() };
  return [
    ...report.problems.map(({ where, what }) => `the database: ${where}: ${what}`),
    ...(depth.inbox.failed === 0 ? [] : [`the inbox gave up on ${depth.inbox.failed}`]),
    ...(depth.outbox.dropped === 0 ? [] : [`the outbox gave up on ${depth.outbox.dropped}`]),
    ...wrongAlerts(logs, ledger),
    ...wrongWords(logs, ledger),
    ...oneOpenPerKey(logs, await storage.incidents.list({ status: 'open' })),
    ...(await wrongThreads(sandbox, storage, logs)),
  ];
}

/** An alert that was answered 2xx met an incident once, unless it told of the end of what nobody had heard of. */
function wrongAlerts(logs: ReadonlyMap<string, readonly IncidentEvent[]>, ledger: Ledger): readonly string[] {
  const met = [...logs.values()].flat().flatMap(({ fact }) => {
    if (fact.type === 'declared') return fact.alert === null ? [] : [fact.alert.summary];
    return fact.type === 'alert-met' ? [fact.alert.summary] : [];
  });
  return [...ledger.alerts].flatMap(([id, { body, accepted }]) => {
    const times = met.filter((summary) => summary === `said as ${id}`).length;
    if (times > 1) return [`alert ${id} counts ${times} times`];
    return times === 0 && accepted && body['transition'] === 'Triggered' ? [`alert ${id} is lost`] : [];
  });
}

function wrongWords(logs: ReadonlyMap<string, readonly IncidentEvent[]>, ledger: Ledger): readonly string[] {
  const added = [...logs.values()]
    .flat()
    .flatMap(({ fact }) => (fact.type === 'timeline-added' ? [fact.text] : []));
  return [...ledger.words].flatMap(([words, kind]) => {
    const times = added.filter((text) => text.split(' ').includes(words)).length;
    if (times > 1) return [`'${words}' is on a timeline ${times} times`];
    return times === 0 && kind === 'once' ? [`'${words}' is lost`] : [];
  });
}

function oneOpenPerKey(
  logs: ReadonlyMap<string, readonly IncidentEvent[]>,
  open: readonly { readonly id: string; readonly key: string }[],
): readonly string[] {
  const keys = open.map(({ key }) => key);
  return logs.size > 0 && new Set(keys).size < keys.length ? ['two incidents are open for one key'] : [];
}

/** Every thread says what its log says, message by message, and the bot said nothing beside them. */
async function wrongThreads(
  sandbox: Sandbox,
  storage: Storage,
  logs: ReadonlyMap<string, readonly IncidentEvent[]>,
): Promise<readonly string[]> {
  const bot = sandbox.state.app.botUserId;
  const own = [...sandbox.state.messages.values()].flat().filter((it) => it.user === bot && !it.isDeleted);
  const found: string[] = [];
  const accounted = new Set<Message>();
  const told = await toldTogether(storage);
  for (const text of told.texts) {
    const [message, ...others] = own.filter((it) => sandbox.textOf(it) === text);
    if (message === undefined) found.push(`nothing says: ${text}`);
    else accounted.add(message);
    found.push(...others.map(() => `said twice: ${text}`));
  }
  for (const [id, events] of logs) {
    const place = await storage.incidents.summary(id);
    if (place?.threadTs === null && told.held.has(id)) continue;
    if (place === null || place.channel === null || place.threadTs === null) {
      found.push(`${id} has no thread`);
      continue;
    }
    const thread = sandbox.thread(place.channel, place.threadTs).filter((it) => it.user === bot);
    for (const message of thread) accounted.add(message);
    const said = announced(events);
    const expected = await saidByTheLog(storage, id, said);
    const pictures = thread.filter((it) => it.files.length > 0).length;
    const wanted = said.filter(({ kind }) => kind === 'picture').length;
    // A picture of what cannot be drawn is dropped.
    if (pictures > wanted) found.push(`${id}: ${pictures} pictures instead of ${wanted}`);
    const words = thread.filter((it) => it.files.length === 0).map(saidIn);
    if (!isDeepStrictEqual(words, expected)) found.push(difference(id, words, expected));
  }
  const strays = own.filter((message) => !accounted.has(message));
  return [...found, ...strays.map((it) => `nobody's message: ${sandbox.textOf(it)}`)];
}

/** Incidents that opened in a storm: those without a thread, and what the messages that speak for them must say. */
async function toldTogether(
  storage: Storage,
): Promise<{ readonly held: ReadonlySet<string>; readonly texts: readonly string[] }> {
  const held = new Set<string>();
  const texts: string[] = [];
  for (let storm = 1; ; storm += 1) {
    const members = await storage.storms.members(storm);
    if (members.length === 0) return { held, texts };
    for (const { id, isHeld } of members) if (isHeld) held.add(id);
    texts.push(renderBlocks(stormMessage(members)).text);
  }
}

type Announced = { readonly kind: 'reply' | 'picture'; readonly seq: number };

/** What each event gives to say, in the state that it met. */
function announced(events: readonly IncidentEvent[]): readonly Announced[] {
  return events.flatMap((event, index) => {
    const kinds = announcementsOf([event], stateOf(events.slice(0, index))).map(({ kind }) => kind);
    return (['reply', 'picture'] as const).flatMap((kind) =>
      kinds.includes(kind) ? [{ kind, seq: event.seq }] : [],
    );
  });
}

async function saidByTheLog(
  storage: Storage,
  incident: string,
  said: readonly Announced[],
): Promise<readonly Said[]> {
  const render = renderOutbox(storage.incidents);
  const announcements: readonly Announcement[] = [
    { kind: 'root' },
    ...said.flatMap(({ kind, seq }) => (kind === 'reply' ? [{ kind, seq }] : [])),
  ];
  const expected: Said[] = [];
  for (const announcement of announcements) {
    const document = await render({
      id: 0,
      incident,
      announcement,
      channel: null,
      threadTs: null,
      messageTs: null,
      attempts: 1,
      failures: 0,
      firstTakenAt: new Date(0),
      unclear: false,
    });
    // As it arrives: what JSON does not carry is gone.
    expected.push(JSON.parse(JSON.stringify(renderBlocks(document))) as Said);
  }
  return expected;
}

function difference(id: string, said: readonly Said[], expected: readonly Said[]): string {
  const lines = (list: readonly Said[]): string =>
    list.map(({ text }) => `    ${text.slice(0, 110)}`).join('\n');
  const first = expected.findIndex((one, index) => !isDeepStrictEqual(one, said[index]));
  return `${id}: the thread is not the log, from message ${first + 1} on\n  said:\n${lines(said)}\n  expected:\n${lines(expected)}`;
}
