import { onTestFinished } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import type { Answer, Question, Questions } from '../../src/checks/question.ts';
import { parseConfig } from '../../src/config/load.ts';
import type { IncidentEvent, IncidentFact } from '../../src/incident/facts/events.ts';
import { stateOf } from '../../src/incident/evolve/evolve.ts';
import type { IncidentState } from '../../src/incident/state/state.ts';
import { createResponder } from '../../src/response/create-responder.ts';
import type { Log, Warehouse } from '../../src/response/ports.ts';
import type { Responder } from '../../src/response/responder.ts';
import type { Services } from '../../src/response/services.ts';
import { openStorage } from '../../storage/open.ts';
import type { Storage } from '../../storage/open.ts';
import { alertOf, firedAt } from '../incident/facts.ts';
import { createRunningWork } from '../../src/response/checks/running-work.ts';

const CONFIG = `
version: 1
sources:
  logs: { type: duckdb, path: ./data }
models:
  deposit:
    title: Term-deposit propensity
    channel: "#ml-growth"
    predictions: { source: logs, table: predictions, id: request_id, time: ts, version: model_version, score: score,
      label: { column: label, known_at: label_ts }, segments: [country, device], features: [age, contact] }
    changes: { source: logs, table: changes }
  ranker:
    predictions: { source: logs, table: clicks, id: request_id, time: ts, score: score, features: [position] }
`;

/** Who answers in place of the tables: one question, with the name of the inquiry that puts it. */
export type Answering = (question: Question, name: string) => Answer | Promise<Answer>;

export const nothingThere: Answering = () => ({
  kind: 'failed',
  cause: 'missing',
  source: 'logs',
  message: 'there is no such table',
  hint: 'Lay it there.',
});

/** The verbs at work over a real database in memory; only the tables are made up. */
export type Office = {
  readonly services: Services;
  readonly responder: Responder;
  readonly storage: Storage;
  readonly logged: string[];
  /** How often something was said to be waiting for the sender. */
  readonly woken: () => number;
  readonly now: Date;
  /** The work that went on behind a verb's answer. */
  settled(): Promise<void>;
  /** Asks the work that goes on to stop. */
  stop(): void;
  receive(changes?: Partial<Alert>, at?: Date): ReturnType<Responder['receiveAlert']>;
  events(incident: string): Promise<readonly IncidentEvent[]>;
  facts(incident: string): Promise<readonly IncidentFact[]>;
  state(incident: string): Promise<IncidentState>;
  /** What waits to be said, in order: `root`, or the type of the fact. Takes it out of the outbox. */
  announced(): Promise<readonly string[]>;
};

export async function openOffice(
  options: {
    readonly answering?: Answering;
    readonly open?: () => Promise<Warehouse>;
    readonly storage?: Storage;
    /** False leaves background work to the test. */
    readonly triages?: boolean;
  } = {},
): Promise<Office> {
  const now = new Date(firedAt.getTime() + 60_000);
  const clock = { now: () => now };
  const storage = options.storage ?? (await openStorage(':memory:', { clock, exclusive: false }));
  if (options.storage === undefined) onTestFinished(() => storage.close());
  const logged: string[] = [];
  const running = new Set<Promise<void>>();
  const ending = new AbortController();
  let wakes = 0;
  const services: Services = {
    config: parseConfig(CONFIG, '/etc/fishbone.yml', { environment: {} }),
    incidents: storage.incidents,
    warehouses: {
      open: options.open ?? (async () => warehouseOf(now, options.answering ?? nothingThere)),
      newestRow: async () => now,
      health: async () => [],
      queries: async () => [],
      close: async () => {},
    },
    clock,
    log: logInto(logged),
    version: '0.1.0',
    dataNow: () => null,
    wake: () => {
      wakes += 1;
    },
    running: createRunningWork(),
    background: (name, work) => {
      if (options.triages === false) return;
      const one = work(ending.signal)
        .catch((error: unknown) => void logged.push(`error ${name} ${String(error)}`))
        .finally(() => running.delete(one));
      running.add(one);
    },
  };
  const responder = createResponder(services);
  const events = (incident: string) => storage.incidents.read(incident);
  return {
    services,
    responder,
    storage,
    logged,
    woken: () => wakes,
    now,
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
    stop: () => ending.abort(new Error('the bot stops')),
    receive: (changes = {}, at = now) => responder.receiveAlert(alertOf(changes), at),
    events,
    facts: async (incident) => (await events(incident)).map((event) => event.fact),
    async state(incident) {
      const state = stateOf(await events(incident));
      if (state === null) throw new Error(`there is no ${incident}`);
      return state;
    },
    async announced() {
      const said: string[] = [];
      for (;;) {
        const [item] = await storage.outbox.claim({ limit: 1, now, leaseSeconds: 60 });
        if (item === undefined) return said;
        const { announcement } = item;
        if (announcement.kind === 'root') said.push('root');
        else {
          const about = (await events(item.incident)).find((event) => event.seq === announcement.seq);
          said.push(about?.fact.type ?? 'nothing');
        }
        await storage.outbox.sent(item.id, { channel: 'C1', ts: `1.${item.id}` }, now);
      }
    },
  };
}

/** Answers each question on its own; a signal that was given up on answers nothing more, as in life. */
function warehouseOf(now: Date, answering: Answering): Warehouse {
  const askOne = async (question: Question, name: string, signal: AbortSignal): Promise<Answer> =>
    signal.aborted
      ? { kind: 'failed', cause: 'cancelled', source: 'logs', message: 'cancelled', hint: '' }
      : answering(question, name);
  return {
    now,
    async ask(questions: Questions, { signal }) {
      const answered = Object.entries(questions).map(
        async ([name, question]) => [name, await askOne(question, name, signal)] as const,
      );
      return Object.fromEntries(await Promise.all(answered));
    },
    askOne: (question, { signal }) => askOne(question, 'one', signal),
    columns: async () => null,
  };
}

function logInto(logged: string[]): Log {
  const at = (level: string) => (message: string, fields?: Readonly<Record<string, unknown>>) =>
    void logged.push(`${level} ${message} ${JSON.stringify(fields ?? {})}`);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
