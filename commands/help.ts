import type { Block, Document, Text } from '../src/message/document.ts';
import type { Command } from './command.ts';
import { COMMANDS } from './list.ts';

export const help: Command = {
  name: 'help',
  summary: 'what can be asked, or how one command is used',
  usage: 'help [command]',
  example: 'help scope',
  needs: 'nothing',
  async run(request) {
    const about = COMMANDS.find((command) => command.name === request.words[0]?.toLowerCase());
    return { kind: 'tell', document: about === undefined ? overview() : usageOf(about) };
  },
};

/** A line on a phone, without its bullet. */
const phoneColumns = 56;

/** How it is typed and what for; where both are too long for a phone, how it is typed says what for. */
function overviewLine(command: Command): Text {
  const { usage, summary } = command;
  const fits = `${usage} ${summary}`.length <= phoneColumns;
  if (fits) return [{ code: usage }, ` ${summary}`];
  return [{ code: usage.length <= phoneColumns ? usage : `${usage.slice(0, phoneColumns - 1).trimEnd()}…` }];
}

/** Fits a phone: one line a command. */
function overview(): Document {
  return {
    summary: `Commands: ${COMMANDS.map((command) => command.name).join(', ')}`,
    blocks: [
      { kind: 'list', items: COMMANDS.map(overviewLine) },
      {
        kind: 'context',
        text: [
          'In a channel: ',
          { code: '/rca scope' },
          '\nIn an incident thread: ',
          { code: '@rca scope' },
          '\nWith several incidents open: ',
          { code: '/rca INC-12 scope' },
        ],
      },
    ],
  };
}

function usageOf(command: Command): Document {
  const blocks: readonly Block[] = [
    { kind: 'paragraph', text: [{ bold: command.name }, ` — ${command.summary}`] },
    {
      kind: 'facts',
      facts: [
        { label: 'Usage', value: [{ code: command.usage }] },
        { label: 'Example', value: [{ code: command.example }] },
      ],
    },
  ];
  return { summary: `${command.name}: ${command.summary}. Usage: ${command.usage}`, blocks };
}
