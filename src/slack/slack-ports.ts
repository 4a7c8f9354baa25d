import type { Command } from '../../commands/command.ts';
import type { Log } from '../response/ports.ts';
import type { Responder } from '../response/responder.ts';
import type { RenderAside } from './send/aside-sender.ts';
import type { Inbox } from '../response/store/inbox.ts';
import type { Asides, Outbox, Pictures, Storms } from '../response/store/queues.ts';
import type { IncidentStore } from '../response/store/store.ts';
import type { Clock } from '../time/clock.ts';
import type { ChannelAlert } from './doors/alert-door.ts';
import type { AsDelivery } from './hear/inbox-worker.ts';
import type { DrawPicture } from './send/picture-sender.ts';
import type { Render } from './send/send-item.ts';
import type { SocketState } from './hear/socket-receiver.ts';
import type { StormPorts } from './send/storm-sender.ts';

/** What the Slack side of the bot is made of. */
export type SlackPorts = {
  readonly commands: readonly Command[];
  readonly responder: Responder;
  readonly incidents: Pick<IncidentStore, 'summary' | 'list' | 'byThread'>;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly render: Render;
  /** The charts that go into the threads; none without. */
  readonly charts?: { readonly pictures: Pictures; readonly draw: DrawPicture };
  /** What is said outside the threads; nothing without. */
  readonly asides?: { readonly asides: Asides; readonly render: RenderAside };
  readonly storms?: Storms;
  readonly renderStorm?: StormPorts['renderStorm'];
  readonly asDelivery?: AsDelivery;
  readonly channelAlert: ChannelAlert;
  readonly clock: Clock;
  readonly log: Log;
};

/** How Slack reaches the bot. */
export type SlackDelivery =
  | {
      readonly kind: 'socket';
      readonly appToken: string;
      /** Also the pause before a reconnect. */ readonly pingTimeoutMs?: number;
    }
  | {
      readonly kind: 'http';
      readonly signingSecret: string;
      readonly port: number;
      /** This machine alone when not given. */
      readonly host?: string;
    };

export type SlackSettings = {
  readonly botToken: string;
  readonly delivery: SlackDelivery;
  /** Where incident threads open, when the model names no channel of its own: an id or `#name`. */
  readonly channel: string;
  /** Where an incident goes on whose channel was archived or is not there any more. */
  readonly fallbackChannel?: string | null;
  readonly timelineEmoji: readonly string[];
  /** Whether messages of other bots may be alerts: the configuration has rules for them. */
  readonly listensForAlerts: boolean;
  /** User ids, `team:user` or channel ids that may, although they are guests or shared with others. */
  readonly allow: readonly string[];
  /** By command, the ids of users and user groups that may use it; commands that are not named are for everybody. */
  readonly restrict?: Readonly<Record<string, readonly string[]>>;
  /** Another base URL of the Web API, such as a local Slack's. */
  readonly slackApiUrl?: string;
  /** Milliseconds between two messages in one channel; Slack takes about one a second. */
  readonly gapMs?: number;
};

/** `off`: Slack was never reached, or the bot was removed from the workspace. */
export type SlackHealth = {
  readonly delivery: 'socket' | 'http';
  readonly state: SocketState | 'listening' | 'off';
  readonly since: Date;
  /** Why it is off, in Slack's word; null while it is not. */
  readonly removed: string | null;
};

export type SlackSide = {
  /** The socket or the port is open. Rejects when it can never be, say with a wrong token or a taken port. */
  readonly opened: Promise<void>;
  health(): SlackHealth;
  /** Something was announced: the sender looks at once. */
  wake(): void;
  /** Whether a person, as `team:user`, is among these ids of people and user groups. Throws when Slack cannot be asked. */
  isAmong(ids: readonly string[], person: string): Promise<boolean>;
  /** In HTTP mode and open: the port Slack's requests come to. */
  readonly port: number | null;
  /** No new requests, those being handled end, what may go out now goes out. */
  close(drainMs?: number): Promise<void>;
};
