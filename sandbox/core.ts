import type { Clock } from './clock.ts';
import type { Delivery } from './delivery/deliver.ts';
import type { Fields } from './fields.ts';
import type { FaultSwitchboard } from './faults.ts';
import type { ResponseUrls } from './interactions/response-urls.ts';
import type { Triggers } from './interactions/triggers.ts';
import type { Permissions } from './manifest.ts';
import type { RateLimiter } from './rate-limits.ts';
import type { Settings } from './settings.ts';
import type { TrafficLog } from './traffic.ts';
import type { Workspace } from './workspace/workspace.ts';

/** What every part of the sandbox works with. Built once in server.ts. */
export type Core = {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly workspace: Workspace;
  readonly permissions: Permissions;
  readonly traffic: TrafficLog;
  readonly faults: FaultSwitchboard;
  readonly rates: RateLimiter;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly delivery: Delivery;
  /** Uploads that have a URL and are not completed yet. */
  readonly uploads: Map<string, PendingUpload>;
  /** What each person has picked inside messages, by person and message: Slack's `state.values`. */
  readonly picked: Map<string, Record<string, Record<string, Fields>>>;
  /** Where the server listens, such as `http://127.0.0.1:4400`. */
  url(): string;
  /** A URL a Socket Mode client may connect to once. */
  newSocketUrl(): string;
};

type PendingUpload = {
  readonly id: string;
  readonly name: string;
  readonly length: number;
  /** Who uploads: a person, or the bot user of the app. Nobody else can share it. */
  readonly by: string;
  readonly altText?: string | undefined;
  content?: Buffer;
};
