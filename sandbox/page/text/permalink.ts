/** What a link of this workspace leads to. */
export type Permalink =
  | { readonly to: 'message'; readonly channel: string; readonly ts: string }
  | { readonly to: 'file'; readonly id: string };

/** Reads a link to a message or a file as Slack writes them; null for any other address. */
export function readPermalink(url: string): Permalink | null {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address?.hostname.endsWith('.slack.com') !== true) return null;
  const message = /^\/archives\/(?<channel>\w+)\/p(?<seconds>\d{10})(?<rest>\d{6})$/u.exec(address.pathname);
  const { channel, seconds, rest } = message?.groups ?? {};
  if (channel !== undefined && seconds !== undefined && rest !== undefined)
    return { to: 'message', channel, ts: `${seconds}.${rest}` };
  const id = /^\/files\/\w+\/(?<id>\w+)\//u.exec(address.pathname)?.groups?.['id'];
  return id === undefined ? null : { to: 'file', id };
}
