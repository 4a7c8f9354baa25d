import type { PageSetup } from './page-server/setup.ts';

/** How to start a sandbox. Everything has a default; a test usually names only what it is about. */
export type SandboxOptions = {
  /** 0 (default) takes any free port; a taken port gives way to the next free one. */
  readonly port?: number;
  /** A parsed Slack app manifest, or the path of a manifest.yml. Without it everything is allowed. */
  readonly manifest?: unknown;
  readonly botToken?: string;
  readonly appToken?: string;
  /** Deliver events over signed HTTP to this URL instead of Socket Mode. */
  readonly requestUrl?: string;
  readonly signingSecret?: string;
  readonly rateLimits?: 'slack' | 'off';
  /** How many times faster than the wall retries, rate limits and response-URL lifetimes run. Default 1. */
  readonly speed?: number;
  /** Wall milliseconds the bot has to ack. Default 3000, as in Slack. */
  readonly ackLimitMs?: number;
  /** Wall milliseconds a trigger_id lives. Default 3000, as in Slack. */
  readonly triggerLifetimeMs?: number;
  /** Wall milliseconds before a new file can be shown in an image block. Default 0. */
  readonly fileProcessingMs?: number;
  /** The time of the first message; later ones follow with the wall. Default now; a recording says when it was. */
  readonly startedAt?: Date;
  /** The time of every message, for a recording that can be paused; takes the place of `startedAt`. */
  readonly now?: () => Date;
  /** What the page offers besides Slack itself: recordings to play, a guide. */
  readonly page?: PageSetup;
  /** Seed for faults that strike by chance. */
  readonly seed?: number;
  /** How many exchanges `traffic` keeps. */
  readonly trafficLimit?: number;
};

export type Settings = Required<Omit<SandboxOptions, 'manifest' | 'requestUrl' | 'startedAt'>> &
  Pick<SandboxOptions, 'manifest' | 'requestUrl'>;

export function withDefaults(options: SandboxOptions): Settings {
  return {
    manifest: options.manifest,
    requestUrl: options.requestUrl,
    port: options.port ?? 0,
    botToken: options.botToken ?? 'xoxb-sandbox-bot-token',
    appToken: options.appToken ?? 'xapp-sandbox-app-token',
    signingSecret: options.signingSecret ?? 'sandbox-signing-secret',
    rateLimits: options.rateLimits ?? 'slack',
    speed: options.speed ?? 1,
    ackLimitMs: options.ackLimitMs ?? 3000,
    triggerLifetimeMs: options.triggerLifetimeMs ?? 3000,
    fileProcessingMs: options.fileProcessingMs ?? 0,
    now: options.now ?? clockFrom(options.startedAt ?? new Date()),
    page: options.page ?? {},
    seed: options.seed ?? 1,
    trafficLimit: options.trafficLimit ?? 2000,
  };
}

/** The wall clock, moved so that it shows `startedAt` now. */
function clockFrom(startedAt: Date): () => Date {
  const ahead = startedAt.getTime() - Date.now();
  return () => new Date(Date.now() + ahead);
}
