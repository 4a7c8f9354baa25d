import { z } from 'zod';
import type { Command, CommandRequest, Door, Reply } from '../../../commands/command.ts';
import { parseLine } from '../../../commands/parse.ts';
import type { ParsedLine } from '../../../commands/parse.ts';
import type { Log } from '../../response/ports.ts';
import type { Responder } from '../../response/responder.ts';
import type { IncidentStore, IncidentSummary } from '../../response/store/store.ts';
import { broke, listCommands, noIncident, noSuchIncident, pickIncident, unknownCommand } from './hints.ts';

/** A line as somebody typed or pressed it, and where. */
export type LineRequest = {
  readonly line: string;
  readonly door: Door;
  /** `team:user`, already authorized. */
  readonly person: string;
  readonly channel: string | null;
  /** The thread's first message, when it was said in a thread. */
  readonly thread: string | null;
  readonly origin: CommandRequest['origin'];
  readonly now: Date;
};

export type Dispatch = (request: LineRequest) => Promise<Reply>;

export type DispatchPorts = {
  readonly commands: readonly Command[];
  readonly responder: Responder;
  readonly incidents: Pick<IncidentStore, 'summary' | 'list' | 'byThread'>;
  readonly log: Log;
};

/** An error that knows what to do about it is told as it is; trying again would not help. */
const Explained = z.object({ code: z.string(), message: z.string(), hint: z.string() });

/**
 * Every door hands its line over here. It is parsed, the incident that is meant is found (named in front, by the thread,
 * or the only open one of the channel), and the command runs. Throws what a command throws without an explanation.
 */
export function createDispatch(ports: DispatchPorts): Dispatch {
  return async (request) => {
    const parsed = parseLine(request.line, ports.commands);
    switch (parsed.kind) {
      case 'unknown':
        return { kind: 'tell', document: unknownCommand(parsed) };
      case 'help':
        return run(ports, request, named(parsed, 'help', parsed.about === null ? [] : [parsed.about]));
      case 'empty':
        return run(
          ports,
          request,
          named(parsed, await commandForNothing(ports, request, parsed.incident), []),
        );
      case 'run':
        return run(ports, request, parsed);
    }
  };
}

type Runnable = {
  readonly incident: string | null;
  readonly command: string;
  readonly words: readonly string[];
};

function named(parsed: ParsedLine, command: string, words: readonly string[]): Runnable {
  return { incident: parsed.incident, command, words };
}

/** `/rca` alone: what can be done now, if there is something going on here; else what can be asked. */
async function commandForNothing(
  ports: DispatchPorts,
  request: LineRequest,
  incident: string | null,
): Promise<string> {
  if (!ports.commands.some((command) => command.name === 'tray')) return 'help';
  if (incident !== null || (await inThread(ports, request)) !== null) return 'tray';
  return (await openHere(ports, request)).length > 0 ? 'tray' : 'help';
}

async function run(ports: DispatchPorts, request: LineRequest, line: Runnable): Promise<Reply> {
  const command = ports.commands.find((candidate) => candidate.name === line.command);
  if (command === undefined) {
    return { kind: 'tell', document: listCommands(ports.commands, line.words[0] ?? null) };
  }
  const meant = await findIncident(ports, request, line);
  const isNeeded = command.needs === 'incident';
  switch (meant.kind) {
    case 'unknown-id':
      return { kind: 'tell', document: noSuchIncident(meant.id) };
    case 'several':
      if (isNeeded)
        return { kind: 'tell', document: pickIncident(meant.incidents, request.line, 'Which incident?') };
      return runSafely(ports, command, request, line, null);
    case 'elsewhere':
      if (isNeeded) {
        const question = 'No incident is open in this channel. These are open elsewhere:';
        return { kind: 'tell', document: pickIncident(meant.incidents, request.line, question) };
      }
      return runSafely(ports, command, request, line, null);
    case 'none':
      if (isNeeded) return { kind: 'tell', document: noIncident(command.name) };
      return runSafely(ports, command, request, line, null);
    case 'one':
      return runSafely(ports, command, request, line, meant.incident);
  }
}

async function runSafely(
  ports: DispatchPorts,
  command: Command,
  request: LineRequest,
  line: Runnable,
  incident: string | null,
): Promise<Reply> {
  const { person, door, channel, now, origin } = request;
  try {
    return await command.run(
      { words: line.words, person, door, incident, channel, now, origin, mentions: mentionsIn(request.line) },
      ports.responder,
    );
  } catch (error) {
    const explained = Explained.safeParse(error);
    if (!explained.success) throw error;
    ports.log.warn('a command could not be done', { command: command.name, code: explained.data.code });
    return { kind: 'tell', document: broke(explained.data.message, explained.data.hint) };
  }
}

/** `<@U012AB3CD|ana>` as it came: the parser makes `@ana` of it, which is nobody's id. */
const mentionsIn = (line: string): readonly string[] =>
  [...line.matchAll(/<@([UW][A-Z0-9]{2,20})(?:\|[^>]*)?>/g)].map(([, id = '']) => id);

type Place = Pick<LineRequest, 'channel' | 'thread'>;

type Meant =
  | { readonly kind: 'one'; readonly incident: string }
  | { readonly kind: 'several' | 'elsewhere'; readonly incidents: readonly IncidentSummary[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown-id'; readonly id: string };

/** Which incident a line means: the one it names, that of the thread, or the only open one of the channel. */
export async function findIncident(
  ports: Pick<DispatchPorts, 'incidents'>,
  request: Place,
  line: { readonly incident: string | null },
): Promise<Meant> {
  if (line.incident !== null) {
    const found = await ports.incidents.summary(line.incident);
    return found === null ? { kind: 'unknown-id', id: line.incident } : { kind: 'one', incident: found.id };
  }
  const thread = await inThread(ports, request);
  if (thread !== null) return { kind: 'one', incident: thread.id };
  const [first, ...others] = await openHere(ports, request);
  if (first !== undefined) {
    return others.length === 0
      ? { kind: 'one', incident: first.id }
      : { kind: 'several', incidents: [first, ...others] };
  }
  const elsewhere = await ports.incidents.list({ status: 'open' });
  return elsewhere.length === 0 ? { kind: 'none' } : { kind: 'elsewhere', incidents: elsewhere };
}

async function inThread(
  ports: Pick<DispatchPorts, 'incidents'>,
  request: Place,
): Promise<IncidentSummary | null> {
  if (request.channel === null || request.thread === null) return null;
  return ports.incidents.byThread(request.channel, request.thread);
}

async function openHere(
  ports: Pick<DispatchPorts, 'incidents'>,
  request: Place,
): Promise<readonly IncidentSummary[]> {
  if (request.channel === null) return [];
  return ports.incidents.list({ status: 'open', channel: request.channel });
}
