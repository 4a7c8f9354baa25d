import { COMMANDS } from '../../commands/list.ts';
import { openStorage } from '../../storage/open.ts';
import type { Storage } from '../../storage/open.ts';
import { knownFrom } from '../alert/known.ts';
import type { LoadedConfig } from '../config/load.ts';
import { compileChannelRules } from '../intake/channel-rules.ts';
import { readChannelMessage } from '../intake/channel-message.ts';
import { createCounters } from '../intake/counters.ts';
import type { Health } from '../intake/health.ts';
import { startAlertWorker } from '../intake/worker.ts';
import { stormMessage } from '../message/storm.ts';
import { createRunAction } from '../actions/run-action.ts';
import { asideDocument } from '../message/aside.ts';
import { createResponder } from '../response/create-responder.ts';
import { keepWatch, remindOfActions } from '../response/decisions/keep-watch.ts';
import { onSchedule } from './schedule.ts';
import { watchByItself } from './watch-by-itself.ts';
import type { Log } from '../response/ports.ts';
import type { Responder } from '../response/responder.ts';
import type { Services } from '../response/services.ts';
import type { SlackSettings, SlackSide } from '../slack/slack-ports.ts';
import { connectSlack } from '../slack/connect-slack.ts';
import { openWarehouses } from '../sources/warehouses.ts';
import type { Clock } from '../time/clock.ts';
import { createBackground } from './background.ts';
import { databaseHealth } from './database-health.ts';
import { createDeliverySteps } from './delivery-steps.ts';
import { monitorHealth } from './monitor-health.ts';
import { lookAtTables } from './look-at-tables.ts';
import { goOnWhereItStood } from '../response/triage/go-on-where-it-stood.ts';
import { openDoor } from './door/open.ts';
import { drawPicture } from './draw-picture.ts';
import { renderOutbox } from './render-outbox.ts';
import { startRetention } from './retention.ts';
import { createTurns } from './turns.ts';
import { createRunningWork } from '../response/checks/running-work.ts';

export type BotOptions = {
  readonly loaded: LoadedConfig;
  readonly storagePath: string;
  readonly slack: SlackSettings;
  readonly clock: Clock;
  /** The moment to which the tables are read; null reads all there is in them. */
  readonly dataNow: () => Date | null;
  readonly version: string;
  readonly log: Log;
};

export type Bot = {
  readonly intakeUrl: string;
  readonly responder: Responder;
  readonly storage: Storage;
  /** Resolves when no triage runs and nothing waits to be said. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

const DRAIN_MS = 8000;
/** In a storm the others wait for their turn: more at once would only fill the memory. */
const TRIAGES_AT_ONCE = 2;

/** Puts the rooms together: storage, warehouses, verbs, intake, Slack. Closes what it opened when a later one fails. */
export async function startBot(options: BotOptions): Promise<Bot> {
  const { loaded, clock, log } = options;
  const { config } = loaded;
  const closers: (() => Promise<void> | void)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of closers.toReversed()) await close();
  };
  try {
    const storage = await openStorage(options.storagePath, { clock, exclusive: true, log });
    closers.push(() => storage.close());
    const warehouses = openWarehouses({ config, folder: loaded.folder, log, clock });
    closers.push(() => warehouses.close());
    const background = createBackground(log);
    closers.push(() => background.close(DRAIN_MS / 2));

    await lookAtTables(loaded, warehouses, log);

    const steps = createDeliverySteps();
    const turns = createTurns(TRIAGES_AT_ONCE);
    const slackSide: { now: SlackSide | null } = { now: null };
    const services: Services = {
      config: loaded,
      incidents: storage.incidents,
      monitors: storage.monitors,
      warehouses,
      clock,
      log,
      version: options.version,
      dataNow: options.dataNow,
      nextStep: () => steps.next(),
      wake: () => slackSide.now?.wake(),
      running: createRunningWork(),
      runAction: createRunAction(clock),
      isAmong: async (ids, person) => (await slackSide.now?.isAmong(ids, person)) ?? false,
      background: (name, work) =>
        steps.outside(() => background.run(name, (signal) => turns.take(() => work(signal)))),
    };
    const responder = createResponder(services);
    const known = knownFrom(config.models);
    const rules = compileChannelRules(config.slack.alerts);

    const slack = connectSlack(options.slack, {
      commands: COMMANDS,
      responder,
      incidents: storage.incidents,
      inbox: storage.inbox,
      outbox: storage.outbox,
      render: renderOutbox(storage.incidents),
      charts: { pictures: storage.pictures, draw: drawPicture(storage.incidents, config.note) },
      asides: {
        asides: storage.asides,
        render: async ({ incident, seq }, thread) =>
          asideDocument(await storage.incidents.read(incident), seq, thread),
      },
      storms: storage.storms,
      renderStorm: async (storm) => stormMessage(await storage.storms.members(storm)),
      asDelivery: (delivery, work) => steps.within(delivery, work),
      channelAlert: (message) => {
        const reading = readChannelMessage(message, { rules, known });
        if (reading.kind === 'rule-too-slow') log.warn(reading.reason, { rule: reading.place });
        return reading.kind === 'alert' ? reading.alert : null;
      },
      clock,
      log,
    });
    slackSide.now = slack;
    closers.push(() => slack.close(DRAIN_MS / 2));

    const counters = createCounters();
    const worker = startAlertWorker({
      inbox: storage.inbox,
      handle: (alert, now, delivery) => steps.within(delivery, () => responder.receiveAlert(alert, now)),
      known,
      clock,
      log,
      counters,
    });
    closers.push(() => worker.close(DRAIN_MS / 4));
    const database = databaseHealth(storage, clock);
    const health = async (): Promise<Health> => ({
      slack: slackWord(slack),
      database: await database(),
      sources: await warehouses.health(),
      inbox: await storage.inbox.depth(),
      outbox: await storage.outbox.depth(),
      monitors: await monitorHealth(services, clock.now()),
    });
    const intake = await openDoor(options, {
      storage,
      health,
      known,
      counters,
      wake: () => worker.wake(),
    });
    closers.push(() => intake.close());

    closers.push(startRetention(storage.forgetting, config.storage.retention, log));
    await goOnWhereItStood(services);
    const watch = { name: 'the watch over open incidents', log };
    closers.push(onSchedule('* * * * *', () => keepWatch(services, clock.now()), watch));
    closers.push(watchByItself(services, storage, () => worker.wake()));
    const actions = { name: 'the reminder of action items', log };
    closers.push(onSchedule('0 9 * * *', () => remindOfActions(services, clock.now()), actions));
    return {
      intakeUrl: intake.url,
      responder,
      storage,
      async settled() {
        for (;;) {
          await background.idle();
          const queues = [storage.inbox, storage.outbox, storage.pictures, storage.asides];
          const depths = await Promise.all(queues.map((queue) => queue.depth()));
          const waiting = depths.reduce((sum, depth) => sum + depth.waiting, 0);
          if (waiting === 0) return;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      },
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

function slackWord(slack: SlackSide): Health['slack'] {
  const { state } = slack.health();
  switch (state) {
    case 'listening':
    case 'connected':
      return 'connected';
    case 'off':
      return 'off';
    case 'connecting':
      return 'connecting';
    case 'disconnected':
    case 'reconnecting':
    case 'failed':
      return 'disconnected';
  }
}
