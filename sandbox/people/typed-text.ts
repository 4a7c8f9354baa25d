import type { WorkspaceState } from '../workspace/state.ts';

/**
 * What Slack makes of typed text: `&`, `<`, `>` escaped; `@name`, `#channel`, `@here` and URLs turned into tokens.
 * Unknown names stay as typed.
 */
export function typedText(state: WorkspaceState, typed: string): string {
  const escaped = typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return linkNames(state, escaped, (user) => `<@${user.id}>`);
}

/** What a command with `should_escape` gets: tokens with the name after a bar. */
export function escapedCommandText(state: WorkspaceState, typed: string): string {
  return linkNames(state, typed, (user) => `<@${user.id}|${user.name}>`);
}

function linkNames(
  state: WorkspaceState,
  text: string,
  userToken: (user: { id: string; name: string }) => string,
): string {
  const users = [...state.users.values()];
  const channels = [...state.channels.values()];
  return text
    .replaceAll(/\bhttps?:\/\/[^\s|]+/gu, (url) => `<${url}>`)
    .replaceAll(/(?<![\w<|/])@([\w.-]*\w)/gu, (whole, name: string) => {
      if (name === 'here' || name === 'channel' || name === 'everyone') return `<!${name}>`;
      const user = users.find((it) => it.name === name || it.id === name);
      return user ? userToken(user) : whole;
    })
    .replaceAll(/(?<![\w<|/&])#([\p{Ll}\p{N}_-]+)/gu, (whole, name: string) => {
      const channel = channels.find((it) => it.name === name);
      return channel ? `<#${channel.id}|${channel.name}>` : whole;
    });
}
