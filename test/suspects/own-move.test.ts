import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/checks/evidence.ts';
import { ownMove } from '../../src/suspects/own-move.ts';
import { rankSuspects } from '../../src/suspects/rank.ts';
import type { Companion, Symptom } from '../../src/symptom/symptom.ts';
import { alert, answered, changed, fallen, model, shifted } from './made-evidence.ts';

const at = (time: string): Date => new Date(`2026-03-09T${time}:00Z`);
const moved = (carrier: string, subject: Companion['subject'], [from, to]: readonly [string, string]) => ({
  carrier,
  words: carrier,
  subject,
  segment: {},
  at: at(from),
  from: at(from),
  to: at(to),
  before: 0,
  after: 0.4,
  gain: 200,
});
const shares = moved('exposure v1:v', { kind: 'version', name: 'v1' }, ['14:05', '14:10']);

/** With few labels nothing dates the fall of the AUC; the shares of versions show a moment. */
const blurred: Symptom = {
  ...fallen,
  onset: { at: at('13:40'), from: at('12:50'), to: at('14:40'), shape: 'step', method: 'likelihood ratio' },
  bystanders: [shares],
};
const undated: Symptom = { ...blurred, changed: false, onset: null };

const gained = answered('routing', [shifted('version', 'v1', { before: 0.1, after: 0.5, effect: 0.4 })]);
const sound = ['null-rate', 'constant', 'out-of-range', 'categories', 'parity', 'errors'].map((check) =>
  answered(check),
);
const recorded = (minutesBeforeBlur: number, more: { readonly at: Date; readonly title: string }): Evidence =>
  answered('changes', [
    {
      ...changed('chg-5', minutesBeforeBlur, { kind: 'flag', component: 'router', title: more.title }),
      at: more.at,
    },
  ]);
const rank = (symptom: Symptom, changes: Evidence) =>
  rankSuspects({
    modelName: 'clicks',
    model,
    alert,
    symptom,
    scope: null,
    evidence: [...sound, gained, changes],
  });

describe('what a suspect itself consists in dates it', () => {
  test('shares of versions that moved at a moment date the incident where the metric cannot', () => {
    const split = { at: at('14:04'), title: 'Traffic split of v1 50 %' };
    for (const symptom of [blurred, undated]) {
      const ranking = rank(symptom, recorded(-24, split));
      expect(ranking.suspects[0]?.id).toBe('config.routing');
      expect(ranking.onset?.at).toEqual(at('14:05'));
      expect(ranking.change).toBe('chg-5');
    }
  });

  test('a change that fits a blurred onset, and not the moment when the shares moved, is not named', () => {
    const early = { at: at('12:30'), title: 'Shadow scoring on' };
    expect(rank({ ...blurred, bystanders: [] }, recorded(3, early)).change).toBe('chg-5');
    expect(rank(blurred, recorded(3, early)).change).toBeNull();
  });

  test('a sharp onset of the metric stays', () => {
    const sharp: Symptom = { ...fallen, bystanders: [shares] };
    expect(rank(sharp, recorded(1, { at: at('14:04'), title: 'Traffic split' })).onset).toBeNull();
  });

  test('a series that moved some time within hours dates nothing, nor one about somebody else', () => {
    const wide = moved('volume', { kind: 'metric', name: 'volume' }, ['11:00', '14:30']);
    const demand = { kind: 'baseline', name: null } as const;
    expect(ownMove('external.demand', demand, { ...fallen, bystanders: [wide] })).toBeNull();
    const country = moved('exposure BR:country', { kind: 'segment', name: 'country' }, ['14:00', '14:05']);
    const said = { ...fallen, bystanders: [country] };
    expect(ownMove('external.mix', { kind: 'segment', name: 'device' }, said)).toBeNull();
    expect(ownMove('external.mix', { kind: 'segment', name: 'country' }, said)?.at).toEqual(at('14:00'));
    expect(ownMove('model.weights', { kind: 'version', name: 'v1' }, blurred)).toBeNull();
  });
});
