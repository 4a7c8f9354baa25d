import type { Command } from '../../../commands/command.ts';
import { broke, refused } from './hints.ts';
import type { TimelineMessages } from './timeline-message.ts';

/**
 * `pin <link of a message>`: what the message shortcut asks for when it must first be asked which incident. Only messages
 * of the channel it is asked in, so that nobody reads a private channel through the bot.
 */
export function createPinCommand(messages: TimelineMessages): Command {
  return {
    name: 'pin',
    summary: 'put a message of this channel on the timeline',
    usage: 'pin <link of the message>',
    example: 'pin https://example.slack.com/archives/C012AB3CD/p1700000000000100',
    stage: 'any time',
    needs: 'incident',
    async run(request) {
      const place = readMessageLink(request.words[0] ?? '');
      if (place === null || request.incident === null) {
        const hint = 'Copy it with "Copy link" in the message\'s menu.';
        return { kind: 'tell', document: broke('That is not the link of a message.', hint) };
      }
      const message = place.channel === request.channel ? await messages.find(place.channel, place.ts) : null;
      if (message === null) {
        return { kind: 'tell', document: refused('There is no such message in this channel.') };
      }
      const { incident, person, now } = request;
      const via = request.door === 'button' ? 'shortcut' : 'command';
      const outcome = await messages.add({ incident, channel: place.channel, message, via, person, now });
      switch (outcome.kind) {
        case 'known':
          return { kind: 'tell', document: refused(`It is on the timeline of ${incident} already.`) };
        case 'refused':
          return { kind: 'tell', document: broke(outcome.message, outcome.hint) };
        case 'done':
          return { kind: 'recorded', incident };
      }
    },
  };
}

/** The line that a button of the picker carries. */
export function pinLine(channel: string, ts: string): string {
  return `pin https://slack.com/archives/${channel}/p${ts.replace('.', '')}`;
}

/** `https://team.slack.com/archives/C1/p1700000000000100` names a channel and a message. */
function readMessageLink(link: string): { readonly channel: string; readonly ts: string } | null {
  const match = /^https:\/\/[^/]*slack\.com\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})(?:\?|$)/.exec(link);
  const [, channel, seconds, micros] = match ?? [];
  return channel === undefined ? null : { channel, ts: `${seconds}.${micros}` };
}
