import type { Offers } from '../../sandbox/page/contract.ts';
import { COMMANDS } from '../../commands/list.ts';
import type { Recording } from './recorded-incident.ts';

/** What the page of the local Slack is told about the bot: words to complete, reactions that do something, a first incident. */
export function offersOf(given: {
  readonly recordings: readonly Recording[];
  readonly timelineEmoji: readonly string[];
}): Partial<Offers> {
  return {
    channel: 'ml-incidents',
    recordings: given.recordings,
    words: COMMANDS.map(({ name, usage, summary }) => ({ word: name, usage, hint: summary })),
    reactions: given.timelineEmoji.map((name) => ({
      name,
      meaning: 'Puts the message on the timeline of its incident',
    })),
    guide: given.recordings.length === 0 ? [] : firstIncident,
    afterwards,
  };
}

const firstIncident: Offers['guide'] = [
  {
    title: 'Open the thread',
    text: 'A monitor rang, and one incident was opened for it. What was measured is in its thread: press the line of replies under the message.',
    done: { when: 'thread_open' },
  },
  {
    title: 'Ask for whom it is bad',
    text: 'Break the change down by anything that the model knows about its requests.',
    type: '@rca scope country',
    done: { when: 'said', word: 'scope' },
  },
  {
    title: 'Press a button',
    text: 'The first message of the thread always has the next thing to do as a button. Press one.',
    done: { when: 'pressed' },
  },
  {
    title: 'Answer why',
    text: 'Why could it happen? Commands go into the channel; this one opens a window. A why rests on evidence, or is marked unproven.',
    type: '/rca why ask',
    done: { when: 'said', word: 'why' },
  },
  {
    title: 'Resolve it and read the note',
    text: 'Say what ended it, and whether that was the root cause. The note in the thread then has the timeline, the evidence behind every claim, and what is still to be filled in.',
    type: '/rca resolve',
    done: { when: 'said', word: 'resolve' },
  },
];

const afterwards: Offers['afterwards'] = [
  {
    title: 'Point it at your own data',
    text: 'Write a fishbone.yml for your tables and let doctor look at it; npm start then works on them, still in this Slack.',
    commands: ['npm run -s fishbone -- init', 'npm run -s fishbone -- doctor', 'npm start'],
  },
  {
    title: 'Connect your own Slack',
    text: 'Create an app from manifest.yml, put its two tokens into the environment, and start again.',
    commands: ['export SLACK_BOT_TOKEN=xoxb-…', 'export SLACK_APP_TOKEN=xapp-…', 'npm start'],
  },
];
