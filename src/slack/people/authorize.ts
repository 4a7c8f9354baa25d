import type { Log } from '../../response/ports.ts';
import type { Directory, PersonCard } from './directory.ts';
import { isListed } from './listed.ts';

/** Who asks, and where. */
export type Asking = {
  readonly team: string;
  readonly user: string;
  readonly channel: string | null;
  /** The command that is asked for; null or left out when it is none that could be restricted. */
  readonly command?: string | null;
  /** The thread it was asked in, and the incident that was named, for the audit. */
  readonly thread?: string | null;
  readonly incident?: string | null;
};

type Permit =
  | { readonly kind: 'allowed'; /** `team:user` */ readonly person: string; readonly name: string }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly message: string };

export type RefusalReason = 'guest' | 'other-organization' | 'shared-channel' | 'not-a-person' | 'not-listed';

export type Authorize = (asking: Asking) => Promise<Permit>;

/**
 * The one question every door asks before anything is done: may this person, here? Guests, people of other
 * organizations and everyone in an externally shared channel are refused, unless `allow` lists the person's user id,
 * `team:user`, or the channel's id. A command that `restrict` names is for those it lists, as persons or by a user group,
 * and for nobody else. Throws when Slack cannot be asked: nobody is let in on a guess. Who is refused stands in the log,
 * and `keep` hears of it.
 */
export function createAuthorize(ports: {
  readonly directory: Directory;
  readonly home: { readonly team: string; readonly enterprise: string | null };
  readonly allow: readonly string[];
  readonly restrict?: Readonly<Record<string, readonly string[]>>;
  readonly log?: Log;
  readonly keep?: (asking: Asking, reason: RefusalReason) => Promise<void>;
}): Authorize {
  const decide = async (asking: Asking): Promise<Permit> => {
    const permit = await ofTheHouse(asking);
    if (permit.kind === 'refused') return permit;
    const listed = ports.restrict?.[asking.command ?? ''];
    if (listed === undefined || (await isListed(ports.directory, listed, asking))) return permit;
    return refuse('not-listed');
  };
  const ofTheHouse = async (asking: Asking): Promise<Permit> => {
    const card = await ports.directory.person(asking.user);
    if (card === null || card.isBot || card.isGone) return refuse('not-a-person');
    const person = `${asking.team}:${asking.user}`;
    const allowed: Permit = { kind: 'allowed', person, name: card.name };
    if ([asking.user, person, asking.channel ?? ''].some((id) => ports.allow.includes(id))) return allowed;
    if (card.isGuest) return refuse('guest');
    if (isFromElsewhere(asking, card, ports.home)) return refuse('other-organization');
    const channel = asking.channel === null ? null : await ports.directory.channel(asking.channel);
    return channel?.isExternallyShared ? refuse('shared-channel') : allowed;
  };
  return async (asking) => {
    const permit = await decide(asking);
    if (permit.kind === 'refused') {
      const { team, user, channel, command = null } = asking;
      ports.log?.warn('somebody was refused', {
        person: `${team}:${user}`,
        channel,
        command,
        reason: permit.reason,
      });
      await ports.keep?.(asking, permit.reason);
    }
    return permit;
  };
}

function isFromElsewhere(
  asking: Asking,
  card: PersonCard,
  home: { readonly team: string; readonly enterprise: string | null },
): boolean {
  if (card.isStranger) return true;
  if (home.enterprise !== null && card.enterprise === home.enterprise) return false;
  return [asking.team, card.team].some((team) => team !== '' && team !== home.team);
}

const messages: Readonly<Record<RefusalReason, string>> = {
  guest: 'Sorry, guests cannot work on incidents here.',
  'other-organization': 'Sorry, only people of this organization can work on incidents here.',
  'shared-channel':
    'Sorry, this channel is shared with another organization, so incidents are not discussed here.',
  'not-a-person': 'Sorry, only people can work on incidents here.',
  'not-listed':
    'Sorry, only the people named for this command under slack.restrict may use it. Nothing was done.',
};

function refuse(reason: RefusalReason): Permit {
  return { kind: 'refused', reason, message: messages[reason] };
}
