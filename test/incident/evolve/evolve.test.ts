import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IncidentEvent, IncidentFact } from '../../../src/incident/facts/events.ts';
import { stateOf } from '../../../src/incident/evolve/evolve.ts';
import { severityOf } from '../../../src/incident/severity.ts';
import { stageOf } from '../../../src/incident/stages.ts';
import { clocksOf, latestEvidence } from '../../../src/incident/state/state.ts';
import type { IncidentState } from '../../../src/incident/state/state.ts';
import { alertOf, bot, evidenceOf, factsOf, firedAt, logOf, minutes, priya, storyOf } from '../facts.ts';

const facts = factsOf();

/** The state after the declaration and these facts. */
function after(...happened: readonly IncidentFact[]): IncidentState {
  const state = stateOf(logOf([facts.declared, ...happened], priya));
  if (state === null) throw new Error('nothing happened');
  return state;
}

describe('what is known after each fact', () => {
  test('a declaration opens, with its alert, its severity and who did it', () => {
    expect(after()).toMatchObject({
      id: 'INC-7',
      seq: 1,
      status: 'open',
      severity: 'sev1',
      declaredAt: minutes(1),
      declaredBy: priya,
      alerts: [{ meeting: 'opened' }],
      triage: null,
      timeline: [],
    });
    const bare = stateOf(logOf([{ ...facts.declared, alert: null }]));
    expect(bare?.alerts).toEqual([]);
  });

  // A new type of fact does not compile until it says here what it changes.
  const changes: { readonly [Type in Exclude<IncidentFact['type'], 'declared'>]: Partial<IncidentState> } = {
    'alert-met': {
      alerts: [
        ...after().alerts,
        { alert: facts['alert-met'].alert, meeting: 'joined', reason: 'rolled v3 back', at: minutes(2) },
      ],
    },
    'snapshot-taken': {
      snapshot: {
        configHash: 'c0ffee',
        versions: ['v3'],
        changes: ['rolled v3 back'],
        flags: ['new-ranker: rolled v3 back'],
        configuration: ['threshold: rolled v3 back'],
        metrics: facts['snapshot-taken'].metrics,
        windows: facts['snapshot-taken'].windows,
      },
    },
    'symptom-measured': { symptom: facts['symptom-measured'].symptom, firstDifference: -0.073 },
    'checks-planned': {
      plans: [
        {
          seq: 2,
          because: 'asked',
          steps: facts['checks-planned'].steps,
          by: priya,
          at: minutes(2),
          ended: null,
        },
      ],
    },
    'checks-ended': {},
    'samples-shown': {},
    'chart-asked': {},
    'scope-measured': { scope: facts['scope-measured'].scope },
    'check-finished': { evidence: [facts['check-finished'].evidence] },
    'suspects-ranked': { ranking: facts['suspects-ranked'].ranking },
    'step-failed': {
      failures: [{ step: 'scope', message: 'rolled v3 back', hint: 'rolled v3 back', at: minutes(2) }],
    },
    'triage-finished': { triage: { checks: 1, seconds: 3.2 } },
    asked: {},
    'severity-set': { severity: 'sev2', severityReason: 'rolled v3 back', severityChoice: 'chosen' },
    'timeline-added': {
      timeline: [
        {
          id: 'T5',
          happenedAt: minutes(5),
          text: 'rolled v3 back',
          by: priya,
          origin: facts['timeline-added'].origin,
          revisions: 0,
          starred: false,
          files: [],
          history: [],
        },
      ],
    },
    'timeline-revised': {},
    'timeline-removed': {},
    'why-added': { whys: [{ id: 'W1', under: null, text: 'rolled v3 back', evidence: 'E1', by: priya }] },
    'note-written': { noteRevision: 1 },
    resolved: {
      status: 'resolved',
      resolution: {
        at: minutes(2),
        by: priya,
        cause: 'config.feature-store',
        category: 'config',
        reason: 'rolled v3 back',
      },
    },
    'severity-proposed': {
      severityProposal: { severity: 'sev1', reasons: [{ words: 'rolled v3 back', evidence: 'E1' }] },
    },
    'role-assigned': { roles: [{ role: 'lead', person: 'T1:U0ONCALL01', since: minutes(2) }] },
    'why-revised': {},
    'timeline-starred': {},
    'mitigation-approved': {
      mitigations: [
        {
          id: 'M1',
          kind: 'rollback',
          target: 'rolled v3 back',
          sentence: 'rolled v3 back',
          undo: 'rolled v3 back',
          reversible: true,
          action: null,
          way: 'person',
          by: priya,
          at: minutes(2),
          seconds: [],
          state: 'approved',
          endedAt: null,
          words: '',
          recoveries: [],
        },
      ],
    },
    // Of a mitigation, an entry, a why or an action item that is not there nothing is changed.
    'mitigation-seconded': {},
    'mitigation-started': {},
    'mitigation-ended': {},
    'recovery-measured': {},
    'checklist-ticked': {
      ticks: [{ item: 'autoscaling', answer: 'yes', words: 'rolled v3 back', by: priya, at: minutes(2) }],
    },
    'guards-raised': { guardsRaised: ['no-breakdown'] },
    'guards-overridden': { overrides: [{ guard: 'no-breakdown', reason: 'rolled v3 back', by: priya }] },
    'self-checked': {
      selfCheck: [{ question: 'reproduced', answer: 'yes', words: 'rolled v3 back', by: priya }],
    },
    'update-posted': {
      updates: [
        {
          conditions: 'rolled v3 back',
          actions: 'rolled v3 back',
          needs: 'rolled v3 back',
          stakeholders: '#leadership',
          by: priya,
          at: minutes(2),
        },
      ],
    },
    reminded: { remindedAt: { update: minutes(2), actions: null } },
    'reminders-snoozed': { snoozedUntil: minutes(60) },
    'proofs-weighed': {
      proofs: {
        suspect: 'config.feature-store',
        culprit: { kind: 'feature', name: 'rolled v3 back' },
        since: minutes(50),
        list: facts['proofs-weighed'].proofs,
        at: minutes(2),
      },
    },
    'cause-confirmed': {
      confirmed: {
        cause: 'config.feature-store',
        culprit: { kind: 'feature', name: 'rolled v3 back' },
        category: 'config',
        evidence: ['E1'],
        override: 'rolled v3 back',
        by: priya,
        at: minutes(2),
      },
    },
    'verdict-remembered': {
      remembered: {
        explanation: 'external.mix',
        distance: 0.2,
        severity: 'warning',
        until: minutes(20_000),
        reason: 'rolled v3 back',
        by: priya,
        at: minutes(2),
      },
    },
    'verdict-forgotten': { remembered: null },
    'action-added': {
      actions: [
        {
          id: 'A1',
          text: 'rolled v3 back',
          kind: 'guardrail',
          owner: 'T1:U0ONCALL01',
          due: '2026-03-20',
          rule: {
            title: 'rolled v3 back',
            monitor: 'rolled v3 back',
            prometheus: 'rolled v3 back',
            sql: 'rolled v3 back',
            gate: null,
          },
          addedBy: priya,
          done: null,
        },
      ],
    },
    'note-section-written': {
      sections: [{ section: 'summary', text: 'rolled v3 back', by: priya, at: minutes(2) }],
    },
    'note-published': { noteRevision: 2, published: { revision: 2, by: priya, at: minutes(2) } },
    'similar-found': { similar: facts['similar-found'].incidents, similarBy: 'checks' },
    'action-changed': {},
    'action-done': {},
    'permission-refused': {
      refusals: [{ asked: 'resolve', reason: facts['permission-refused'].reason, by: priya, at: minutes(2) }],
    },
    reopened: {},
  };

  test.each(Object.values(facts).filter((fact) => fact.type !== 'declared'))(
    '$type changes what it says and nothing else',
    (fact) => {
      expect(after(fact)).toEqual({ ...after(), ...changes[fact.type], seq: 2 });
    },
  );
});

