import type { WorkspaceNow } from '../state/workspace.ts';
import { emojiCharacter, emojiNamed } from '../emoji/names.ts';

/** Something that could be what the person is typing. */
export type Suggestion = { readonly text: string; readonly label: string; readonly hint: string };

const most = 8;

/**
 * What can stand at the end of a text: commands at its beginning, their words after them, people, channels, emoji.
 * Choosing one replaces the text from `from` on.
 */
export function suggestionsFor(
  workspace: WorkspaceNow,
  typed: string,
  isInThread: boolean,
): { readonly from: number; readonly suggestions: readonly Suggestion[] } {
  const nothing = { from: typed.length, suggestions: [] };
  const { commands, offers, app } = workspace;
  if (/^\/\S*$/u.test(typed) && !isInThread) {
    const fitting = commands.filter((it) => it.command.startsWith(typed));
    return {
      from: 0,
      suggestions: fitting.map((it) => ({
        text: `${it.command} `,
        label: `${it.command} ${it.usageHint}`,
        hint: it.description,
      })),
    };
  }
  const openers = [`@${app.name}`, ...(isInThread ? [] : commands.map((it) => it.command))];
  const opener = openers.find((it) => typed.startsWith(`${it} `));
  const word = opener === undefined ? '' : typed.slice(opener.length + 1);
  if (opener !== undefined && /^\S*$/u.test(word)) {
    const fitting = offers.words.filter((it) => it.word.startsWith(word) && it.word !== word);
    return {
      from: opener.length + 1,
      suggestions: fitting.map((it) => ({ text: `${it.word} `, label: it.usage, hint: it.hint })),
    };
  }
  const mention = /(?<=^|\s)@(?<name>[\w.-]*)$/u.exec(typed);
  if (mention) {
    const name = mention.groups?.['name'] ?? '';
    const people = [...workspace.people.values()]
      .filter(
        (it) =>
          it.id !== 'USLACKBOT' && (it.name.startsWith(name) || it.realName.toLowerCase().startsWith(name)),
      )
      .sort((one, other) => Number(other.name === app.name) - Number(one.name === app.name));
    return {
      from: mention.index,
      suggestions: people.slice(0, most).map((it) => ({
        text: `@${it.name} `,
        label: it.isBot ? it.name : it.realName,
        hint: it.isBot ? 'app' : it.title,
      })),
    };
  }
  const channel = /(?<=^|\s)#(?<name>[\w-]*)$/u.exec(typed);
  if (channel) {
    const name = channel.groups?.['name'] ?? '';
    const fitting = [...workspace.channels.values()].filter(
      (it) => it.kind !== 'im' && it.name.startsWith(name),
    );
    return {
      from: channel.index,
      suggestions: fitting
        .slice(0, most)
        .map((it) => ({ text: `#${it.name} `, label: `#${it.name}`, hint: '' })),
    };
  }
  const emoji = /(?<=^|\s):(?<name>[\w+-]{2,})$/u.exec(typed);
  if (emoji)
    return {
      from: emoji.index,
      suggestions: emojiNamed(emoji.groups?.['name'] ?? '')
        .slice(0, most)
        .map((name) => ({ text: `:${name}: `, label: `${emojiCharacter(name) ?? ''} :${name}:`, hint: '' })),
    };
  return nothing;
}
