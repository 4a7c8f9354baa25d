import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../../src/incident/decide/decide.ts';
import type { IncidentCommand } from '../../../src/incident/decide/decide.ts';
import type { IncidentFact } from '../../../src/incident/facts/events.ts';
import { stateOf } from '../../../src/incident/evolve/evolve.ts';
import { factsOf, logOf, minutes, storyOf } from '../facts.ts';

const facts = factsOf();
const now = minutes(60);

/** Given what happened, when somebody wants this, then these are the facts, or this is the reason why not. */
function given(...happened: readonly IncidentFact[]) {
  const state = stateOf(logOf([facts.declared, ...happened]));
  if (state === null) throw new Error('nothing happened');
  return { when: (command: IncidentCommand) => decide(command, state) };
}
const then = (...expected: readonly IncidentFact[]) => ({ kind: 'facts', facts: expected });
/** Closed at once, with what was missing and the reason that was given. */
const closing = (resolved: IncidentFact) => ({
  kind: 'facts',
  facts: [expect.objectContaining({ type: 'guards-overridden', reason: 'rolled back' }) as unknown, resolved],
});
const refused = (message: string, hint: string): unknown => ({
  kind: 'refused',
  message: expect.stringContaining(message) as unknown,
  hint: expect.stringContaining(hint) as unknown,
});

const add = (changes: Partial<Extract<IncidentCommand, { type: 'add-timeline-entry' }>> = {}) =>
  ({
    type: 'add-timeline-entry',
    happenedAt: minutes(5),
    text: 'rolled v3 back',
    origin: null,
    now,
    ...changes,
  }) as const;
const why = (changes: Partial<Extract<IncidentCommand, { type: 'add-why' }>> = {}) =>
  ({ type: 'add-why', text: 'the old key was read', under: null, evidence: null, ...changes }) as const;

describe('the timeline', () => {
  test('takes what a person says, with the time it happened and not the time it was told', () => {
    expect(given().when(add())).toEqual(
      then({
        type: 'timeline-added',
        entry: 'T2',
        happenedAt: minutes(5),
        text: 'rolled v3 back',
        origin: null,
      }),
    );
  });

  test('names every entry by its place in the log, so that a name never comes back', () => {
    expect(
      given(facts['timeline-added'], facts['timeline-removed']).when(add({ text: '  again  ' })),
    ).toEqual(
      then({ type: 'timeline-added', entry: 'T4', happenedAt: minutes(5), text: 'again', origin: null }),
    );
  });

  test('takes the past however long ago, and a clock that runs a minute ahead', () => {
    expect(given().when(add({ happenedAt: minutes(-100_000) }))).toEqual(
      then({
        type: 'timeline-added',
        entry: 'T2',
        happenedAt: minutes(-100_000),
        text: 'rolled v3 back',
        origin: null,
      }),
    );
    expect(given().when(add({ happenedAt: minutes(61) }))).toEqual(
      then({
        type: 'timeline-added',
        entry: 'T2',
        happenedAt: minutes(61),
        text: 'rolled v3 back',
        origin: null,
      }),
    );
  });

  test('does not take the future, no time at all, no words, or a novel', () => {
    expect(given().when(add({ happenedAt: minutes(62) }))).toEqual(
      refused('has not happened yet', 'Give a time in the past'),
    );
    expect(given().when(add({ happenedAt: new Date(Number.NaN) }))).toEqual(refused('not a time', '14:05'));
    expect(given().when(add({ text: ' \n ' }))).toEqual(refused('needs words', 'timeline add'));
    expect(given().when(add({ text: 'x'.repeat(3001) }))).toEqual(
      refused('3,001 characters; 3,000 are kept', 'Shorten it'),
    );
  });

  test('takes one message once', () => {
    const { origin } = facts['timeline-added'];
    expect(given(facts['timeline-added']).when(add({ origin }))).toEqual(
      refused('on the timeline already', 'Remove the reaction'),
    );
    expect(given(facts['timeline-added'], facts['timeline-removed']).when(add({ origin }))).toEqual(
      then({
        type: 'timeline-added',
        entry: 'T4',
        happenedAt: minutes(5),
        text: 'rolled v3 back',
        origin,
      }),
    );
  });

  test('an entry is taken off once; otherwise the person hears which there are', () => {
    const remove = { type: 'remove-timeline-entry', entry: 'T5' } as const;
    expect(given(facts['timeline-added']).when(remove)).toEqual(
      then({ type: 'timeline-removed', entry: 'T5' }),
    );
    expect(given().when(remove)).toEqual(
      refused('INC-7 has no timeline entry T5', 'There are no entries yet.'),
    );
    expect(
      given(
        facts['timeline-added'],
        { ...facts['timeline-added'], entry: 'T6' },
        facts['timeline-removed'],
      ).when(remove),
    ).toEqual(refused('no timeline entry T5', 'There are: T6.'));
  });
});