describe('corrections', () => {
  test('a corrected entry says the new words, keeps who said it, and counts the corrections', () => {
    const [entry] = after(facts['timeline-added'], facts['timeline-revised'], {
      ...facts['timeline-revised'],
      text: 'rolled v3 back in the EU',
    }).timeline;
    expect(entry).toMatchObject({
      happenedAt: minutes(6),
      text: 'rolled v3 back in the EU',
      revisions: 2,
      by: priya,
    });
  });

  test('a correction touches no other entry, and one of an entry that is gone changes nothing', () => {
    const other = { ...facts['timeline-added'], entry: 'T6', text: 'paged' };
    const state = after(facts['timeline-added'], other, facts['timeline-removed'], facts['timeline-revised']);
    expect(state.timeline.map((entry) => [entry.id, entry.text])).toEqual([['T6', 'paged']]);
  });

  test('what was measured again takes the place of the first; a breakdown does not', () => {
    const again = { ...facts['scope-measured'].scope, sentence: 'all alike' };
    const state = after(facts['scope-measured'], {
      ...facts['scope-measured'],
      scope: again,
      breakdown: true,
    });
    expect(state.scope).toEqual(facts['scope-measured'].scope);
    expect(state.breakdowns).toEqual([again]);
    expect(after(facts['scope-measured'], { ...facts['scope-measured'], scope: again }).scope).toEqual(again);
  });

  test('reopening takes the end back', () => {
    expect(after(facts.resolved, facts.reopened)).toMatchObject({ status: 'open', resolution: null });
  });
});

