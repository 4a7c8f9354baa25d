import { expect, test } from 'vitest';
import type { Question } from '../../../src/checks/question.ts';
import type { Severity } from '../../../src/incident/facts/events.ts';
import { keepWatch } from '../../../src/response/decisions/keep-watch.ts';
import { measureRecovery } from '../../../src/response/decisions/recovery.ts';
import { recordFacts } from '../../../src/response/record/record.ts';
import type { Row } from '../../../src/sql/aggregate.ts';
import { factsOf } from '../../incident/facts.ts';
import { openOffice } from '../office.ts';
import type { Office } from '../office.ts';

/** Scores in two bins: positives in the high one and negatives in the low one with share `auc`, which then is the AUC. */
const scored = (window: 'before' | 'after', auc: number, more: Row = {}, n = 4000): readonly Row[] => [
  { ...more, window, bin: 150, p: n * auc, n: n * (1 - auc) },
  { ...more, window, bin: 50, p: n * (1 - auc), n: n * auc },
];

/** An incident whose mitigation is done; the AUC was 0.861, then 0.788, and is `now`, in Brazil `inBrazil`. */
async function mitigated(now: number, inBrazil: number, n = 4000): Promise<Office> {
  const office = await openOffice({
    triages: false,
    answering: (question: Question) => {
      const by = JSON.stringify('by' in question ? question.by : null);
      const dimension = ['country', 'device'].find((name) => by.includes(`"${name}"`));
      const rows =
        dimension === undefined
          ? [...scored('before', 0.861, {}, n), ...scored('after', now, {}, n)]
          : ['BR', 'PT'].flatMap((value) => [
              ...scored('before', 0.861, { d0: value }),
              ...scored('after', value === 'BR' && dimension === 'country' ? inBrazil : 0.861, {
                d0: value,
              }),
            ]);
      return { kind: 'rows', rows, asked: [] } as never;
    },
  });
  await office.receive();
  const facts = factsOf('BR');
  await recordFacts(office.services, 'INC-1', [
    facts['symptom-measured'],
    facts['scope-measured'],
    facts['mitigation-approved'],
    facts['mitigation-ended'],
  ]);
  return office;
}

const newest = async (office: Office) => (await office.state('INC-1')).mitigations[0]?.recoveries.at(-1);
const measure = (office: Office) =>
  measureRecovery(office.services, { incident: 'INC-1', mitigation: 'M1', person: null });

test('back in numbers, in every segment that was looked at', async () => {
  const office = await mitigated(0.86, 0.861);
  expect(await measure(office)).toMatchObject({ kind: 'done' });
  expect(await newest(office)).toMatchObject({
    verdict: 'recovered',
    sentence: expect.stringMatching(/is 0\.860, was 0\.788, before 0\.861; .*in all 4 segments/) as unknown,
    segments: [{ where: { country: 'BR' }, verdict: 'recovered' }],
  });
});

test('back on the whole and not in Brazil is not recovered', async () => {
  const office = await mitigated(0.86, 0.7);
  await measure(office);
  expect(await newest(office)).toMatchObject({
    verdict: 'not-recovered',
    sentence: expect.stringContaining('not in 1 of 4 segments') as unknown,
  });
});

test('nothing has moved: not recovered', async () => {
  const office = await mitigated(0.789, 0.7);
  await measure(office);
  expect((await newest(office))?.verdict).toBe('not-recovered');
});

test('the watch measures when it is due, and not before', async () => {
  const office = await mitigated(0.86, 0.861);
  const at = (minutes: number) => new Date(office.now.getTime() + minutes * 60_000);
  await keepWatch(office.services, at(9));
  expect(await newest(office)).toBeUndefined();
  await keepWatch(office.services, at(11));
  await keepWatch(office.services, at(12));
  expect((await office.state('INC-1')).mitigations[0]?.recoveries).toHaveLength(1);
  expect((await newest(office))?.again).toEqual(at(30));
});

test('a silent incident is asked for an update once', async () => {
  const office = await openOffice({ triages: false });
  await office.receive();
  const severity: Severity = (await office.state('INC-1')).severity;
  expect(severity).toBe('sev1');
  const later = new Date(office.now.getTime() + 31 * 60_000);
  await keepWatch(office.services, later);
  await keepWatch(office.services, later);
  expect((await office.facts('INC-1')).filter((fact) => fact.type === 'reminded')).toHaveLength(1);
});

test('before it is done there is nothing to measure after it', async () => {
  const office = await openOffice({ triages: false });
  await office.receive();
  expect(await measure(office)).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('M1') as unknown,
  });
});
