import { describe, expect, test } from 'vitest';
import { recordFacts } from '../../../src/response/record/record.ts';
import type { Ranking, Suspect } from '../../../src/suspects/vocabulary.ts';
import { evidenceOf, factsOf } from '../../incident/facts.ts';
import { nothingThere, openOffice } from '../office.ts';
import type { Answering, Office } from '../office.ts';

const person = 'T1:U1';
const minutes = 60_000;

/** How often `age` is null in the incident window that is asked about; it was 0.5 % before. */
const nullsNow =
  (rate: () => number): Answering =>
  (question, name) =>
    name.startsWith('null-rate\u0000')
      ? {
          kind: 'rows',
          rows: [
            {
              before: 100_000,
              after: 20_000,
              eventsBefore: 500,
              eventsAfter: name.endsWith('age') ? 20_000 * rate() : 100,
            },
          ],
          asked: { source: 'logs', text: 'SELECT', parameters: [], milliseconds: 1 },
        }
      : nothingThere(question, name);

const nulls: Suspect = {
  id: 'data.nulls',
  category: 'data',
  culprit: { kind: 'feature', name: 'age' },
  probability: 0.8,
  prior: 0.1,
  for: [{ evidence: 'E1', check: 'null-rate', logRatio: 3, words: 'age is null' }],
  against: [],
  change: null,
  sentence: 'age comes empty from its source.',
};
const ranking: Ranking = {
  verdict: 'incident',
  verdictReason: 'a defect explains it',
  suspects: [nulls, { ...nulls, id: 'upstream.outage', category: 'upstream', probability: 0.1, for: [] }],
  noneOfThese: 0.1,
  change: null,
  mitigations: [],
  nextCheck: null,
};

async function suspected(rate: () => number, answering = nullsNow(rate)): Promise<Office> {
  const office = await openOffice({ triages: false, answering });
  await office.receive();
  const { symptom } = factsOf()['symptom-measured'];
  await recordFacts(office.services, 'INC-1', [
    {
      type: 'symptom-measured',
      symptom: { ...symptom, changed: true, onset: null, metric: 'null_rate', column: 'age' },
    },
    {
      type: 'check-finished',
      asked: false,
      evidence: evidenceOf({
        id: 'E1',
        check: 'null-rate',
        verdict: { answer: 'shifted', line: 'age is null in 18 %', findings: [] },
      }),
    },
    { type: 'suspects-ranked', ranking, because: 'triage' },
  ]);
  return office;
}

const ask = (office: Office, changes: Partial<Parameters<Office['responder']['confirm']>[0]> = {}) =>
  office.responder.confirm({
    incident: 'INC-1',
    suspect: null,
    since: null,
    override: null,
    person,
    now: office.now,
    ...changes,
  });
const hoursAgo = (office: Office, hours: number) => new Date(office.now.getTime() - hours * 60 * minutes);

describe('is it really the cause?', () => {
  test('before anything was changed the thread hears what is missing, and nothing is confirmed', async () => {
    const office = await suspected(() => 0.18);
    expect(await ask(office)).toMatchObject({ kind: 'done' });
    const state = await office.state('INC-1');
    expect(state.proofs?.suspect).toBe('data.nulls');
    expect(state.proofs?.list.map((one) => one.state)).toEqual([
      'shown',
      'missing',
      'missing',
      'missing',
      'missing',
    ]);
    expect(state.confirmed).toBeNull();
    expect((await office.announced()).at(-1)).toBe('proofs-weighed');
  });

  test('what may be looked at by a sample counts the rows since the change, and not those of the whole incident', async () => {
    const counted: string[] = [];
    const office = await suspected(
      () => 0.005,
      (question, name) => {
        if (name.endsWith('\u0000rows')) counted.push(JSON.stringify(question));
        return nullsNow(() => 0.005)(question, name);
      },
    );
    counted.length = 0;
    await ask(office, { since: hoursAgo(office, 2) });
    expect(counted).toHaveLength(1);
    // Five minutes are left for the change to reach every host.
    expect(counted[0]).toContain(new Date(hoursAgo(office, 2).getTime() + 5 * minutes).toISOString());
  });

  test('two hours after the change the check runs again, all proofs are there, and the cause is confirmed by them', async () => {
    const office = await suspected(() => 0.005);
    await ask(office, { since: hoursAgo(office, 2) });
    const state = await office.state('INC-1');
    expect(state.evidence.at(-1)).toMatchObject({
      id: 'E2',
      check: 'null-rate',
      verdict: { answer: 'steady' },
      parameters: { since: hoursAgo(office, 2).toISOString() },
    });
    expect(state.confirmed).toMatchObject({
      cause: 'data.nulls',
      category: 'data',
      override: null,
      evidence: ['E1', 'E2'],
    });
    expect((await office.announced()).slice(-2)).toEqual(['proofs-weighed', 'cause-confirmed']);
  });

  test('what is as bad as before refutes it, and the time of the change is remembered for the next look', async () => {
    let rate = 0.18;
    const office = await suspected(() => rate);
    await ask(office, { since: hoursAgo(office, 2) });
    expect((await office.state('INC-1')).proofs?.list.find((one) => one.question === 'gone')?.state).toBe(
      'refuted',
    );
    expect((await office.state('INC-1')).confirmed).toBeNull();
    rate = 0.005;
    await ask(office);
    expect((await office.state('INC-1')).confirmed?.cause).toBe('data.nulls');
  });

  test('a person may call it the cause without all proofs, and the reason is kept', async () => {
    const office = await suspected(() => 0.18);
    await ask(office, { override: 'the vendor told us so' });
    expect((await office.state('INC-1')).confirmed).toMatchObject({ override: 'the vendor told us so' });
  });

  test('closed without naming a cause, the confirmed one is the cause', async () => {
    const office = await suspected(() => 0.18);
    await ask(office, { override: 'the vendor told us so' });
    const close = () =>
      office.responder.resolve({
        incident: 'INC-1',
        cause: null,
        reason: 'mended',
        although: 'a test',
        person,
        now: office.now,
      });
    expect(await close()).toMatchObject({ kind: 'done' });
    expect((await office.state('INC-1')).resolution).toMatchObject({ cause: 'data.nulls', category: 'data' });
  });
});

test.each([
  [{ suspect: 'data.nuls' }, /'data\.nuls' is no suspect of INC-1.*data\.nulls/],
  [{ suspect: 'config.routing' }, /'config\.routing' is no suspect/],
  [{ since: new Date('2030-01-01T00:00:00Z') }, /has not happened yet/],
  [{ incident: 'INC-9' }, /no incident INC-9/],
])('%j cannot be asked', async (changes, message) => {
  const office = await suspected(() => 0.18);
  const before = await office.events('INC-1');
  expect(await ask(office, changes)).toMatchObject({
    kind: 'refused',
    message: expect.stringMatching(message) as unknown,
  });
  expect(await office.events('INC-1')).toEqual(before);
});

test('what was measured after a change does not rank the suspects of before', async () => {
  const office = await suspected(() => 0.005);
  await recordFacts(office.services, 'INC-1', [{ type: 'triage-finished', checks: 1, seconds: 1 }]);
  await ask(office, { since: hoursAgo(office, 2) });
  await office.responder.runCheck({
    incident: 'INC-1',
    check: 'changes',
    segment: {},
    parameters: {},
    person,
  });
  const { ranking: after } = await office.state('INC-1');
  const argued = after?.suspects.flatMap((one) => [...one.for, ...one.against]).map((one) => one.evidence);
  expect(argued).not.toContain('E2');
});
