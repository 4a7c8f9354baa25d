import type { Block, Document } from '../src/message/document.ts';
import { monitorLine } from '../src/message/lines/monitor-line.ts';
import { durationSeconds } from '../src/config/durations.ts';
import type { Responder } from '../src/response/responder.ts';
import { tell, wrongUsage } from './answer.ts';
import type { Command, CommandRequest, Reply } from './command.ts';

export const monitors: Command = {
  name: 'monitors',
  summary: 'what is watched by itself, and how it stands; mute one',
  usage: 'monitors [mute <name> <until> <why> | unmute <name>]',
  example: 'monitors mute nulls 2h the table is backfilled',
  stage: 'Signal',
  needs: 'nothing',
  async run(request, responder) {
    const [verb, name, ...rest] = request.words;
    if (verb === undefined) return { kind: 'tell', document: list(await responder.monitors(request.now)) };
    switch (verb.toLowerCase()) {
      case 'mute':
        return name === undefined
          ? wrongUsage(monitors, 'which monitor?')
          : mute(name, rest, request, responder);
      case 'unmute': {
        if (name === undefined) return wrongUsage(monitors, 'which monitor?');
        const changed = await responder.unmuteMonitor({ monitor: name, now: request.now });
        return changed.kind === 'refused'
          ? tell(changed.message, changed.hint)
          : tell(`${name} may send alerts again`, 'All of them: monitors');
      }
    }
    return wrongUsage(monitors, `'${verb}' was not understood`);
  },
};

async function mute(
  monitor: string,
  words: readonly string[],
  { now, person }: CommandRequest,
  responder: Responder,
): Promise<Reply> {
  const [end, ...why] = words;
  const until = endOf(end ?? '', now);
  if (until === null)
    return wrongUsage(
      monitors,
      end === undefined ? 'until when?' : `'${end}' is no duration such as 2h, and no time`,
    );
  const changed = await responder.muteMonitor({ monitor, until, reason: why.join(' '), person, now });
  return changed.kind === 'refused'
    ? tell(changed.message, changed.hint)
    : tell(
        `${monitor} sends nothing until ${until.toISOString().slice(0, 16)}Z; it goes on running`,
        `To end that: monitors unmute ${monitor}`,
      );
}

/** `2h` from now on, or a day or time of ISO-8601. */
function endOf(text: string, now: Date): Date | null {
  const seconds = durationSeconds(text);
  if (seconds !== null) return new Date(now.getTime() + seconds * 1000);
  if (!/^\d{4}-\d{2}-\d{2}(?:t\d{2}:\d{2}(?::\d{2})?z?)?$/i.test(text)) return null;
  const at = new Date(text.length <= 10 ? text : `${text.replace(/z$/i, '')}Z`);
  return Number.isNaN(at.getTime()) || !at.toISOString().startsWith(text.slice(0, 10)) ? null : at;
}

type Views = Awaited<ReturnType<Responder['monitors']>>;

function list(views: Views): Document {
  if (views.length === 0)
    return {
      summary: 'Nothing is watched by itself.',
      blocks: [
        {
          kind: 'paragraph',
          text: [
            'Nothing is watched by itself. For a set to begin with: ',
            { code: 'fishbone monitors init' },
          ],
        },
      ],
    };
  const loud = views.filter((view) => view.last?.firing === true).length;
  const blocks: readonly Block[] = [
    { kind: 'list', items: views.map(monitorLine) },
    {
      kind: 'context',
      text: ['To keep one quiet: ', { code: `monitors mute ${views[0]?.name ?? ''} 2h <why>` }],
    },
  ];
  return { summary: `${views.length} monitors, ${loud === 0 ? 'none' : loud} with an alert out`, blocks };
}
