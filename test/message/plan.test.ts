import { expect, test } from 'vitest';
import { lintBlocks } from '../../sandbox/blocks/lint.ts';
import type { IncidentFact } from '../../src/incident/facts/events.ts';
import { planDocument } from '../../src/message/plan.ts';
import { renderBlocks } from '../../src/slack/render/render-blocks.ts';
import { evidenceOf, factsOf, logOf } from '../incident/facts.ts';

const planned: IncidentFact = {
  type: 'checks-planned',
  because: 'asked',
  steps: [
    { check: 'parity', segment: {} },
    { check: 'null-rate', segment: {} },
    { check: 'parity', segment: { country: 'BR' } },
  ],
};
const answer = (check: string): IncidentFact => ({
  type: 'check-finished',
  evidence: evidenceOf({ check, parameters: { segment: '{}' } }),
  asked: false,
});
const saidAfter = (...facts: readonly IncidentFact[]) =>
  planDocument(logOf([factsOf().declared, planned, ...facts]), 2);
const tasksOf = (document: ReturnType<typeof saidAfter>) =>
  document.blocks.flatMap((block) => (block.kind === 'plan' ? block.tasks.map((task) => task.state) : []));

test('a plan shows what runs, what waits for it, and what has answered with its line', () => {
  expect(tasksOf(saidAfter())).toEqual(['running', 'running', 'waiting']);
  const half = saidAfter(answer('parity'));
  expect(tasksOf(half)).toEqual(['done', 'running', 'waiting']);
  expect(half.summary).toMatch(/^1 of 3 checks answered/);
  expect(tasksOf(saidAfter(answer('parity'), answer('null-rate')))).toEqual(['done', 'done', 'running']);
  expect(JSON.stringify(half)).toContain('INC-7 cancel');
});

test('it is a plan of Slack, and plain sections where a workspace takes none', () => {
  const half = saidAfter(answer('parity'));
  const { blocks } = renderBlocks(half);
  expect(blocks.map((block) => block.type)).toEqual(['plan', 'actions']);
  expect(lintBlocks('message', blocks)).toEqual([]);
  const plain = renderBlocks(half, 'sections').blocks;
  expect(plain.map((block) => block.type)).toEqual(['section', 'actions']);
  expect(lintBlocks('message', plain)).toEqual([]);
});

test('sixty checks stay within what a plan may hold, and the rest is counted', () => {
  const steps = Array.from({ length: 60 }, (_, k) => ({ check: `check-${k}`, segment: {} }));
  const { blocks } = renderBlocks(
    planDocument(logOf([factsOf().declared, { type: 'checks-planned', because: 'asked', steps }]), 2),
  );
  expect(lintBlocks('message', blocks)).toEqual([]);
  expect(JSON.stringify(blocks)).toContain('… 11 more');
});

test('at the end it folds: no plan, no button to cancel', () => {
  const ended: IncidentFact = { type: 'checks-ended', plan: 2, how: 'finished', done: 1, seconds: 3 };
  const folded = saidAfter(answer('parity'), ended);
  expect(folded.blocks.map((block) => block.kind)).not.toContain('plan');
  expect(JSON.stringify(folded)).not.toContain('cancel');
});
