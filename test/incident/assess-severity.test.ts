import { describe, expect, test } from 'vitest';
import { assessSeverity } from '../../src/incident/assess-severity.ts';
import { severityToPropose } from '../../src/incident/propose-again.ts';
import { nextActions } from '../../src/message/next-actions.ts';
import { stateOf } from '../../src/incident/evolve/evolve.ts';
import type { IncidentFact } from '../../src/incident/facts/events.ts';
import type { IncidentState } from '../../src/incident/state/state.ts';
import { evidenceOf, factsOf, logOf, rankingOf } from './facts.ts';

const facts = factsOf();
const after = (...more: readonly IncidentFact[]): IncidentState => {
  const state = stateOf(logOf([facts.declared, ...more]));
  if (state === null) throw new Error('nothing happened');
  return state;
};
const { symptom } = facts['symptom-measured'];
const measured = (n: number, shape: 'step' | 'ramp' | 'bump' = 'step'): IncidentFact => ({
  type: 'symptom-measured',
  symptom: {
    ...symptom,
    after: { value: 0.7, low: 0.69, high: 0.71, n },
    onset: symptom.onset === null ? null : { ...symptom.onset, shape },
  },
});
const scoped = (share: number): IncidentFact => {
  const { scope } = facts['scope-measured'];
  return {
    type: 'scope-measured',
    breakdown: false,
    scope: {
      ...scope,
      segments: scope.segments.map((one) => ({ ...one, shareOfTraffic: { before: share, after: share } })),
    },
  };
};
const business = (before: number, effect: number): IncidentFact => ({
  type: 'check-finished',
  asked: false,
  evidence: evidenceOf({
    id: 'E9',
    check: 'business-impact',
    verdict: {
      answer: 'shifted',
      line: 'conversion fell',
      findings: [
        {
          ...(evidenceOf().verdict.findings[0] ?? unreachable()),
          subject: { kind: 'metric', name: 'kpi' },
          before,
          effect,
        },
      ],
    },
  }),
});
const unreachable = (): never => {
  throw new Error('the made-up evidence has a finding');
};

test('nothing measured, nothing proposed', () => {
  expect(assessSeverity(after())).toBeNull();
});

test('many users, most of the traffic and lost value are a sev1, each with its reason', () => {
  const proposal = assessSeverity(after(measured(50_000), scoped(0.8), business(0.1, -0.02)));
  expect(proposal).toMatchObject({
    severity: 'sev1',
    reasons: [
      { words: '40,000 requests touched since it began', evidence: null },
      { words: '80 % of the traffic', evidence: null },
      { words: '20 % of the value of the time since it began is lost', evidence: 'E9' },
      { words: 'came at once and stays', evidence: null },
    ],
  });
});

test.each([
  ['a tenth of the traffic and many users', 20_000, 0.2, 'step', 'sev2'],
  ['a handful in a small segment', 400, 0.05, 'step', 'sev3'],
  ['a small segment that grows', 5_000, 0.05, 'ramp', 'sev2'],
  ['a part that is over again', 1_500, 0.12, 'bump', 'sev3'],
] as const)('%s', (_, n, share, shape, severity) => {
  expect(assessSeverity(after(measured(n, shape), scoped(share)))?.severity).toBe(severity);
});

test('what is benign or within chance is a sev3 whatever its size', () => {
  const benign: IncidentFact = {
    ...facts['suspects-ranked'],
    ranking: rankingOf({ verdict: 'benign', verdictReason: 'a campaign' }),
  };
  expect(assessSeverity(after(measured(1e6), scoped(1), benign))).toMatchObject({
    severity: 'sev3',
    reasons: [{ words: 'benign: a campaign', evidence: null }],
  });
  const chance: IncidentFact = { type: 'symptom-measured', symptom: { ...symptom, changed: false } };
  expect(assessSeverity(after(chance, scoped(1)))?.severity).toBe('sev3');
});

test('a gain of the business is no loss', () => {
  const proposal = assessSeverity(after(measured(10), scoped(0.01), business(0.1, 0.05)));
  expect(proposal?.reasons).toContainEqual({
    about: 'value',
    words: 'the business does not feel it',
    evidence: 'E9',
    points: 0,
  });
});

describe('proposed again', () => {
  const again = (...more: readonly IncidentFact[]) => severityToPropose(after(...more));
  const proposed = (state: IncidentState): IncidentFact => {
    const fact = severityToPropose(state);
    if (fact === null) throw new Error('nothing is proposed');
    return fact;
  };
  const chosen = (severity: 'sev1' | 'sev2' | 'sev3'): IncidentFact => ({
    type: 'severity-set',
    severity,
    reason: 'I know it',
  });
  const few = [measured(500), scoped(0.05)];
  const first = proposed(after(...few));

  test('the same is not said again, whatever else was measured', () => {
    expect(again(...few, first)).toBeNull();
    expect(again(...few, first, measured(400))).toBeNull();
  });

  test('a wider scope is, with what it was before', () => {
    expect(again(...few, first, measured(2500), scoped(0.6))).toMatchObject({
      severity: 'sev2',
      changed: [
        '1,500 requests touched since it began; it was: 25 requests touched since it began',
        '60 % of the traffic; it was: 5.0 % of the traffic',
      ],
    });
  });

  test('a metric that got worse since it was first measured counts', () => {
    const worse: IncidentFact = {
      type: 'symptom-measured',
      symptom: { ...symptom, difference: { value: -0.15, low: -0.16, high: -0.14, n: 500 } },
    };
    expect(assessSeverity(after(measured(500), worse))?.reasons).toContainEqual({
      about: 'trend',
      words: '2.1 times as far off as when it was first measured',
      evidence: null,
      points: 1,
    });
  });

  test('who chose another one is asked once more, and not a second time', () => {
    const wide = [measured(2500), scoped(0.6)];
    const second = proposed(after(...few, first, chosen('sev1'), ...wide));
    expect(second).toMatchObject({ severity: 'sev2' });
    expect(again(...few, first, chosen('sev1'), ...wide, second, business(1, -0.5))).toBeNull();
    expect(again(...few, first, chosen('sev1'), ...wide, second, chosen('sev3'), ...wide)).toBeNull();
    expect(
      again(...few, first, chosen('sev1'), ...wide, second, chosen('sev3'), business(1, -0.5)),
    ).toMatchObject({ severity: 'sev1' });
  });

  test('what a person chose is no question when the data come to say the same', () => {
    const wide = [measured(2500), scoped(0.6), business(1, -0.5)];
    expect(again(...few, first, chosen('sev1'), ...wide)).toBeNull();
  });

  test('a choice against the data takes the button away, until the data say something new', () => {
    const labels = (...more: readonly IncidentFact[]) =>
      nextActions(after(...more)).map((one) => one.button.label);
    expect(labels(...few, first)).toContain('Make it SEV3');
    expect(labels(...few, first, chosen('sev2'))).not.toContain('Make it SEV3');
  });

  test('nothing is proposed for an incident that is over', () => {
    expect(again(...few, facts.resolved)).toBeNull();
  });
});
