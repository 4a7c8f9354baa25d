import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Clock } from '../../time/clock.ts';
import { platformError } from '../slack-errors.ts';

export type PersonCard = {
  readonly id: string;
  readonly name: string;
  readonly team: string;
  readonly enterprise: string | null;
  readonly isGuest: boolean;
  readonly isStranger: boolean;
  readonly isBot: boolean;
  readonly isGone: boolean;
};
type ChannelCard = {
  readonly id: string;
  readonly name: string;
  readonly isExternallyShared: boolean;
};

/** Who and what an id is, asked of Slack and remembered for a while. Null: Slack does not know it. */
export type Directory = {
  person(id: string): Promise<PersonCard | null>;
  channel(id: string): Promise<ChannelCard | null>;
  /** The user ids of a user group's members. */
  group(id: string): Promise<readonly string[] | null>;
};

const UserInfo = z.object({
  user: z.object({
    id: z.string(),
    name: z.string().default(''),
    team_id: z.string().default(''),
    real_name: z.string().optional(),
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
    is_restricted: z.boolean().default(false),
    is_ultra_restricted: z.boolean().default(false),
    is_stranger: z.boolean().default(false),
    profile: z.object({ display_name: z.string().optional(), real_name: z.string().optional() }).optional(),
    enterprise_user: z.object({ enterprise_id: z.string().optional() }).optional(),
  }),
});
const ChannelInfo = z.object({
  channel: z.object({
    id: z.string(),
    name: z.string().default(''),
    is_ext_shared: z.boolean().default(false),
    is_pending_ext_shared: z.boolean().default(false),
  }),
});

const GroupUsers = z.object({ users: z.array(z.string()).readonly() });

/** @param keepMs how long an answer counts; a person made a guest is one after that time at the latest. */
export function openDirectory(client: WebClient, clock: Clock, keepMs = 5 * 60_000): Directory {
  const people = remember(clock, keepMs, async (id: string) => {
    const { user } = UserInfo.parse(await client.users.info({ user: id }));
    return {
      id: user.id,
      name: user.profile?.display_name || user.profile?.real_name || user.real_name || user.name || user.id,
      team: user.team_id,
      enterprise: user.enterprise_user?.enterprise_id ?? null,
      isGuest: user.is_restricted || user.is_ultra_restricted,
      isStranger: user.is_stranger,
      isBot: user.is_bot,
      isGone: user.deleted,
    };
  });
  const channels = remember(clock, keepMs, async (id: string) => {
    const { channel } = ChannelInfo.parse(await client.conversations.info({ channel: id }));
    return {
      id: channel.id,
      name: channel.name,
      isExternallyShared: channel.is_ext_shared || channel.is_pending_ext_shared,
    };
  });
  const groups = remember(
    clock,
    keepMs,
    async (id: string) => GroupUsers.parse(await client.usergroups.users.list({ usergroup: id })).users,
  );
  return { person: people, channel: channels, group: groups };
}

const unknownIds = [
  'no_such_subteam',
  'user_not_found',
  'user_not_visible',
  'users_not_found',
  'channel_not_found',
];
const mostKept = 2000;

/** A failure is not remembered; an id that Slack does not know is. */
function remember<Card>(clock: Clock, keepMs: number, ask: (id: string) => Promise<Card>) {
  const kept = new Map<string, { readonly until: number; readonly card: Card | null }>();
  return async (id: string): Promise<Card | null> => {
    const now = clock.now().getTime();
    const known = kept.get(id);
    if (known !== undefined && known.until > now) return known.card;
    const card = await ask(id).catch((error: unknown) => {
      if (unknownIds.includes(platformError(error) ?? '')) return null;
      throw error;
    });
    if (kept.size >= mostKept) kept.clear();
    kept.set(id, { until: now + keepMs, card });
    return card;
  };
}
