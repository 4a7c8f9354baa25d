import { expect, test } from 'vitest';
import { changes } from '../../src/checks/changes.ts';
import type { Verdict } from '../../src/checks/evidence.ts';
import type { CheckContext } from '../../src/checks/check.ts';
import type { Row } from '../../src/sql/aggregate.ts';
import { ModelConfig } from '../../src/config/schema/model-schema.ts';
import { usualModel } from './made-model.ts';

const onset = new Date('2026-03-09T12:00:00Z');
const model = ModelConfig.parse({ ...usualModel, changes: { source: 'logs', table: 'changes' } });

const context = (at: Date | null): CheckContext => ({
  modelName: 'risk',
  model,
  windows: {
    baseline: { from: new Date('2026-03-02T12:00:00Z'), to: onset },
    incident: { from: onset, to: new Date('2026-03-09T20:00:00Z') },
    onset: at,
    now: new Date('2026-03-09T20:00:00Z'),
  },
  alert: null,
  symptom: null,
  segment: {},
  profile: [],
  thresholds: { ratio: 3, delay: 0.5 },
  parameters: {},
});

const change = (id: string, at: string, more: Row = {}): Row => ({
  change_id: id,
  ts: new Date(at),
  kind: 'config',
  component: 'gateway',
  title: 'a change',
  author: 'someone',
  from: null,
  to: null,
  reversible: true,
  ...more,
});

function judged(rows: readonly Row[], at: Date | null = onset): Verdict {
  const asked = { source: 'logs', text: '', parameters: [], milliseconds: 1 };
  return changes.verdict(context(at), { changes: { kind: 'rows', rows, asked } });
}

test('a change two minutes before the onset speaks louder than one five hours before', () => {
  const verdict = judged([change('early', '2026-03-09T07:00:00Z'), change('close', '2026-03-09T11:58:00Z')]);
  expect(verdict.findings.map(({ subject }) => subject.name)).toEqual(['close', 'early']);
  expect(verdict.findings[0]).toMatchObject({ shifted: true, detail: { minutesBeforeOnset: 2 } });
  expect(verdict.findings[1]?.shifted).toBe(false);
});

test('a change after the onset cannot be the cause', () => {
  const verdict = judged([change('late', '2026-03-09T12:30:00Z')]);
  expect(verdict).toMatchObject({ answer: 'steady' });
  expect(verdict.findings[0]?.sentence).toContain('it cannot be the cause');
});

test('a kind that changes every hour proves less than one that hardly ever changes', () => {
  const busy = Array.from({ length: 100 }, (_, i) =>
    change(`flag-${i}`, new Date(onset.getTime() - (i + 2) * 3_600_000).toISOString(), { kind: 'flag' }),
  );
  const verdict = judged([
    ...busy,
    change('a flag', '2026-03-09T11:50:00Z', { kind: 'flag' }),
    change('a model', '2026-03-09T11:50:00Z', { kind: 'model' }),
  ]);
  const ratio = (id: string) =>
    Number(verdict.findings.find(({ subject }) => subject.name === id)?.detail?.['ratio']);
  expect(ratio('a model')).toBeGreaterThan(10 * ratio('a flag'));
});

test('a change whose words name a feature says so, whole words only', () => {
  const verdict = judged([
    change('named', '2026-03-09T11:58:00Z', { title: 'Income now in thousands' }),
    change('not named', '2026-03-09T11:57:00Z', { title: 'New package manager' }),
  ]);
  const touches = Object.fromEntries(
    verdict.findings.map(({ subject, detail }) => [subject.name, detail?.['touches']]),
  );
  expect(touches).toEqual({ named: 'income', 'not named': '' });
});

test('without an onset nothing can be held against it, and without a table neither', () => {
  expect(judged([change('any', '2026-03-09T11:58:00Z')], null).answer).toBe('inconclusive');
  const missing = changes.verdict(context(onset), {
    changes: { kind: 'failed', cause: 'not-configured', source: 'logs', message: 'no', hint: '' },
  });
  expect(missing).toMatchObject({ answer: 'inconclusive', reason: 'no changes table is configured' });
});
