import { describe, expect, test } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { durationsOf } from '../../src/incident/durations.ts';
import type { IncidentFact } from '../../src/incident/facts/events.ts';
import { stateOf } from '../../src/incident/evolve/evolve.ts';
import { searchIncidents } from '../../src/incident/search.ts';
import { fingerprintOf, likeness, similarTo } from '../../src/incident/similar.ts';
import type { IncidentState } from '../../src/incident/state/state.ts';
import { trackRecordOf } from '../../src/incident/track-record.ts';
import { alertOf, bot, evidenceOf, factsOf, logOf, priya, rankingOf } from './facts.ts';

const facts = factsOf();
const known = [
  facts['symptom-measured'],
  facts['scope-measured'],
  facts['check-finished'],
  facts['suspects-ranked'],
];
const eventsOf = (id: string, happened: readonly IncidentFact[], actor = bot) =>
  logOf([facts.declared, ...happened], actor).map((event) => ({ ...event, incident: id }));
function incident(id: string, ...happened: readonly IncidentFact[]): IncidentState {
  const state = stateOf(eventsOf(id, happened));
  if (state === null) throw new Error('nothing happened');
  return state;
}

describe('an incident like an earlier one', () => {
  const now = incident('INC-9', ...known);

  test('is known again by suspect, culprit, checks and segment, with what ended it then', () => {
    const [found] = similarTo(now, [incident('INC-3', ...known, facts.resolved)]);
    expect(found).toMatchObject({
      incident: 'INC-3',
      cause: 'config.feature-store',
      ended: 'rolled v3 back',
    });
    expect(found?.likeness).toBeCloseTo(1);
    expect(found?.reasons.join('; ')).toMatch(/same suspect .*same culprit .*null-rate.*country=BR/);
  });

  test('is not one that has only its model and its metric', () => {
    expect(
      similarTo(now, [incident('INC-3', facts['symptom-measured'], { ...facts.resolved, cause: null })]),
    ).toEqual([]);
  });

  test('is neither itself nor one that is still open, and the likest comes first', () => {
    const other = { ...facts['check-finished'], evidence: evidenceOf({ check: 'freshness' }) };
    const less = incident(
      'INC-4',
      facts['symptom-measured'],
      facts['scope-measured'],
      other,
      facts['suspects-ranked'],
      facts.resolved,
    );
    const found = similarTo(now, [
      now,
      less,
      incident('INC-5', ...known),
      incident('INC-6', ...known, facts.resolved),
    ]);
    expect(found.map((one) => one.incident)).toEqual(['INC-6', 'INC-4']);
  });

  test('likeness is the same from both sides, and nothing is like something by knowing nothing', () => {
    const [one, other] = [fingerprintOf(now), fingerprintOf(incident('INC-2'))];
    expect(likeness(one, other)).toEqual(likeness(other, one));
    expect(likeness(other, other).likeness).toBeLessThan(0.2);
  });
});

describe('a new incident, of which only its alert is known', () => {
  const past = incident('INC-3', ...known, facts.resolved);
  const found = (changes: Partial<Alert>) => {
    const declared = { ...facts.declared, model: changes.model ?? 'deposit', alert: alertOf(changes) };
    const state = stateOf(logOf([declared], bot).map((event) => ({ ...event, incident: 'INC-9' })));
    return state === null ? [] : similarTo(state, [past]).map((one) => one.reasons);
  };

  test('is like one of the same model and metric, however the monitor spells it', () => {
    expect(found({ fingerprint: 'other', metric: 'roc_auc' })).toEqual([
      ['the same metric auc', 'the same model deposit'],
    ]);
  });

  test('is not like one that shares its model alone, or its metric alone', () => {
    expect(found({ fingerprint: 'other', metric: 'latency_p95' })).toEqual([]);
    expect(found({ fingerprint: 'other', model: 'ranker' })).toEqual([]);
  });

  test('that a person opened is never the same alert', () => {
    expect(found({ source: 'person', metric: null })).toEqual([]);
  });
});

describe('a search', () => {
  const all = [incident('INC-1'), incident('INC-2', facts['timeline-added'])];
  const ids = (...words: readonly string[]) => searchIncidents(all, words).map((one) => one.state.id);
  test('finds what has all the words, in any case', () => {
    expect(ids('AUC', 'deposit')).toHaveLength(2);
    expect(ids('Rolled', 'v3')).toEqual(['INC-2']);
    expect(ids('rolled', 'campaign')).toEqual([]);
    expect(ids('')).toEqual([]);
  });
});

describe('how the team fares', () => {
  const closing = [
    facts['mitigation-approved'],
    facts['mitigation-ended'],
    { ...facts['recovery-measured'], verdict: 'recovered' as const },
    facts.resolved,
  ];
  const past = (happened: readonly IncidentFact[]) => {
    const events = eventsOf('INC-1', happened, priya);
    const state = stateOf(events);
    if (state === null) throw new Error('nothing happened');
    return { events, state };
  };

  test('is counted from when it began, and to acknowledge from the first alert', () => {
    const { events, state } = past([facts['symptom-measured'], ...closing]);
    expect(durationsOf(events, state)).toMatchObject({
      detect: 2400,
      acknowledge: 60,
      mitigate: 2640,
      resolve: 2760,
    });
  });

  test('what is not known counts for nothing, and false alarms are counted but not timed', () => {
    const benign = { ...facts['suspects-ranked'], ranking: rankingOf({ verdict: 'benign' }) };
    const record = trackRecordOf([
      past([facts['symptom-measured'], ...closing]),
      past([]),
      past([benign, facts.resolved]),
    ]);
    expect(record).toMatchObject({ incidents: 3, closed: 2, falseAlarms: 1 });
    expect(record.all.detect).toEqual({ median: 2400, n: 1 });
    expect(record.byModel).toMatchObject([{ name: 'deposit', incidents: 3, falseAlarms: 1 }]);
    expect(record.byCause.map((row) => row.name)).toEqual(['config.feature-store', 'not known']);
  });

  test('of nothing is nothing', () => {
    expect(trackRecordOf([]).all).toEqual({ detect: null, acknowledge: null, mitigate: null, resolve: null });
  });
});