describe('the whys', () => {
  const first = facts['why-added'];
  test('the first stands alone, the next answers the last, and one may branch', () => {
    expect(given().when(why())).toEqual(
      then({ ...first, why: 'W1', under: null, text: 'the old key was read', evidence: null }),
    );
    expect(given(first).when(why())).toEqual(
      then({ ...first, why: 'W2', under: 'W1', text: 'the old key was read', evidence: null }),
    );
    expect(given(first, { ...first, why: 'W2', under: 'W1' }).when(why({ under: 'W1' }))).toEqual(
      then({ ...first, why: 'W3', under: 'W1', text: 'the old key was read', evidence: null }),
    );
  });

  test('rests on evidence that there is', () => {
    expect(given(facts['check-finished']).when(why({ evidence: 'E1' }))).toEqual(
      then({ ...first, why: 'W1', under: null, text: 'the old key was read', evidence: 'E1' }),
    );
    expect(given(facts['check-finished']).when(why({ evidence: 'E9' }))).toEqual(
      refused('there is no evidence E9 in INC-7', 'There are: E1.'),
    );
    expect(given().when(why({ evidence: 'E1' }))).toEqual(
      refused('no evidence E1', 'There are no evidence yet.'),
    );
  });

  test('answers a why that there is, with words', () => {
    expect(given(first).when(why({ under: 'W4' }))).toEqual(
      refused('there is no W4 to answer', 'There are: W1.'),
    );
    expect(given().when(why({ text: '' }))).toEqual(refused('a why needs words', 'Example'));
    expect(given().when(why({ text: 'y'.repeat(4000) }))).toEqual(refused('4,000 characters', 'Shorten'));
  });
});

describe('severity', () => {
  test('a person says another, and why', () => {
    expect(given().when({ type: 'set-severity', severity: 'sev2', reason: ' only chat ' })).toEqual(
      then({ type: 'severity-set', severity: 'sev2', reason: 'only chat' }),
    );
  });
  test('the same again changes nothing, and one without a reason neither', () => {
    expect(given().when({ type: 'set-severity', severity: 'sev1', reason: 'bad' })).toEqual(
      refused('INC-7 is sev1 already', 'Nothing'),
    );
    expect(given().when({ type: 'set-severity', severity: 'sev2', reason: ' ' })).toEqual(
      refused('needs a reason', 'Example'),
    );
    expect(given().when({ type: 'set-severity', severity: 'sev2', reason: 'z'.repeat(3001) })).toEqual(
      refused('3,001', 'Shorten'),
    );
  });
});

