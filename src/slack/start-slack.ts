import { parseLine } from '../../commands/parse.ts';
import { createAnswer } from './doors/answer.ts';
import type { Answer } from './doors/answer.ts';
import { createBoltApp } from './app.ts';
import { askerOf } from './doors/asker.ts';
import { startAsideSender } from './send/aside-sender.ts';
import { createAuthorize } from './people/authorize.ts';
import { boltLog } from './bolt-log.ts';
import { openDirectory } from './people/directory.ts';
import type { Directory } from './people/directory.ts';
import { createDispatch } from './doors/dispatch.ts';
import { alertDoor } from './doors/alert-door.ts';
import { changedDoor, concernsTimeline } from './doors/changed-door.ts';
import { formDoor } from './doors/form-door.ts';
import type { CheckForm } from './doors/form-door.ts';
import { homeDoor } from './doors/home-door.ts';
import { lineDoors } from './doors/line-doors.ts';
import { removedDoor } from './doors/removed-door.ts';
import { timelineDoors } from './doors/timeline-doors.ts';
import { emojiName } from './hear/delivery.ts';
import { openForms } from './forms/forms.ts';
import { gaveUp } from './doors/hints.ts';
import { keepFirst } from './hear/inbox-first.ts';
import { startInboxWorker } from './hear/inbox-worker.ts';
import { keepRefusals } from './doors/keep-refusal.ts';
import { knownThreads } from './hear/known-threads.ts';
import { listen } from './hear/listeners.ts';
import type { Doors } from './hear/listeners.ts';
import { createPinCommand } from './doors/pin-command.ts';
import { isListed } from './people/listed.ts';
import { startPictureSender } from './send/picture-sender.ts';
import type { PictureSender } from './send/picture-sender.ts';
import { startSender } from './send/sender.ts';
import { findHome } from './slack-home.ts';
import type { Home } from './slack-home.ts';
import type { SlackHealth, SlackPorts, SlackSettings, SlackSide } from './slack-ports.ts';
import { beginForm } from './forms/opens-form.ts';
import { openTimelineMessages } from './doors/timeline-message.ts';
import { interactionOptions, openClient, outboxOptions } from './web-clients.ts';

/**
 * Brings the bot into Slack: takes in payloads (on disk first), opens every door, and sends the outbox. Throws when the
 * token is refused or Slack is not to be reached; the way back from Slack opens while it answers.
 */
export async function startSlack(settings: SlackSettings, ports: SlackPorts): Promise<SlackSide> {
  const logger = boltLog(ports.log);
  const reach = { slackApiUrl: settings.slackApiUrl, logger };
  const client = openClient(settings.botToken, interactionOptions(reach));
  const home = await findHome(client);
  const health = watchHealth(settings, ports);
  const bolt = createBoltApp({ settings, home, logger, log: ports.log, onState: health.state });

  const answer = createAnswer({ client, log: ports.log, slackApiUrl: settings.slackApiUrl });
  const directory = openDirectory(client, ports.clock);
  const doors = openDoors({ settings, ports, client, directory, home, answer, removed: health.removed });
  listen(bolt.app, doors);

  const worker: { wake: () => void } = { wake: () => {} };
  const handle = keepFirst(bolt.app, {
    inbox: ports.inbox,
    clock: ports.clock,
    log: ports.log,
    rules: {
      timelineEmoji: settings.timelineEmoji.map(emojiName),
      listensForAlerts: settings.listensForAlerts,
      ownBotId: home.botId,
    },
    wake: () => worker.wake(),
    concerns: concernsTimeline(ports),
    check: doors.check,
    begin: doors.begin,
  });
  const inboxWorker = startInboxWorker({
    inbox: ports.inbox,
    handle,
    ...(ports.asDelivery !== undefined && { asDelivery: ports.asDelivery }),
    clock: ports.clock,
    log: ports.log,
    gaveUp: async (body) => {
      const asker = askerOf(body);
      if (asker !== null) await answer(asker, gaveUp());
    },
  });
  worker.wake = () => inboxWorker.wake();
  const pictures = startPictures(ports, openClient(settings.botToken, outboxOptions(reach)));
  const sender = startSender({
    ...ports,
    outbox: wakingAfter(ports.outbox, () => {
      pictures?.wake();
      asides?.wake();
    }),
    client: openClient(settings.botToken, outboxOptions(reach)),
    defaultChannel: settings.channel,
    fallbackChannel: settings.fallbackChannel ?? null,
    ownBotId: home.botId,
    ...(settings.gapMs !== undefined && { gapMs: settings.gapMs }),
  });

  const asides = startAsides(ports, openClient(settings.botToken, outboxOptions(reach)));

  const open: { port: number | null } = { port: null };
  const openUp = async (): Promise<void> => {
    open.port = await bolt.start();
    if (open.port !== null) health.state('listening');
    // What was handled while the connection opened may have announced something before anybody could wake the sender.
    sender.wake();
    pictures?.wake();
  };
  const opened = openUp();
  opened.catch((error: unknown) => {
    health.state('failed');
    ports.log.error('Slack cannot reach the bot', { error: String(error) });
  });

  return {
    opened,
    health: health.now,
    wake: () => {
      sender.wake();
      pictures?.wake();
      asides?.wake();
    },
    isAmong: (ids, person) => {
      const [team = '', user = ''] = person.split(':');
      return isListed(directory, ids, { team, user });
    },
    get port() {
      return open.port;
    },
    async close(drainMs) {
      // A door that never opened cannot be closed.
      await bolt.stop().catch(() => {});
      await inboxWorker.close();
      await Promise.all([sender.close(drainMs), pictures?.close(drainMs), asides?.close()]);
    },
  };
}

