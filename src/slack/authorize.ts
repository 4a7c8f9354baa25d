import type { Directory, PersonCard } from './directory.ts';

/** Who asks, and where. */
type Asking = {
  readonly team: string;
  readonly user: string;
  readonly channel: string | null;
};

type Permit =
  | { readonly kind: 'allowed'; /** `team:user` */ readonly person: string; readonly name: string }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly message: string };

type RefusalReason = 'guest' | 'other-organization' | 'shared-channel' | 'not-a-person';

export type Authorize = (asking: Asking) => Promise<Permit>;

/**
 * The one question every door asks before anything is done: may this person, here? Guests, people of other
 * organizations and everyone in an externally shared channel are refused, unless `allow` lists the person's user id,
 * `team:user`, or the channel's id. Throws when Slack cannot be asked: nobody is let in on a guess.
 */
export function createAuthorize(ports: {
  readonly directory: Directory;
  readonly home: { readonly team: string; readonly enterprise: string | null };
  readonly allow: readonly string[];
}): Authorize {
  return async (asking) => {
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
};

function refuse(reason: RefusalReason): Permit {
  return { kind: 'refused', reason, message: messages[reason] };
}
