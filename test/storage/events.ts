import type { Evidence } from '../../src/checks/evidence.ts';
import type { IncidentFact, NewEvent } from '../../src/incident/facts/events.ts';
import type { Clock } from '../../src/time/clock.ts';

export const noon = new Date('2026-03-02T12:00:00.000Z');
export const later = (seconds: number): Date => new Date(noon.getTime() + seconds * 1_000);
export const noonClock: Clock = { now: () => noon };

function event(fact: IncidentFact, at: Date = noon): NewEvent {
  return { at, actor: { kind: 'bot' }, fact };
}

export function declared(key: string, model = 'ranker'): NewEvent {
  const title = `${model}: null rate of device_type is up`;
  return event({ type: 'declared', key, model, title, alert: null, severity: 'sev2', reason: 'null rate' });
}

export function said(text: string): NewEvent {
  return event({ type: 'timeline-added', entry: text, happenedAt: noon, text, origin: null });
}

export const resolved = event(
  { type: 'resolved', cause: 'key format', category: 'data', reason: 'hotfix is out' },
  later(3_600),
);
export const reopened = event({ type: 'reopened', reason: 'it is back' }, later(7_200));

export function checkFinished(id: string, answer: Evidence['verdict']['answer'], line: string): NewEvent {
  const verdict =
    answer === 'inconclusive'
      ? { answer, line, reason: 'too few rows', findings: [] }
      : { answer, line, findings: [] };
  const evidence: Evidence = {
    id,
    check: 'null-rate',
    model: 'ranker',
    parameters: { feature: 'device_type' },
    windows: {
      baseline: { from: later(-86_400), to: later(-7_200) },
      incident: { from: later(-3_600), to: noon },
      onset: later(-5_000),
      now: noon,
    },
    verdict,
    queries: [
      { source: 'duckdb', text: 'SELECT count(*) FROM features', parameters: [null, 3], milliseconds: 12 },
    ],
    configHash: 'c0ffee',
    version: '0.1.0',
    startedAt: noon,
    finishedAt: later(1),
  };
  return event({ type: 'check-finished', evidence, asked: false });
}