function startAsides(ports: SlackPorts, client: ReturnType<typeof openClient>) {
  const { asides, clock, log } = ports;
  return asides === undefined ? null : startAsideSender({ ...asides, client, clock, log });
}

/** With a client of its own: a rate limit of uploads is none of texts. */
function startPictures(ports: SlackPorts, client: ReturnType<typeof openClient>): PictureSender | null {
  const { charts, clock, log } = ports;
  return charts === undefined ? null : startPictureSender({ ...charts, client, clock, log });
}

/** A picture waits for the texts before it: once one has gone out, there may be a picture to follow. */
function wakingAfter(outbox: SlackPorts['outbox'], wake: () => void): SlackPorts['outbox'] {
  return {
    ...outbox,
    async sent(...told) {
      await outbox.sent(...told);
      wake();
    },
    async dropped(...told) {
      await outbox.dropped(...told);
      wake();
    },
  };
}

function openDoors(parts: {
  readonly settings: SlackSettings;
  readonly ports: SlackPorts;
  readonly client: ReturnType<typeof openClient>;
  readonly directory: Directory;
  readonly home: Home;
  readonly answer: Answer;
  readonly removed: (how: string) => void;
}): Doors & { readonly check: CheckForm; readonly begin: (body: unknown) => void } {
  const { settings, ports, client, directory, home, answer } = parts;
  const { responder, clock, log } = ports;
  const byThread = knownThreads({ client, ownBotId: home.botId, incidents: ports.incidents });
  const incidents = { ...ports.incidents, byThread };
  const { allow, restrict = {} } = settings;
  const keep = keepRefusals({ responder, incidents, log });
  const authorize = createAuthorize({ directory, home, allow, restrict, log, keep });
  const messages = openTimelineMessages({ client, directory, responder });
  const commands = [...ports.commands, createPinCommand(messages)];
  const dispatch = createDispatch({ commands, responder, incidents, log });
  const threadLink = async (incident: string): Promise<string | null> => {
    const thread = await incidents.summary(incident);
    if (thread === null || thread.channel === null || thread.threadTs === null) return null;
    return messages.permalink(thread.channel, thread.threadTs);
  };
  const forms = openForms({ client, log });
  const filled = formDoor({ commands, responder, authorize, answer, clock, log });
  const timelineEmoji = settings.timelineEmoji.map(emojiName);
  const permalink = (channel: string, ts: string) => messages.permalink(channel, ts);
  return {
    submit: filled.submit,
    check: filled.check,
    begin: (body) => {
      beginForm({ commands, responder, incidents, log, forms }, body).catch((error: unknown) =>
        log.warn('a form could not be begun', { error: String(error) }),
      );
    },
    ...lineDoors({
      authorize,
      dispatch,
      answer,
      forms,
      meantBy: (line) => {
        const parsed = parseLine(line, commands);
        return { command: parsed.kind === 'run' ? parsed.command : null, incident: parsed.incident };
      },
      clock,
      ownUserId: home.userId,
      threadLink,
    }),
    ...timelineDoors({ authorize, answer, messages, responder, incidents, timelineEmoji, clock, log }),
    changed: changedDoor({ authorize, messages, responder, incidents, clock }),
    botMessage: alertDoor({ channelAlert: ports.channelAlert, responder, directory, permalink, clock, log }),
    home: homeDoor({ authorize, responder, client, clock, log }),
    removed: removedDoor({ log, removed: parts.removed }),
  };
}

function watchHealth(settings: SlackSettings, ports: SlackPorts) {
  const delivery = settings.delivery.kind;
  let health: SlackHealth = { delivery, state: 'connecting', since: ports.clock.now(), removed: null };
  return {
    now: (): SlackHealth => health,
    state: (state: SlackHealth['state']): void => {
      if (health.removed !== null || health.state === state) return;
      health = { ...health, state, since: ports.clock.now() };
    },
    removed: (how: string): void => {
      health = { ...health, state: 'off', since: ports.clock.now(), removed: how };
    },
  };
}
