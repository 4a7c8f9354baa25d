import { postMessage } from '../api/posting.ts';
import type { Core } from '../core.ts';
import type { Fields } from '../fields.ts';
import type { Message, User } from '../workspace/entities.ts';
import { namedChannel } from './find.ts';

/** Another app's bot, such as a monitor that posts alerts into a channel. */
export type OtherBot = {
  readonly userId: string;
  readonly botId: string;
  post(
    channel: string,
    said: {
      readonly text?: string;
      readonly attachments?: readonly Fields[];
      readonly blocks?: readonly Fields[];
      readonly thread?: string;
    },
  ): Message;
};

/** The bot of that name; a new one joins the workspace with its first use. */
export function otherBot(core: Core, name: string): OtherBot {
  const { state } = core.workspace;
  const id = name
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/gu, '')
    .slice(0, 9)
    .padEnd(9, '0');
  const botUser: User = {
    id: `U${id}`,
    name,
    realName: name,
    title: '',
    isBot: true,
    isRestricted: false,
    isDeleted: false,
    timeZone: 'Etc/UTC',
  };
  if (!state.users.has(botUser.id)) core.workspace.record({ type: 'user_joined', user: botUser });
  return {
    userId: botUser.id,
    botId: `B${id}`,
    post(channel, said) {
      const content = {
        text: said.text ?? '',
        blocks: said.blocks ?? [],
        attachments: said.attachments ?? [],
      };
      return postMessage(core, namedChannel(core, channel), content, {
        threadTs: said.thread,
        subtype: 'bot_message',
        author: { user: botUser.id, botId: `B${id}`, appId: `A${id}` },
      });
    },
  };
}
