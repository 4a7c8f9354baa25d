import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { manifestJson } from '../../src/slack/manifest-json.ts';

const Manifest = z.object({
  features: z.object({
    slash_commands: z.array(z.object({ command: z.string(), should_escape: z.boolean() })),
    shortcuts: z.array(z.object({ callback_id: z.string(), type: z.string() })),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()) }),
    interactivity: z.object({ is_enabled: z.boolean() }),
    socket_mode_enabled: z.boolean(),
  }),
});
const yaml = readFileSync('manifest.yml', 'utf8');
const manifest = Manifest.parse(parse(yaml));

const files = globSync('src/**/*.ts');
const code = files.map((file) => readFileSync(file, 'utf8')).join('\n');
const all = (pattern: RegExp) =>
  [...new Set([...code.matchAll(pattern)].map((match) => (match[1] ?? '').replaceAll(/\s/g, '')))].toSorted();

/** The bot scopes a Web API method needs, from its page in Slack's reference. */
const scopesOf: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'canvases.create': ['canvases:write'],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.list': ['channels:read', 'groups:read'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'usergroups.users.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
};
const subscriptionsOf: Readonly<
  Record<string, { readonly events: readonly string[]; readonly scopes: readonly string[] }>
> = {
  app_home_opened: { events: ['app_home_opened'], scopes: [] },
  app_mention: { events: ['app_mention'], scopes: ['app_mentions:read'] },
  app_uninstalled: { events: ['app_uninstalled'], scopes: [] },
  message: { events: ['message.channels', 'message.groups'], scopes: ['channels:history', 'groups:history'] },
  reaction_added: { events: ['reaction_added'], scopes: ['reactions:read'] },
  reaction_removed: { events: ['reaction_removed'], scopes: ['reactions:read'] },
  tokens_revoked: { events: ['tokens_revoked'], scopes: [] },
};

const methods = all(
  /client\s*\.((?:auth|bookmarks|canvases|chat|conversations|files|pins|reactions|team|usergroups|users|views)(?:\s*\.\w+)+)\(/g,
);
const events = all(/app\.event\('(\w+)'/g);
const commands = all(/app\.command\('([^']+)'/g);
const shortcuts = all(/app\.shortcut\('(\w+)'/g);

describe('the manifest asks Slack for what the code uses, and for nothing else', () => {
  test('the code was looked at', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(methods).toContain('chat.postMessage');
    expect(methods.length).toBeGreaterThan(5);
    expect(events).toContain('app_mention');
    expect(code).not.toMatch(/client\.apiCall\(/);
  });

  test('every Web API method is known by its scopes', () => {
    expect(methods).toEqual(Object.keys(scopesOf).toSorted());
  });

  test('scopes', () => {
    const needed = [
      ...methods.flatMap((method) => scopesOf[method] ?? ['unknown']),
      ...events.flatMap((event) => subscriptionsOf[event]?.scopes ?? ['unknown']),
      ...(commands.length > 0 || shortcuts.length > 0 ? ['commands'] : []),
    ];
    expect(manifest.oauth_config.scopes.bot).toEqual([...new Set(needed)].toSorted());
  });

  test('events', () => {
    const needed = events.flatMap((event) => subscriptionsOf[event]?.events ?? ['unknown']);
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(needed.toSorted());
  });

  test('commands, with mentions escaped', () => {
    expect(manifest.features.slash_commands.map((it) => it.command)).toEqual(commands);
    expect(manifest.features.slash_commands.every((it) => it.should_escape)).toBe(true);
  });

  test('shortcuts, and interactivity for the buttons', () => {
    expect(manifest.features.shortcuts.map((it) => it.callback_id)).toEqual(shortcuts);
    expect(manifest.features.shortcuts.every((it) => it.type === 'message')).toBe(true);
    expect(manifest.settings.interactivity.is_enabled).toBe(true);
    expect(manifest.settings.socket_mode_enabled).toBe(true);
  });
});

test('manifest.json says what manifest.yml says (npm run manifest)', () => {
  expect(readFileSync('manifest.json', 'utf8')).toBe(manifestJson(yaml));
});
