import { describe, expect, test } from 'vitest';
import { UpdatesConfig } from '../../src/config/schema/actions-schema.ts';
import { stateOf } from '../../src/incident/evolve/evolve.ts';
import type { IncidentFact } from '../../src/incident/facts/events.ts';
import { actionsDue, isQuiet, updateDue } from '../../src/incident/reminders.ts';
import { judgeRecovery } from '../../src/incident/recovery.ts';
import type { IncidentState } from '../../src/incident/state/state.ts';
import { factsOf, logOf, minutes } from './facts.ts';

const facts = factsOf();
const rules = UpdatesConfig.parse({});
const after = (...more: readonly IncidentFact[]): IncidentState => {
  const state = stateOf(logOf([facts.declared, ...more]));
  if (state === null) throw new Error('nothing happened');
  return state;
};

describe('an update is asked for', () => {
  test('when a sev1 was silent for half an hour, and again half an hour later', () => {
    expect(updateDue(after(), rules, minutes(29))).toBeNull();
    expect(updateDue(after(), rules, minutes(31))?.words).toContain('has had no update for 30 min');
    const reminded = after(facts.reminded);
    expect(updateDue(reminded, rules, minutes(31))).toBeNull();
    expect(updateDue(reminded, rules, minutes(32))).not.toBeNull();
  });

  test('later for a sev2, not after an update, not while it is snoozed, never once it is over', () => {
    expect(updateDue(after(facts['severity-set']), rules, minutes(100))).toBeNull();
    expect(updateDue(after(facts['severity-set']), rules, minutes(122))).not.toBeNull();
    expect(updateDue(after(facts['update-posted']), rules, minutes(31))).toBeNull();
    expect(updateDue(after(facts['reminders-snoozed']), rules, minutes(59))).toBeNull();
    expect(updateDue(after(facts['reminders-snoozed']), rules, minutes(91))).not.toBeNull();
    expect(updateDue(after(facts.resolved), rules, minutes(500))).toBeNull();
  });

  test('in quiet hours for a sev1 only', () => {
    const quiet = UpdatesConfig.parse({ quiet_hours: { from: '14:00', to: '20:00' } });
    expect(updateDue(after(), quiet, minutes(60))).not.toBeNull();
    expect(updateDue(after(facts['severity-set']), quiet, minutes(200))).toBeNull();
  });
});

test('quiet hours may span midnight', () => {
  const night = UpdatesConfig.parse({ quiet_hours: { from: '22:00', to: '07:00' } });
  const at = (clock: string) => isQuiet(night, new Date(`2026-03-09T${clock}:00Z`));
  expect(['21:59', '22:00', '03:00', '06:59', '07:00'].map(at)).toEqual([false, true, true, true, false]);
  expect(isQuiet(rules, minutes(0))).toBe(false);
});

test('action items are asked after on their day, once a day, until they are done', () => {
  const day = (text: string) => new Date(`${text}T09:00:00Z`);
  const state = after(facts['action-added']);
  expect(actionsDue(state, rules, day('2026-03-19'))).toBeNull();
  expect(actionsDue(state, rules, day('2026-03-20'))?.words).toContain('A1');
  const asked = { ...state, remindedAt: { update: null, actions: day('2026-03-20') } };
  expect(actionsDue(asked, rules, new Date('2026-03-20T18:00:00Z'))).toBeNull();
  expect(actionsDue(asked, rules, day('2026-03-21'))).not.toBeNull();
  expect(actionsDue(after(facts['action-added'], facts['action-done']), rules, day('2026-03-25'))).toBeNull();
});

describe('after a mitigation', () => {
  const value = (of: number, n = 5000) => ({ value: of, low: of - 0.01, high: of + 0.01, n });
  const [before, incident] = [value(0.86), value(0.78)];

  test.each([
    ['the metric is back', value(0.859), 0.4, 'recovered', '1 %'],
    ['a tenth of the change is left', value(0.852), 0.2, 'recovered', '10 %'],
    ['nothing has moved', value(0.781), 1e-6, 'not-recovered', '99 %'],
    ['more than a third is left beyond chance', value(0.83), 1e-4, 'not-recovered', '38 %'],
    ['a third is left within chance', value(0.83), 0.3, 'recovered', 'within chance'],
    ['ten rows say nothing', value(0.86, 10), 0.9, 'too-early', '10 rows'],
  ])('%s', (_, now, p, verdict, words) => {
    const judged = judgeRecovery({ before, incident, now, p });
    expect(judged.verdict).toBe(verdict);
    expect(judged.reason).toContain(words);
  });

  test('better than before is recovered, whatever the direction of the metric', () => {
    expect(judgeRecovery({ before, incident, now: value(0.9), p: 1e-9 }).verdict).toBe('recovered');
    const latency = { before: value(120), incident: value(900), now: value(130), p: 1e-9 };
    expect(judgeRecovery(latency).verdict).toBe('recovered');
  });

  test('without rows since then it is too early', () => {
    expect(judgeRecovery({ before, incident, now: null, p: null }).verdict).toBe('too-early');
  });
});
