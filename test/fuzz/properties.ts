import fc from 'fast-check';
import { COMMANDS } from '../../commands/list.ts';
import { alertFormats } from '../../src/alert/formats.ts';
import { knownFrom } from '../../src/alert/known.ts';
import { parseConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/config/problem.ts';
import { stateOf } from '../../src/incident/evolve/evolve.ts';
import { readJson } from '../../src/intake/read-json.ts';
import { eventLine } from '../../src/message/lines/event-line.ts';
import { rootMessage } from '../../src/message/root.ts';
import { stormMessage } from '../../src/message/storm.ts';
import { noteDocument } from '../../src/note/outline.ts';
import { redactValue } from '../../src/redact/redact-value.ts';
import { createResponder } from '../../src/response/create-responder.ts';
import type { Services } from '../../src/response/services.ts';
import { askerOf } from '../../src/slack/doors/asker.ts';
import { laneOf, nameDelivery } from '../../src/slack/hear/delivery.ts';
import { createDispatch } from '../../src/slack/doors/dispatch.ts';
import { messageText } from '../../src/slack/hear/message-text.ts';
import { MessageEventBody } from '../../src/slack/hear/payloads.ts';
import type { Storage } from '../../storage/open.ts';
import { alertmanagerBody, datadogBody, genericBody, grafanaBody, pagerdutyBody } from '../alert/bodies.ts';
import { configText } from '../config/config-text.ts';
import { requireHarmless } from './harmless.ts';
import { hostileJson, hostileText, spoiled } from './hostile.ts';
import { samplePayloads } from './payloads.ts';

/** What the properties work on: the verbs over a real database in memory; no table answers. */
export type Ground = { readonly services: Services; readonly storage: Storage; readonly now: Date };

export type Kind = 'alerts' | 'commands' | 'payloads' | 'configs';

/** One property a kind of input: it is refused with words or it is taken, and what is said of it harms nobody. */
export function propertyOf(kind: Kind, ground: Ground): fc.IAsyncProperty<readonly unknown[]> {
  switch (kind) {
    case 'alerts':
      return fc.asyncProperty(hostileAlert, (body) => takeAlert(ground, body)) as fc.IAsyncProperty<
        readonly unknown[]
      >;
    case 'commands':
      return fc.asyncProperty(hostileLine, (line) => takeLine(ground, line)) as fc.IAsyncProperty<
        readonly unknown[]
      >;
    case 'payloads':
      return fc.asyncProperty(hostilePayload, async (body) => takePayload(body)) as fc.IAsyncProperty<
        readonly unknown[]
      >;
    case 'configs':
      return fc.asyncProperty(hostileConfig, async (text) => takeConfig(text)) as fc.IAsyncProperty<
        readonly unknown[]
      >;
  }
}

const own = { ...genericBody, model: 'deposit', metric: 'auc', segment: {} };
const hostileAlert = fc.oneof(
  ...[own, alertmanagerBody, grafanaBody, pagerdutyBody, datadogBody].map((body) => spoiled(body)),
  hostileJson,
);

async function takeAlert({ services, storage, now }: Ground, body: unknown): Promise<void> {
  const known = knownFrom(services.config.config.models);
  const responder = createResponder(services);
  const bytes = Buffer.from(JSON.stringify(body) ?? 'null');
  const json = readJson(bytes);
  const value = json.kind === 'json' ? json.value : null;
  for (const format of alertFormats) {
    format.eventId(value);
    const read = format.parse(redactValue(value), { known, receivedAt: now });
    if (read.kind === 'malformed') {
      if (read.problems.length === 0) throw new Error('it was refused without a word');
      continue;
    }
    for (const alert of read.alerts) {
      const { incident } = await responder.receiveAlert({ ...alert, model: 'deposit' }, now);
      if (incident === null) continue;
      const events = await storage.incidents.read(incident);
      const state = stateOf(events);
      if (state === null) throw new Error('an incident without events');
      requireHarmless(rootMessage(state));
      requireHarmless(stormMessage([{ ...state, isHeld: true }]));
      requireHarmless(noteDocument(events));
      for (const event of events.slice(-1))
        requireHarmless(eventLine(events, event.seq, { note: noteDocument }));
      // One incident an alert: a long history would be fuzzed again and again.
      await storage.forgetting.forget(incident, 'it was made up');
    }
  }
}

const words = fc.oneof(
  fc.constantFrom(...COMMANDS.flatMap(({ name, example }) => [name, example])),
  hostileText,
);
const hostileLine = fc.array(words, { maxLength: 6 }).map((parts) => parts.join(' '));

async function takeLine({ services, storage, now }: Ground, line: string): Promise<void> {
  const responder = createResponder(services);
  const dispatch = createDispatch({
    commands: COMMANDS,
    responder,
    incidents: storage.incidents,
    log: services.log,
  });
  const before = (await storage.incidents.list({})).length;
  const reply = await dispatch({
    line,
    door: 'slash',
    person: 'T1:U1',
    channel: 'C1',
    thread: null,
    origin: null,
    now,
  });
  if (reply.kind === 'tell') requireHarmless(reply.document);
  for (const { id } of await storage.incidents.list({})) {
    const events = await storage.incidents.read(id);
    const state = stateOf(events);
    if (state !== null) requireHarmless(rootMessage(state));
    if (before === 0 || events.length > 30) await storage.forgetting.forget(id, 'it was made up');
  }
}

const hostilePayload = fc.oneof(...samplePayloads.map((body) => spoiled(body)), hostileJson);
const rules = { timelineEmoji: ['pushpin'], listensForAlerts: true, ownBotId: 'B0RCABOT01' };

function takePayload(body: unknown): void {
  nameDelivery(body, rules);
  laneOf(body);
  askerOf(body);
  const message = MessageEventBody.safeParse(body);
  if (message.success) messageText(message.data.event);
}

const lines = configText().split('\n');
const hostileConfig = fc.oneof(
  hostileText,
  fc
    .array(
      fc.tuple(
        fc.nat(lines.length - 1),
        fc.oneof(hostileText, fc.constantFrom('', '  ', '- ', ': ', '!!js/function x', '&a *a')),
      ),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    .map((changes) => changes.reduce((text, [at, put]) => text.with(at, put), lines).join('\n')),
);

function takeConfig(text: string): void {
  try {
    parseConfig(text, '/etc/fishbone.yml', { environment: {} });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    if (error.message === '' || error.hint === '')
      throw new Error('it was refused without a word', { cause: error });
  }
}
