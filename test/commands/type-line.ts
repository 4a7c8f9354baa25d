import type { CommandRequest, Reply } from '../../commands/command.ts';
import { COMMANDS } from '../../commands/list.ts';
import { parseLine } from '../../commands/parse.ts';
import type { Office } from '../response/office.ts';

/** Types a line as a person would, for INC-1 unless it or the request names another. */
export async function typeLine(
  office: Office,
  line: string,
  request: Partial<CommandRequest> = {},
): Promise<Reply> {
  const parsed = parseLine(line, COMMANDS);
  if (parsed.kind !== 'run') throw new Error(`${line} means ${parsed.kind}`);
  const command = COMMANDS.find((one) => one.name === parsed.command);
  if (command === undefined) throw new Error(`there is no ${parsed.command}`);
  return command.run(
    {
      words: parsed.words,
      person: 'T1:U1',
      door: 'mention',
      incident: parsed.incident ?? 'INC-1',
      channel: 'C1',
      now: office.now,
      origin: null,
      ...request,
    },
    office.responder,
  );
}
