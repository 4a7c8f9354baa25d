import { expect, test } from 'vitest';
import { COMMANDS } from '../../../commands/list.ts';
import type { Alert } from '../../../src/alert/alert.ts';
import { rootMessage } from '../../../src/message/root.ts';
import { recordFacts } from '../../../src/response/record/record.ts';
import type { Ranking } from '../../../src/suspects/vocabulary.ts';
import { evidenceOf, factsOf } from '../../incident/facts.ts';
import { nothingThere, openOffice } from '../office.ts';
import type { Answering, Office } from '../office.ts';

const person = 'T1:U1';
const drift: Partial<Alert> = {
  signal: 'drift',
  metric: 'psi',
  column: 'age',
  severity: 'warning',
  value: 0.3,
  baseline: 0.01,
  title: 'PSI of age is 0.3',
};

/** `age` is as often null as before: something that a look at the data can say for certain. */
const steadyNulls: Answering = (question, name) =>
  name.startsWith('null-rate\u0000')
    ? {
        kind: 'rows',
        rows: [{ before: 100_000, after: 20_000, eventsBefore: 500, eventsAfter: 100 }],
        asked: { source: 'logs', text: 'SELECT', parameters: [], milliseconds: 1 },
      }
    : nothingThere(question, name);

const ranking = (verdict: Ranking['verdict']): Ranking => ({
  verdict,
  verdictReason: verdict === 'benign' ? 'other people came' : 'too little is known',
  suspects: [
    {
      id: 'external.mix',
      category: 'external',
      culprit: { kind: 'segment', name: 'age' },
      probability: 0.8,
      prior: 0.1,
      for: [{ evidence: 'E1', check: 'mix-shift', logRatio: 2, words: 'the mix moved' }],
      against: [],
      change: null,
      sentence: 'Other people came.',
    },
  ],
  noneOfThese: 0.1,
  change: null,
  mitigations: [],
  nextCheck: null,
});

async function judged(verdict: Ranking['verdict'], answering: Answering = steadyNulls): Promise<Office> {
  const office = await openOffice({ triages: false, answering });
  await office.receive(drift);
  await recordFacts(office.services, 'INC-1', [
    { type: 'suspects-ranked', ranking: ranking(verdict), because: 'triage' },
  ]);
  return office;
}

const close = (office: Office, changes: object = {}) =>
  office.responder.resolveBenign({
    incident: 'INC-1',
    cause: null,
    reason: 'the spring campaign',
    although: 'the campaign was announced',
    person,
    now: office.now,
    ...changes,
  });

/** The same alert again, so many days later. */
const later = (office: Office, days: number, changes: Partial<Alert> = {}) => {
  const at = new Date(office.now.getTime() + days * 86_400_000);
  const alert = { ...drift, fingerprint: 'again', startedAt: at, ...changes };
  return office.receive(alert, at);
};

test('a benign verdict needs evidence: without it the incident stays open, and the person hears what would tell', async () => {
  const office = await judged('inconclusive');
  expect(await close(office)).toEqual({
    kind: 'refused',
    message: 'the evidence does not say benign: too little is known',
    hint: expect.stringContaining('next') as unknown,
  });
  expect((await office.state('INC-1')).status).toBe('open');
  const bare = await judged('benign');
  expect(await close(bare, { reason: ' ' })).toMatchObject({ message: 'a benign verdict needs a reason' });
});

test('before drift is kept quiet for weeks, who closes is asked once for whom it is and what it did to the business', async () => {
  const office = await judged('benign');
  expect(await close(office, { although: null })).toMatchObject({
    kind: 'refused',
    message: expect.stringMatching(
      /segments.*\(scope\); this is drift.*\(check business-impact\)$/,
    ) as unknown,
  });
  expect((await office.state('INC-1')).status).toBe('open');
  expect(await close(office, { although: null })).toMatchObject({ kind: 'done' });
  expect((await office.state('INC-1')).overrides).toMatchObject([
    { guard: 'no-breakdown', reason: 'the spring campaign' },
    { guard: 'no-business-impact', reason: 'the spring campaign' },
  ]);
});

test('with a reason behind “although:” a benign verdict is taken at once, and the reason is kept', async () => {
  const office = await judged('benign');
  const resolve = COMMANDS.find((one) => one.name === 'resolve');
  const words = 'benign the spring campaign although: marketing announced it'.split(' ');
  const asked = { words, person, door: 'slash', incident: 'INC-1', channel: 'C1' } as const;
  const reply = await resolve?.run({ ...asked, now: office.now, origin: null }, office.responder);
  expect(reply).toEqual({ kind: 'recorded', incident: 'INC-1' });
  expect(await office.state('INC-1')).toMatchObject({
    resolution: { reason: 'the spring campaign' },
    overrides: [{ reason: 'marketing announced it' }, { reason: 'marketing announced it' }],
  });
});

