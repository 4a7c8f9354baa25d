import type { IncidentState } from '../incident/state/state.ts';
import { stageOf } from '../incident/stages.ts';
import { holdersOf } from '../incident/state/team-state.ts';
import { brief } from './words/brief.ts';
import type { Block, Document, Text } from './document.ts';
import { monitorLine } from './lines/monitor-line.ts';
import type { WatchedLine } from './lines/monitor-line.ts';
import { plainWords } from './words/plain-words.ts';
import { actionText } from './words/team-words.ts';

const MOST = { open: 8, mine: 10, published: 5, watched: 15 };

/** The bot's home for one person: what burns, what that person promised, what is watched, what was learnt lately. */
export function homeDocument(overview: {
  readonly open: readonly IncidentState[];
  readonly mine: readonly {
    readonly state: IncidentState;
    readonly action: IncidentState['actions'][number];
  }[];
  readonly published: readonly IncidentState[];
  readonly watched: readonly WatchedLine[];
}): Document {
  const { open, mine, published, watched } = overview;
  return {
    summary: `${open.length} open incidents, ${mine.length} of your action items`,
    blocks: [
      { kind: 'heading', text: 'Open incidents' },
      ...(open.length === 0 ? [quiet('Nothing is open.')] : open.slice(0, MOST.open).flatMap(openBlocks)),
      ...more(open.length - MOST.open, 'open incidents'),
      { kind: 'heading', text: 'Your action items' },
      ...(mine.length === 0 ? [quiet('You promised nothing that is open.')] : mineBlocks(mine)),
      ...more(mine.length - MOST.mine, 'of your action items'),
      { kind: 'heading', text: 'Watched by itself' },
      ...watchedBlocks(watched),
      { kind: 'heading', text: 'Recent notes' },
      ...(published.length === 0
        ? [quiet('No note has been published yet.')]
        : published.slice(0, MOST.published).map(publishedBlock)),
      { kind: 'context', text: ['/rca help shows what can be asked; /rca stats how the team fares'] },
    ],
  };
}

const quiet = (words: string): Block => ({ kind: 'paragraph', text: [{ italic: words }] });
const more = (count: number, what: string): readonly Block[] =>
  count > 0 ? [{ kind: 'context', text: [`and ${count} more ${what}`] }] : [];

function openBlocks(state: IncidentState): readonly Block[] {
  const [lead] = holdersOf(state, 'lead');
  const who: Text = lead === undefined ? ['nobody leads yet'] : ['led by ', { person: lead }];
  return [
    {
      kind: 'paragraph',
      text: [
        { bold: `${state.id} · ${state.model} · ${state.severity.toUpperCase()}` },
        ` at ${stageOf(state)}, `,
        ...who,
        `\n${brief(plainWords(state.symptom?.sentence ?? state.title), 240)}`,
      ],
    },
    {
      kind: 'buttons',
      buttons: [
        { label: 'What now?', command: `${state.id} tray`, style: 'primary' },
        { label: 'Note', command: `${state.id} note show` },
      ],
    },
  ];
}

function mineBlocks(
  mine: readonly { readonly state: IncidentState; readonly action: IncidentState['actions'][number] }[],
): readonly Block[] {
  const inOrder = mine.toSorted((one, other) =>
    (one.action.due ?? '9999').localeCompare(other.action.due ?? '9999'),
  );
  return [
    {
      kind: 'list',
      items: inOrder
        .slice(0, MOST.mine)
        .map(({ state, action }): Text => [{ bold: state.id }, ' ', ...actionText(action)]),
    },
    {
      kind: 'buttons',
      buttons: inOrder.slice(0, 4).map(({ state, action }) => ({
        label: `Done: ${state.id} ${action.id}`,
        command: `${state.id} action done ${action.id}`,
      })),
    },
  ];
}

/** What is loud first, then what sees nothing, then what is muted; quiet ones in the order of the configuration. */
function watchedBlocks(watched: readonly WatchedLine[]): readonly Block[] {
  if (watched.length === 0)
    return [
      {
        kind: 'paragraph',
        text: [
          { italic: 'Nothing is watched by itself. For a set to begin with: ' },
          { code: 'fishbone monitors init' },
        ],
      },
    ];
  const inOrder = watched.toSorted((one, other) => urgency(one) - urgency(other));
  return [
    { kind: 'list', items: inOrder.slice(0, MOST.watched).map(monitorLine) },
    ...more(watched.length - MOST.watched, 'monitors; /rca monitors lists all'),
  ];
}

function urgency({ last, mute }: WatchedLine): number {
  if (last?.firing === true && mute === null) return 0;
  if (last?.outcome === 'failed' || last?.outcome === 'inconclusive') return 1;
  return mute === null ? 3 : 2;
}

function publishedBlock(state: IncidentState): Block {
  const cause = state.confirmed?.cause ?? state.resolution?.cause ?? null;
  return {
    kind: 'paragraph',
    text: [
      { bold: state.id },
      ` ${state.model}: ${brief(plainWords(state.symptom?.sentence ?? state.title), 200)}`,
      cause === null ? '' : ` — ${cause}`,
    ],
  };
}
