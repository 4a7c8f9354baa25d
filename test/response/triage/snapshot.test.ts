import { expect, test } from 'vitest';
import type { Question, Questions } from '../../../src/checks/question.ts';
import type { Warehouse } from '../../../src/response/ports.ts';
import { snapshotOf } from '../../../src/response/triage/snapshot.ts';
import { configText, load } from '../../config/config-text.ts';

const model = load(configText({ 'baseline: { window: 7d }': 'changes: { source: logs, table: changes }' }))
  .config.models['deposit'];

test('what a recording holds of after the declaration is in no snapshot: every question ends at that moment', async () => {
  if (model === undefined) throw new Error('the configuration has no model');
  const asked: Question[] = [];
  const warehouse: Warehouse = {
    now: new Date('2026-03-13T12:00:00Z'),
    async ask(questions: Questions) {
      asked.push(...Object.values(questions));
      return {};
    },
    askOne: () => Promise.reject(new Error('not asked')),
    columns: async () => null,
  };
  const at = new Date('2026-03-12T14:36:00Z');
  const basis = { modelName: 'deposit', model, alert: null, configHash: 'h', at };
  await snapshotOf(basis, warehouse, new AbortController().signal);
  expect(asked.length).toBeGreaterThan(1);
  for (const question of asked) expect(JSON.stringify(question)).toContain(`"<=",`);
  for (const question of asked) expect(JSON.stringify(question)).toContain(at.toISOString());
  expect(JSON.stringify(asked)).not.toContain('2026-03-13');
});
