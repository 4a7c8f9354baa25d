import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const SlashCommand = z.object({
  command: z.string(),
  description: z.string().default(''),
  usage_hint: z.string().default(''),
  should_escape: z.boolean().default(false),
});
const Shortcut = z.object({ name: z.string(), type: z.enum(['message', 'global']), callback_id: z.string() });

/** The part of a Slack app manifest that Slack enforces at run time. */
const Manifest = z.object({
  display_information: z.object({ name: z.string() }).optional(),
  features: z
    .object({
      bot_user: z.object({ display_name: z.string() }).optional(),
      slash_commands: z.array(SlashCommand).default([]),
      shortcuts: z.array(Shortcut).default([]),
    })
    .default({ slash_commands: [], shortcuts: [] }),
  oauth_config: z
    .object({ scopes: z.object({ bot: z.array(z.string()).default([]) }).default({ bot: [] }) })
    .default({ scopes: { bot: [] } }),
  settings: z
    .object({
      event_subscriptions: z
        .object({ bot_events: z.array(z.string()).default([]) })
        .default({ bot_events: [] }),
    })
    .default({ event_subscriptions: { bot_events: [] } }),
});

/**
 * What the installed app may do. Without a manifest everything is allowed, which is right for trying one thing quickly
 * and wrong for a test of the whole bot.
 */
export type Permissions = {
  readonly botName: string;
  /** Undefined: no manifest was given, so every scope counts as granted. */
  readonly scopes: ReadonlySet<string> | undefined;
  hasScope(scope: string): boolean;
  subscribesTo(event: string): boolean;
  /** The command's settings; undefined when the app does not have it. */
  command(name: string): { readonly shouldEscape: boolean } | undefined;
  shortcut(callbackId: string, type: 'message' | 'global'): boolean;
  /** What a client can offer; empty without a manifest, although everything is allowed then. */
  readonly commands: readonly {
    readonly command: string;
    readonly description: string;
    readonly usageHint: string;
  }[];
  readonly shortcuts: readonly {
    readonly name: string;
    readonly type: 'message' | 'global';
    readonly callbackId: string;
  }[];
};

/** @param source a parsed manifest, or the path of a manifest.yml. Throws a ZodError when it is not a manifest. */
export function readPermissions(source: unknown): Permissions {
  if (source === undefined) return everythingAllowed;
  const raw: unknown = typeof source === 'string' ? parse(readFileSync(source, 'utf8')) : source;
  const manifest = Manifest.parse(raw);
  const scopes = new Set(manifest.oauth_config.scopes.bot);
  const events = new Set(manifest.settings.event_subscriptions.bot_events);
  return {
    botName: manifest.features.bot_user?.display_name ?? manifest.display_information?.name ?? 'rca',
    scopes,
    hasScope: (scope) => scopes.has(scope),
    subscribesTo: (event) => events.has(event),
    command: (name) => {
      const found = manifest.features.slash_commands.find((command) => command.command === name);
      return found && { shouldEscape: found.should_escape };
    },
    shortcut: (callbackId, type) =>
      manifest.features.shortcuts.some((it) => it.callback_id === callbackId && it.type === type),
    commands: manifest.features.slash_commands.map((it) => ({
      command: it.command,
      description: it.description,
      usageHint: it.usage_hint,
    })),
    shortcuts: manifest.features.shortcuts.map((it) => ({
      name: it.name,
      type: it.type,
      callbackId: it.callback_id,
    })),
  };
}

const everythingAllowed: Permissions = {
  botName: 'rca',
  scopes: undefined,
  hasScope: () => true,
  subscribesTo: () => true,
  command: () => ({ shouldEscape: true }),
  shortcut: () => true,
  commands: [],
  shortcuts: [],
};
