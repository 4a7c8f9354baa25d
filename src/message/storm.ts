import { brief } from './words/brief.ts';
import type { Block, Document, Text } from './document.ts';

/** One of the incidents that a storm's message speaks for. */
export type StormMember = {
  readonly id: string;
  readonly model: string;
  readonly title: string;
  readonly status: 'open' | 'resolved';
  /** Its thread is not opened yet. */
  readonly isHeld: boolean;
  readonly declaredAt: Date;
};

const mostButtons = 10;
const mostModels = 12;

/** One message for incidents that opened within minutes: how many, of which models, and a button to open the thread of each. */
export function stormMessage(members: readonly StormMember[]): Document {
  const open = members.filter(({ status }) => status === 'open');
  const held = open.filter(({ isHeld }) => isHeld);
  const said = sentence(members.length, open.length);
  const first = members[0]?.declaredAt;
  return {
    summary: `${said} ${held.map(({ id }) => id).join(', ')}`.trim(),
    blocks: [
      { kind: 'heading', text: `${open.length === 0 ? '✅' : '🌩️'} ${said}` },
      {
        kind: 'paragraph',
        text: ['They opened within minutes of each other, so this one message speaks for all of them.'],
      },
      { kind: 'list', items: byModel(members) },
      ...buttonsOf(held),
      {
        kind: 'context',
        text: [
          'Each is measured all the same; its thread opens when somebody asks: ',
          { code: `/rca ${held[0]?.id ?? members[0]?.id ?? 'INC-1'} status` },
          ...(first === undefined ? [] : [' · since ', { time: first, style: 'date-clock' } as const]),
        ],
      },
    ],
  };
}

function sentence(all: number, open: number): string {
  const incidents = all === 1 ? '1 more incident' : `${all} more incidents`;
  if (open === 0) return `${incidents}, all resolved`;
  return open === all ? `${incidents} at once` : `${incidents} at once, ${open} still open`;
}

function byModel(members: readonly StormMember[]): readonly Text[] {
  const models = [...Map.groupBy(members, ({ model }) => model)];
  const shown = models.slice(0, mostModels).map(([model, ofModel]): Text => {
    const [newest] = ofModel.toReversed();
    const ids = ofModel.map((one) => (one.status === 'open' ? one.id : `${one.id} (resolved)`));
    const title = brief(newest?.title ?? '', 100);
    return [{ bold: model }, ` – ${brief(ids.join(', '), 200)}: ${title}`];
  });
  const left = models.length - shown.length;
  return left === 0 ? shown : [...shown, [`… and ${left} more ${left === 1 ? 'model' : 'models'}`]];
}

function buttonsOf(held: readonly StormMember[]): readonly Block[] {
  if (held.length === 0) return [];
  const buttons = held
    .slice(0, mostButtons)
    .map(({ id, model }) => ({ label: `Open ${id} · ${model}`, command: `${id} status` }));
  return [{ kind: 'buttons', buttons }];
}