describe('three clocks', () => {
  test('began is what the data say, detected the first alert that fired, declared when people were called', () => {
    expect(clocksOf(after())).toEqual({ began: null, detected: firedAt, declared: minutes(1) });
    expect(clocksOf(after(facts['symptom-measured']))).toMatchObject({ began: minutes(-40) });
  });

  test('a second monitor that fired earlier was the one that detected it; one that resolved was not', () => {
    const earlier = { ...facts['alert-met'], alert: alertOf({ startedAt: minutes(-10) }) };
    expect(clocksOf(after(earlier)).detected).toEqual(minutes(-10));
    const over = {
      ...facts['alert-met'],
      alert: alertOf({ status: 'resolved', startedAt: minutes(-20), endedAt: minutes(9) }),
    };
    expect(clocksOf(after(over)).detected).toEqual(firedAt);
  });

  test('when a symptom has no onset, nobody knows when it began', () => {
    const symptom = { ...facts['symptom-measured'].symptom, onset: null };
    expect(clocksOf(after({ type: 'symptom-measured', symptom })).began).toBeNull();
  });
});

describe('the loop', () => {
  const replay = { ...facts['check-finished'], evidence: evidenceOf({ check: 'golden-replay' }) };
  const silent = {
    ...facts['check-finished'],
    evidence: evidenceOf({
      check: 'golden-replay',
      verdict: { answer: 'inconclusive', line: 'no golden set', reason: 'not configured', findings: [] },
    }),
  };
  test.each([
    ['Signal', []],
    ['Symptom', [facts['symptom-measured']]],
    ['Scope', [facts['symptom-measured'], facts['scope-measured']]],
    ['Suspects', [facts['suspects-ranked']]],
    ['Samples', [{ ...facts['check-finished'], evidence: evidenceOf({ check: 'parity' }) }]],
    ['Simulate', [replay]],
    ['Suspects', [facts['suspects-ranked'], silent]],
    ['Settle', [facts.resolved]],
  ] as const)('an incident stands at %s after what it has', (stage, happened) => {
    expect(stageOf(after(...happened))).toBe(stage);
  });
});

test('the newest answer of a check is the one on the same rows', () => {
  const onBrazil = evidenceOf({ id: 'E2', parameters: { segment: '{"country":"BR"}' } });
  const state = after(
    facts['check-finished'],
    { type: 'check-finished', evidence: onBrazil, asked: true },
    { type: 'check-finished', evidence: evidenceOf({ id: 'E3', check: 'parity' }), asked: true },
  );
  expect(latestEvidence(state, 'null-rate')?.id).toBe('E1');
  expect(latestEvidence(state, 'null-rate', { country: 'BR' })?.id).toBe('E2');
  expect(latestEvidence(state, 'null-rate', { country: 'DE' })).toBeNull();
});

test.each([
  [alertOf({ severity: 'critical' }), 'sev1', 'the monitor says critical'],
  [alertOf({ severity: 'warning' }), 'sev2', 'the monitor says warning'],
  [alertOf({ severity: 'info' }), 'sev3', 'the monitor says info'],
  [
    alertOf({ source: 'person', severity: 'warning' }),
    'sev3',
    'opened by a person; no monitor said how bad it is',
  ],
  [null, 'sev3', 'opened by a person; no monitor said how bad it is'],
])('the first severity is what the monitor said, and a person is no monitor', (alert, severity, reason) => {
  expect(severityOf(alert)).toEqual({ severity, reason });
});

describe('any history', () => {
  const one = fc.constantFrom(...Object.values(facts).filter((fact) => fact.type !== 'declared'));
  const history = fc.array(one, { maxLength: 30 }).map((list) => logOf([facts.declared, ...list]));

  test('gives a state, the same one every time, also after a night on the disk', () => {
    fc.assert(
      fc.property(history, (events) => {
        const state = stateOf(events);
        expect(state?.seq).toBe(events.length);
        expect(stateOf(events)).toEqual(state);
        const stored = events.map((event) => IncidentEvent.parse(JSON.parse(JSON.stringify(event))));
        expect(stateOf(stored)).toEqual(state);
      }),
    );
  });

  test('may be read as often as one likes: reading changes no event', () => {
    fc.assert(
      fc.property(history, (events) => {
        const copy = structuredClone(events);
        const before = stateOf(events.slice(0, -1));
        const kept = structuredClone(before);
        stateOf(events);
        expect(events).toEqual(copy);
        expect(before).toEqual(kept);
      }),
    );
  });

  test('a log that begins in the middle, or declares twice, is refused with what to do', () => {
    expect(() => stateOf(logOf([facts.asked]))).toThrow(/INC-7 begins with 'asked'.*backup/);
    expect(() => after(facts.declared)).toThrow(/declared twice \(event 2\).*backup/);
    expect(stateOf([])).toBeNull();
  });
});

test('the story of these tests has every type of fact in it', () => {
  const types = new Set(storyOf().map((fact) => fact.type));
  expect(types).toEqual(new Set(IncidentFact.options.map((option) => option.unwrap().shape.type.value)));
  expect(logOf(storyOf(), bot).every((event) => IncidentEvent.safeParse(event).success)).toBe(true);
});
