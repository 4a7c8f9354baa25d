import type { Command } from '../../../commands/command.ts';
import { helpLine } from '../../../commands/parse.ts';
import type { ParsedLine } from '../../../commands/parse.ts';
import type { Block, Document } from '../../message/document.ts';
import type { Form } from '../../message/forms/form.ts';
import type { IncidentSummary } from '../../response/store/store.ts';

/** What the doors themselves have to say to one person: which incident, which command, why not. */

const mostPicks = 10;

/** Several incidents could be meant: one button each, which runs the same line for that one. */
export function pickIncident(
  incidents: readonly IncidentSummary[],
  line: string,
  question: string,
): Document {
  const shown = incidents.slice(0, mostPicks);
  const left = incidents.length - shown.length;
  const more: readonly Block[] =
    left === 0
      ? []
      : [{ kind: 'context', text: [`… ${left} more; name one in front: `, { code: `/rca INC-1 ${line}` }] }];
  return {
    summary: `${question} ${shown.map((incident) => incident.id).join(', ')}`,
    blocks: [
      { kind: 'paragraph', text: [question] },
      {
        kind: 'buttons',
        buttons: shown.map((incident) => ({
          label: `${incident.id} · ${incident.title}`,
          command: `${incident.id} ${line}`.trimEnd(),
        })),
      },
      ...more,
    ],
  };
}

export function noIncident(command: string): Document {
  return {
    summary: 'No incident is open in this channel.',
    blocks: [
      {
        kind: 'paragraph',
        text: ['No incident is open in this channel, so there is nothing to ', { code: command }, '.'],
      },
      {
        kind: 'context',
        text: [
          'Open one with ',
          { code: '/rca open' },
          ', or name one: ',
          { code: `/rca INC-12 ${command}` },
        ],
      },
    ],
  };
}

export function noSuchIncident(id: string): Document {
  return plainHint(`There is no incident ${id}.`, '/rca help', 'What can be asked:');
}

export function unknownCommand(parsed: Extract<ParsedLine, { kind: 'unknown' }>): Document {
  const said = `There is no command "${parsed.word}".`;
  const meant: readonly Block[] =
    parsed.corrected === null
      ? []
      : [
          { kind: 'paragraph', text: ['Did you mean ', { code: `/rca ${parsed.corrected}` }, '?'] },
          { kind: 'buttons', buttons: [{ label: `Run ${parsed.corrected}`, command: parsed.corrected }] },
        ];
  const example = parsed.corrected ?? parsed.example;
  return {
    summary: `${said} Try: /rca ${example}`,
    blocks: [
      { kind: 'paragraph', text: [said] },
      ...meant,
      {
        kind: 'context',
        text: [
          // With nothing near, the list of all commands is the example.
          ...(parsed.example === helpLine ? [] : ['For example ', { code: `/rca ${parsed.example}` }, '; ']),
          parsed.example === helpLine ? 'All commands: ' : 'all commands: ',
          { code: `/rca ${helpLine}` },
        ],
      },
    ],
  };
}

export function listCommands(commands: readonly Command[], about: string | null): Document {
  const shown = about === null ? commands : commands.filter((command) => command.name === about);
  return {
    summary: `Commands: ${shown.map((command) => command.name).join(', ')}`,
    blocks: shown.flatMap((command): readonly Block[] => [
      { kind: 'paragraph', text: [{ bold: command.name }, ` – ${command.summary}`] },
      {
        kind: 'context',
        text: [{ code: `/rca ${command.usage}` }, '   for example ', { code: `/rca ${command.example}` }],
      },
    ]),
  };
}

export function refused(message: string): Document {
  return { summary: message, blocks: [{ kind: 'paragraph', text: [message] }] };
}

/** Something broke, in words and with what to do. */
export function broke(message: string, hint: string): Document {
  return {
    summary: `${message} ${hint}`,
    blocks: [
      { kind: 'paragraph', text: [message] },
      { kind: 'context', text: [hint] },
    ],
  };
}

/** A mention has no way to open a form, and a trigger may have grown too old: a button asks anew. */
export function pressForForm(form: Form, line: string): Document {
  const said = `${form.title} is a form. Press to fill it in.`;
  const command = line.startsWith(form.incident) ? line : `${form.incident} ${line}`;
  return {
    summary: said,
    blocks: [
      { kind: 'paragraph', text: [said] },
      { kind: 'buttons', buttons: [{ label: 'Open the form', command, style: 'primary' }] },
    ],
  };
}

/** It was tried several times; somebody has to look. */
export function gaveUp(): Document {
  return broke('That did not work, several times over.', 'Ask again in a while; the log says what broke.');
}

/** The answer is in the thread; the person asked somewhere else. */
export function answeredInThread(incident: string, link: string | null): Document {
  const where = link === null ? incident : { link, text: `the thread of ${incident}` };
  return {
    summary: `The answer is in the thread of ${incident}.`,
    blocks: [{ kind: 'context', text: ['The answer is in ', where, '.'] }],
  };
}

function plainHint(said: string, command: string, before: string): Document {
  return {
    summary: said,
    blocks: [
      { kind: 'paragraph', text: [said] },
      { kind: 'context', text: [`${before} `, { code: command }] },
    ],
  };
}
