import { STAGES } from '../src/incident/stages.ts';
import type { Block, Document, Inline, Text } from '../src/message/document.ts';
import type { Command } from './command.ts';
import { COMMANDS } from './list.ts';

export const help: Command = {
  name: 'help',
  summary: 'what can be asked, step by step, or how one is used',
  usage: 'help [command | step 1 to 8]',
  example: 'help scope',
  stage: 'any time',
  needs: 'nothing',
  async run(request) {
    const word = request.words[0]?.toLowerCase() ?? '';
    const about = COMMANDS.find((command) => command.name === word);
    if (about !== undefined) return { kind: 'tell', document: usageOf(about) };
    const group = GROUPS[Number(word) - 1];
    return { kind: 'tell', document: group === undefined ? overview() : stepOf(group) };
  },
};

type Group = { readonly stage: Command['stage']; readonly asks: string };

const ASKS: Readonly<Record<Command['stage'], string>> = {
  Signal: 'is it real, and who is on it?',
  Symptom: 'what changed, and since when?',
  Scope: 'for whom?',
  Suspects: 'what may be to blame?',
  Samples: 'what do single requests show?',
  Simulate: 'does one change make it go away?',
  Settle: 'why could it happen, and what stays?',
  'any time': 'where are we?',
};

/** The steps of the loop, and what is of use in all of them. */
const GROUPS: readonly Group[] = [...STAGES, 'any time' as const].map((stage) => ({
  stage,
  asks: ASKS[stage],
}));

const nameOf = (group: Group): string => `${GROUPS.indexOf(group) + 1} ${group.stage}`;
const commandsOf = ({ stage }: Group): readonly Command[] =>
  COMMANDS.filter((command) => command.stage === stage);

/** Fits a phone: two lines a step, and a button to each for more. */
function overview(): Document {
  const lines = GROUPS.flatMap((group, index): readonly Inline[] => [
    ...(index === 0 ? [] : ['\n']),
    { bold: nameOf(group) },
    ` ${group.asks}\n`,
    ...commandsOf(group).flatMap((command, at): readonly Inline[] => [
      ...(at === 0 ? [] : [' ']),
      { code: command.name },
    ]),
  ]);
  return {
    summary: `Commands: ${COMMANDS.map((command) => command.name).join(', ')}`,
    blocks: [
      { kind: 'paragraph', text: lines },
      {
        kind: 'context',
        text: [
          'How one is used: ',
          { code: '/rca help scope' },
          '\nIn an incident thread: ',
          { code: '@rca scope' },
          '\nWith several incidents open: ',
          { code: '/rca INC-12 scope' },
        ],
      },
      {
        kind: 'buttons',
        buttons: GROUPS.map((group, index) => ({ label: nameOf(group), command: `help ${index + 1}` })),
      },
    ],
  };
}

/** The commands of one step, with what each is for and how it is typed. */
function stepOf(group: Group): Document {
  const commands = commandsOf(group);
  return {
    summary: `${nameOf(group)}: ${commands.map((command) => command.name).join(', ')}`,
    blocks: [
      { kind: 'paragraph', text: [{ bold: nameOf(group) }, ` ${group.asks}`] },
      {
        kind: 'list',
        items: commands.map((command): Text => [
          { bold: command.name },
          ` ${command.summary}\n`,
          { code: command.example },
        ]),
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
