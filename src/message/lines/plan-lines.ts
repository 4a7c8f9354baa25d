import type { PlanTask } from '../document.ts';

const MARKS = { waiting: '○ ', running: '◐ ', done: '' } as const;

/** The tasks of a plan as plain lines, for places that know no plans. */
export function planLines(tasks: readonly PlanTask[]): readonly string[] {
  return tasks.map((task) => `${MARKS[task.state]}${task.title}${task.state === 'running' ? ' …' : ''}`);
}