test('known for whom and at what cost, a benign verdict is asked nothing', async () => {
  const office = await judged('benign');
  const facts = factsOf();
  await recordFacts(office.services, 'INC-1', [
    facts['scope-measured'],
    { type: 'check-finished', asked: true, evidence: evidenceOf({ check: 'business-impact' }) },
  ]);
  expect(await close(office, { although: null })).toMatchObject({ kind: 'done' });
  expect((await office.state('INC-1')).overrides).toEqual([]);
});

test('closed as benign, it is remembered for a fortnight with its explanation, and listed', async () => {
  const office = await judged('benign');
  expect(await close(office)).toMatchObject({ kind: 'done' });
  expect(await office.state('INC-1')).toMatchObject({
    status: 'resolved',
    resolution: { cause: 'external.mix', category: 'external' },
    remembered: { explanation: 'external.mix', distance: 0.29, severity: 'warning' },
  });
  expect(await office.responder.remembered(office.now)).toMatchObject([
    { incident: 'INC-1', explanation: 'external.mix', reason: 'the spring campaign', quietly: 0 },
  ]);
  const in15Days = new Date(office.now.getTime() + 15 * 86_400_000);
  expect(await office.responder.remembered(in15Days)).toEqual([]);
});

test('the same alert joins it quietly: counted, answered with the reason, and nobody is woken', async () => {
  const office = await judged('benign');
  await close(office);
  await office.announced();
  const met = await later(office, 3);
  expect(met).toMatchObject({ incident: 'INC-1', meeting: 'remembered' });
  expect(met.reason).toMatch(/judged benign in INC-1.*the spring campaign/);
  expect(await office.announced()).toEqual(['root']);
  expect(JSON.stringify(rootMessage(await office.state('INC-1')))).toContain(
    'judged benign, it came again once and woke nobody',
  );
  expect(await office.responder.remembered(office.now)).toMatchObject([{ quietly: 1 }]);
  expect(await office.responder.incidents({ status: 'open' })).toEqual([]);
});

test.each([
  ['larger than what was judged', 3, { value: 0.6 }, /larger than the benign verdict of INC-1/],
  ['a move the other way', 3, { value: -0.3 }, /the other way/],
  ['worse in the eyes of its monitor', 3, { severity: 'critical' }, /this one is critical/],
] as const)('%s, it is a new incident that says why', async (_, days, changes, why) => {
  const office = await judged('benign');
  await close(office);
  expect(await later(office, days, changes)).toMatchObject({ incident: 'INC-2', meeting: 'opened' });
  expect((await office.state('INC-2')).severityReason).toMatch(why);
});

test('after its time the verdict is forgotten by itself', async () => {
  const office = await judged('benign');
  await close(office);
  expect(await later(office, 15)).toMatchObject({ incident: 'INC-2', meeting: 'opened' });
});

test('what a look at the data cannot clear wakes people: nothing readable, or tables that cannot be opened', async () => {
  const blind = await judged('benign', nothingThere);
  await close(blind);
  expect(await later(blind, 3)).toMatchObject({ meeting: 'opened' });
  expect((await blind.state('INC-2')).severityReason).toMatch(/no check could say whether it does harm/);

  const office = await judged('benign');
  await close(office);
  const gone = await openOffice({
    triages: false,
    storage: office.storage,
    open: () => Promise.reject(new Error('the disk is gone')),
  });
  expect(await later(gone, 3)).toMatchObject({ meeting: 'opened' });
  expect((await gone.state('INC-2')).severityReason).toMatch(/could not be looked at: the disk is gone/);
});

test('forgotten by a person, or reopened, the same alert wakes people again', async () => {
  const office = await judged('benign');
  await close(office);
  const forget = () =>
    office.responder.forget({ incident: 'INC-1', reason: 'the campaign is over', person, now: office.now });
  expect(await forget()).toMatchObject({ kind: 'done' });
  expect(await forget()).toMatchObject({ kind: 'refused', message: 'nothing is remembered of INC-1' });
  expect(await later(office, 1)).toMatchObject({ incident: 'INC-2', meeting: 'opened' });

  const again = await judged('benign');
  await close(again);
  await again.responder.reopen({ incident: 'INC-1', reason: 'harm after all', person, now: again.now });
  expect(await again.responder.remembered(again.now)).toEqual([]);
});
