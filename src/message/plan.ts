import { Segment } from '../alert/alert.ts';
import type { Evidence } from '../checks/evidence.ts';
import type { IncidentEvent } from '../incident/facts/events.ts';
import { stateOf } from '../incident/evolve/evolve.ts';
import type { PlanStep } from '../incident/facts/work-facts.ts';
import type { Plan } from '../incident/state/work-state.ts';
import { brief } from './words/brief.ts';
import { byWhom } from './words/by-whom.ts';
import { checksDocument, MARK } from './checks.ts';
import type { Block, Document, PlanTask } from './document.ts';
import { segmentWords } from './words/numbers.ts';

/** Longer lines make a plan of thirty checks unreadable on a phone. */
const LONGEST_LINE = 110;

/**
 * Where the checks of a plan stand, from the newest events of the log: the one message in the thread that is written anew
 * while they run. Once all have answered it folds: what shifted has its line, the steady ones are only named.
 */
export function planDocument(events: readonly IncidentEvent[], seq: number): Document {
  const state = stateOf(events);
  const plan = state?.plans.find((one) => one.seq === seq);
  if (state === null || plan === undefined) throw new Error(`event ${seq} of this log plans no checks`);
  const answers = answersOf(events, plan);
  const evidence = plan.steps.flatMap((step) => answers.get(keyOf(step)) ?? []);
  if (plan.ended === null) return runningDocument(state.id, plan, answers);
  const done = checksDocument(evidence, plan.ended.seconds);
  switch (plan.ended.how) {
    case 'finished':
      return done;
    case 'cancelled':
      return cancelledDocument(plan, plan.ended, { done, answers });
  }
}

function runningDocument(incident: string, plan: Plan, answers: ReadonlyMap<string, Evidence>): Document {
  const done = plan.steps.filter((step) => answers.has(keyOf(step))).length;
  const shifted = [...answers.values()].filter((one) => one.verdict.answer === 'shifted');
  const title = `${done} of ${plan.steps.length} checks answered${shifted.length === 0 ? '' : `, ${shifted.length} shifted`}`;
  const focus = nextSegment(plan, answers);
  return {
    summary: `${title}${shifted.length === 0 ? '' : `: ${shifted.map((one) => one.check).join(', ')}`}`,
    blocks: [
      {
        kind: 'plan',
        title,
        tasks: plan.steps.map((step): PlanTask => {
          const answer = answers.get(keyOf(step));
          if (answer !== undefined) return { title: answerLine(step, answer), state: 'done' };
          const isRunning = JSON.stringify(step.segment) === focus;
          return { title: nameOfStep(step), state: isRunning ? 'running' : 'waiting' };
        }),
      },
      {
        kind: 'buttons',
        buttons: [
          {
            label: 'Cancel',
            command: `${incident} cancel`,
            confirm: {
              title: 'Cancel the checks?',
              text: 'Queries that run are stopped. What has answered stays.',
              yes: 'Cancel them',
              no: 'Go on',
            },
          },
        ],
      },
    ],
  };
}

/** The checks of one segment run together; those of the next wait for them. */
function nextSegment(plan: Plan, answers: ReadonlyMap<string, Evidence>): string | null {
  const open = plan.steps.find((step) => !answers.has(keyOf(step)));
  return open === undefined ? null : JSON.stringify(open.segment);
}

function cancelledDocument(
  plan: Plan,
  ended: NonNullable<Plan['ended']>,
  { done, answers }: { readonly done: Document; readonly answers: ReadonlyMap<string, Evidence> },
): Document {
  const left = plan.steps.filter((step) => !answers.has(keyOf(step))).map(nameOfStep);
  const counted = `after ${ended.done} of ${plan.steps.length} checks`;
  const note: Block = {
    kind: 'paragraph',
    text: [{ bold: 'Cancelled' }, ` ${counted} by `, byWhom(ended.by)],
  };
  return {
    summary: `Cancelled ${counted}. ${done.summary}`,
    blocks: [
      note,
      ...(ended.done === 0 ? [] : done.blocks),
      ...(left.length === 0
        ? []
        : [{ kind: 'paragraph', text: [{ bold: 'Not run: ' }, left.join(', ')] } satisfies Block]),
    ],
  };
}

/** The first answer to each step after it was planned. */
function answersOf(events: readonly IncidentEvent[], plan: Plan): ReadonlyMap<string, Evidence> {
  const wanted = new Set(plan.steps.map(keyOf));
  const answers = new Map<string, Evidence>();
  for (const { seq, fact } of events) {
    if (seq < plan.seq || fact.type !== 'check-finished') continue;
    const segment = Segment.safeParse(JSON.parse(fact.evidence.parameters['segment'] ?? '{}'));
    const key = keyOf({ check: fact.evidence.check, segment: segment.success ? segment.data : {} });
    if (wanted.has(key) && !answers.has(key)) answers.set(key, fact.evidence);
  }
  return answers;
}

const keyOf = (step: PlanStep): string => `${step.check} ${JSON.stringify(step.segment)}`;

function nameOfStep(step: PlanStep): string {
  const where = Object.keys(step.segment).length === 0 ? '' : ` in ${segmentWords(step.segment)}`;
  return `${step.check}${where}`;
}

function answerLine(step: PlanStep, { verdict }: Evidence): string {
  return `${MARK[verdict.answer]} ${nameOfStep(step)}: ${brief(verdict.line, LONGEST_LINE)}`;
}