describe('the end', () => {
  const resolve = { type: 'resolve', cause: null, reason: 'rolled back' } as const;
  test('is said with a reason; the cause brings its category when it was a suspect', () => {
    expect(given().when(resolve)).toEqual(
      closing({ type: 'resolved', cause: null, category: null, reason: 'rolled back' }),
    );
    expect(given(facts['suspects-ranked']).when({ ...resolve, cause: 'config.feature-store' })).toEqual(
      closing({ type: 'resolved', cause: 'config.feature-store', category: 'config', reason: 'rolled back' }),
    );
    expect(given(facts['suspects-ranked']).when({ ...resolve, cause: 'data.labels' })).toEqual(
      closing({ type: 'resolved', cause: 'data.labels', category: null, reason: 'rolled back' }),
    );
    expect(given().when({ ...resolve, reason: ' ' })).toEqual(refused('needs a reason', 'Example'));
    expect(given().when({ ...resolve, reason: 'w'.repeat(3001) })).toEqual(refused('3,001', 'Shorten'));
  });

  test('comes once; then it can only begin again', () => {
    expect(given(facts.resolved).when(resolve)).toEqual(
      refused('was resolved at 2026-03-09T14:07:00.000Z', 'reopen <reason>'),
    );
    expect(given(facts.resolved).when({ type: 'reopen', reason: ' it is back ' })).toEqual(
      then({ type: 'reopened', reason: 'it is back' }),
    );
    expect(given().when({ type: 'reopen', reason: 'it is back' })).toEqual(
      refused('INC-7 is open', 'Nothing to do'),
    );
    expect(given(facts.resolved).when({ type: 'reopen', reason: '' })).toEqual(
      refused('needs a reason', 'Example'),
    );
    expect(given(facts.resolved, facts.reopened).when(resolve)).toEqual(
      closing({ ...resolve, type: 'resolved', category: null }),
    );
  });

  test('a note can be written at any time, and is counted', () => {
    expect(given().when({ type: 'write-note' })).toEqual(then({ type: 'note-written', revision: 1 }));
    expect(given(facts['note-written'], facts.resolved).when({ type: 'write-note' })).toEqual(
      then({ type: 'note-written', revision: 2 }),
    );
  });
});

test('whatever is decided can be recorded, and deciding it again says the same', () => {
  const state = stateOf(logOf(storyOf()));
  if (state === null) throw new Error('nothing happened');
  const text = fc.oneof(fc.string(), fc.constantFrom('', ' ', 'x'.repeat(5000)));
  const id = fc.constantFrom('T5', 'T12', 'W1', 'W9', 'E1', 'E7', null);
  const command: fc.Arbitrary<IncidentCommand> = fc.oneof(
    fc.record({
      type: fc.constant('add-timeline-entry' as const),
      happenedAt: fc.date({ noInvalidDate: false }),
      text,
      origin: fc.constantFrom(null, facts['timeline-added'].origin),
      now: fc.constant(now),
    }),
    fc.record({ type: fc.constant('remove-timeline-entry' as const), entry: id.map((one) => one ?? '') }),
    fc.record({ type: fc.constant('add-why' as const), text, under: id, evidence: id }),
    fc.record({
      type: fc.constant('set-severity' as const),
      severity: fc.constantFrom('sev1' as const, 'sev2' as const, 'sev3' as const),
      reason: text,
    }),
    fc.record({ type: fc.constant('write-note' as const) }),
    fc.record({
      type: fc.constant('resolve' as const),
      cause: fc.constantFrom(null, 'data.nulls'),
      reason: text,
    }),
    fc.record({ type: fc.constant('reopen' as const), reason: text }),
  );
  fc.assert(
    fc.property(command, (wanted) => {
      const decision = decide(wanted, state);
      expect(decide(wanted, state)).toEqual(decision);
      const recorded = decision.kind === 'facts' ? decision.facts : [];
      const said =
        decision.kind === 'facts' ? recorded.length : decision.message.length * decision.hint.length;
      expect(said).toBeGreaterThan(0);
      expect(stateOf(logOf([...storyOf(), ...recorded]))?.seq).toBe(state.seq + recorded.length);
    }),
  );
});
