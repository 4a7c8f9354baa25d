import type { KnownBlock, PlanBlock } from '@slack/types';
import type { Block } from '../../message/document.ts';
import { planLines } from '../../message/lines/plan-lines.ts';
import { cleanText, clip } from './clean-text.ts';
import { mrkdwn } from './mrkdwn.ts';
import { packTokens } from './pack-text.ts';
import { section } from './text-objects.ts';

/** How plans are written: as Slack's own blocks, or as sections where a workspace refuses those. */
export type PlanStyle = 'blocks' | 'sections';

const most = { tasks: 50, title: 255, section: 3000 };
const STATUS = { waiting: 'pending', running: 'in_progress', done: 'complete' } as const;

/** A plan as one `plan` block, which is edited in place as any other; what does not fit into it is counted. */
export function renderPlan(plan: Extract<Block, { kind: 'plan' }>, style: PlanStyle): readonly KnownBlock[] {
  switch (style) {
    case 'blocks':
      return [planBlock(plan)];
    case 'sections':
      return packTokens(
        [
          { text: `${mrkdwn([{ bold: plan.title }])}\n`, after: 3 },
          ...planLines(plan.tasks).map((line) => ({ text: `${mrkdwn([line])}\n`, after: 3 as const })),
        ],
        most.section,
      ).map(section);
  }
}

function planBlock(plan: Extract<Block, { kind: 'plan' }>): PlanBlock {
  const shown = plan.tasks.length > most.tasks ? plan.tasks.slice(0, most.tasks - 1) : plan.tasks;
  const left = plan.tasks.length - shown.length;
  return {
    type: 'plan',
    title: clip(cleanText(plan.title), most.title),
    tasks: [
      ...shown.map((task, index) => ({
        type: 'task_card' as const,
        task_id: `step-${index + 1}`,
        title: clip(cleanText(task.title), most.title),
        status: STATUS[task.state],
      })),
      ...(left === 0
        ? []
        : [
            {
              type: 'task_card' as const,
              task_id: 'more',
              title: `… ${left} more`,
              status: 'pending' as const,
            },
          ]),
    ],
  };
}
