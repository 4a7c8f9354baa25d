import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/checks/evidence.ts';
import { stateOf } from '../../src/incident/evolve/evolve.ts';
import type { IncidentFact } from '../../src/incident/facts/events.ts';
import { isProven, weighProofs } from '../../src/incident/proofs.ts';
import type { IncidentState } from '../../src/incident/state/state.ts';
import type { Suspect } from '../../src/suspects/vocabulary.ts';
import { evidenceOf, factsOf, logOf } from './facts.ts';

const facts = factsOf();
const suspect: Suspect = {
  id: 'config.feature-store',
  category: 'config',
  culprit: { kind: 'feature', name: 'age' },
  probability: 0.8,
  prior: 0.1,
  for: [],
  against: [],
  change: null,
  sentence: 'The keys differ.',
};
const since = new Date('2026-03-09T16:00:00Z');
const windows = (now: string) => ({
  ...facts['check-finished'].evidence.windows,
  now: new Date(`2026-03-09T${now}:00Z`),
});

const answered = (
  id: string,
  check: string,
  answer: 'shifted' | 'steady' | 'inconclusive',
  more: { readonly where?: object; readonly after?: boolean; readonly now?: string } = {},
): Evidence =>
  evidenceOf({
    id,
    check,
    windows: windows(more.now ?? '17:30'),
    verdict:
      answer === 'inconclusive'
        ? { answer, line: 'few labels', reason: 'few labels', findings: [] }
        : { answer, line: answer, findings: [] },
    parameters: {
      segment: JSON.stringify(more.where ?? {}),
      ...(more.after === false ? {} : { since: since.toISOString() }),
    },
  });

const before = answered('E1', 'parity', 'shifted', { after: false });
const symptom: IncidentFact = {
  type: 'symptom-measured',
  symptom: { ...facts['symptom-measured'].symptom, changed: true },
};
const hurt = facts['scope-measured'].scope.segments[0]?.where ?? {};

function proofsOf(
  evidence: readonly Evidence[],
  more: readonly IncidentFact[] = [symptom],
  at: Date | null = since,
) {
  const state = stateOf(
    logOf([
      facts.declared,
      ...more,
      ...evidence.map((one): IncidentFact => ({ type: 'check-finished', evidence: one, asked: false })),
    ]),
  );
  if (state === null) throw new Error('nothing happened');
  return weighProofs(state satisfies IncidentState, {
    suspect,
    own: ['parity'],
    metric: 'model-metric',
    since: at,
  });
}
const statesOf = (proofs: ReturnType<typeof proofsOf>) =>
  Object.fromEntries(proofs.map((one) => [one.question, one.state]));

const wellAgain = [before, answered('E2', 'parity', 'steady'), answered('E3', 'model-metric', 'steady')];

describe('a suspect is the cause', () => {
  test('when the symptom was there with it, one thing was changed, and both are gone, everywhere and for an hour', () => {
    const proofs = proofsOf(wellAgain);
    expect(isProven(proofs)).toBe(true);
    expect(proofs.find((one) => one.question === 'gone')?.evidence).toEqual(['E2', 'E3']);
    expect(proofs.find((one) => one.question === 'present')?.evidence).toEqual(['E1']);
  });

  test('and when it hurt one segment, only once that one is well again', () => {
    const scoped = [symptom, facts['scope-measured']];
    expect(statesOf(proofsOf(wellAgain, scoped))).toMatchObject({ gone: 'shown', everywhere: 'missing' });
    const there = answered('E4', 'parity', 'shifted', { where: hurt });
    expect(statesOf(proofsOf([...wellAgain, there], scoped))).toMatchObject({ everywhere: 'refuted' });
    const well = facts['scope-measured'].scope.segments.map((one, place) =>
      answered(`E${place + 5}`, 'parity', 'steady', { where: one.where }),
    );
    expect(isProven(proofsOf([...wellAgain, ...well], scoped))).toBe(true);
  });
});

