import type { Directory } from './directory.ts';

/**
 * Whether a person is among those listed: by user id, as `team:user`, or as a member of a user group whose id is listed.
 * Throws when Slack cannot be asked after a group: nobody is let in on a guess.
 */
export async function isListed(
  directory: Pick<Directory, 'group'>,
  listed: readonly string[],
  { team, user }: { readonly team: string; readonly user: string },
): Promise<boolean> {
  if (listed.includes(user) || listed.includes(`${team}:${user}`)) return true;
  for (const group of listed.filter((id) => /^S[A-Z0-9]{2,}$/.test(id))) {
    if ((await directory.group(group))?.includes(user) === true) return true;
  }
  return false;
}