describe('what is missing is said', () => {
  test('nothing was changed yet: only the presence can be shown', () => {
    expect(statesOf(proofsOf([before], [symptom], null))).toEqual({
      present: 'shown',
      'one-change': 'missing',
      gone: 'missing',
      everywhere: 'missing',
      lasting: 'missing',
    });
  });

  test('the metric that did not come back refutes it, whatever the suspect did', () => {
    const still = [before, answered('E2', 'parity', 'steady'), answered('E3', 'model-metric', 'shifted')];
    const proofs = proofsOf(still);
    expect(statesOf(proofs)).toMatchObject({ gone: 'refuted' });
    expect(proofs.find((one) => one.question === 'gone')?.words).toMatch(/model-metric is as bad/);
  });

  test('labels that have not arrived are waited for, and never taken for a recovery', () => {
    const waiting = [before, answered('E3', 'model-metric', 'inconclusive')];
    expect(statesOf(proofsOf(waiting))).toMatchObject({ gone: 'missing' });
  });

  test('ten minutes of good traffic prove nothing yet', () => {
    const early = wellAgain.map((one) => ({ ...one, windows: windows('16:10') }));
    expect(proofsOf(early).find((one) => one.question === 'lasting')).toMatchObject({
      state: 'missing',
      words: '10 of 60 minutes of traffic since the change.',
    });
  });

  test('two things changed at once cannot be told apart', () => {
    const done = (mitigation: string): readonly IncidentFact[] => [
      { ...facts['mitigation-approved'], mitigation },
      { type: 'mitigation-ended', mitigation, outcome: 'done', words: '' },
    ];
    const proofs = proofsOf(wellAgain, [symptom, ...done('M1'), ...done('M2')]);
    expect(proofs.find((one) => one.question === 'one-change')).toMatchObject({
      state: 'refuted',
      words: expect.stringMatching(/2 things were changed \(M1, M2\)/) as unknown,
    });
    expect(isProven(proofs)).toBe(false);
  });

  test('a symptom that never moved is no proof, and a suspect that no check has shown is none either', () => {
    const unmoved: IncidentFact = {
      type: 'symptom-measured',
      symptom: { ...facts['symptom-measured'].symptom, changed: false },
    };
    expect(statesOf(proofsOf(wellAgain, [unmoved]))).toMatchObject({ present: 'missing' });
    expect(statesOf(proofsOf(wellAgain.slice(1)))).toMatchObject({ present: 'missing' });
  });
});

describe('what was watched after a mitigation', () => {
  const at = new Date('2026-03-09T17:20:00Z');
  const mended = facts['mitigation-ended'];
  const watched = (
    verdict: 'recovered' | 'not-recovered' | 'too-early',
    segment: 'recovered' | 'not-recovered' = 'recovered',
  ): IncidentFact => ({
    ...facts['recovery-measured'],
    verdict,
    sentence: 'AUC is 0.86, was 0.79.',
    segments: [{ where: hurt, verdict: segment, sentence: 'as before' }],
  });
  const proofsAfter = (...more: readonly IncidentFact[]) => {
    const happened = [
      facts.declared,
      symptom,
      facts['scope-measured'],
      facts['mitigation-approved'],
      mended,
      ...more,
    ];
    const events = logOf(happened).map((event) =>
      event.fact.type === 'recovery-measured' ? { ...event, at } : event,
    );
    const state = stateOf(events);
    if (state === null) throw new Error('nothing happened');
    return weighProofs(state, { suspect, own: ['parity'], metric: 'model-metric', since });
  };

  test('proves that the symptom is gone, everywhere and for long enough, without measuring it again', () => {
    const proofs = proofsAfter(watched('recovered'));
    expect(statesOf(proofs)).toMatchObject({ gone: 'shown', everywhere: 'shown', lasting: 'shown' });
    expect(proofs.find((one) => one.question === 'gone')?.words).toBe('After M1: AUC is 0.86, was 0.79.');
  });

  test('refutes it, when the metric did not come back or is still off in a segment that was hurt', () => {
    expect(statesOf(proofsAfter(watched('not-recovered')))).toMatchObject({
      gone: 'refuted',
      lasting: 'missing',
    });
    expect(statesOf(proofsAfter(watched('recovered', 'not-recovered')))).toMatchObject({
      everywhere: 'refuted',
    });
  });

  test('says nothing while it is too early, nor of a change that came after it', () => {
    expect(statesOf(proofsAfter(watched('too-early')))).toMatchObject({
      gone: 'missing',
      lasting: 'missing',
    });
    expect(statesOf(proofsAfter())).toMatchObject({ gone: 'missing', everywhere: 'missing' });
  });

  test('does not stand against a check that still shows the suspect', () => {
    const still = {
      type: 'check-finished' as const,
      evidence: answered('E5', 'parity', 'shifted'),
      asked: false,
    };
    expect(statesOf(proofsAfter(watched('recovered'), still))).toMatchObject({ gone: 'refuted' });
  });
});
