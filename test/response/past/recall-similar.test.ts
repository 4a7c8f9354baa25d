import { expect, test } from 'vitest';
import { eventLine } from '../../../src/message/lines/event-line.ts';
import { noteDocument } from '../../../src/note/outline.ts';
import { recallSimilar } from '../../../src/response/past/past-incidents.ts';
import { recordFacts } from '../../../src/response/record/record.ts';
import { factsOf, rankingOf } from '../../incident/facts.ts';
import { openOffice } from '../office.ts';
import type { Office } from '../office.ts';

const facts = factsOf();
const known = [
  facts['symptom-measured'],
  facts['scope-measured'],
  facts['check-finished'],
  facts['suspects-ranked'],
];

/** INC-1, closed with what its checks had shown; INC-2 opened by the same rule a while later. */
async function seenBefore() {
  const office = await openOffice({ triages: false });
  await office.receive();
  await recordFacts(office.services, 'INC-1', [...known, facts.resolved]);
  await office.receive({ startedAt: office.now });
  await office.announced();
  return office;
}

test('what ended it last time is said as the incident is declared, by the alert alone', async () => {
  const office = await seenBefore();
  await recallSimilar(office.services, 'INC-2');
  await recallSimilar(office.services, 'INC-2');
  expect(await office.announced()).toEqual(['similar-found']);
  expect(await said(office)).toBe(
    'INC-2 looks like INC-1. It was config.feature-store. What ended it: rolled v3 back',
  );
  const state = await office.state('INC-2');
  expect(state.similar).toMatchObject([
    { incident: 'INC-1', reasons: ['the same alert', 'the same metric auc', 'the same model deposit'] },
  ]);
});

test('when the checks agree, a line says so and what ended it is not said again', async () => {
  const office = await seenBefore();
  await recallSimilar(office.services, 'INC-2');
  await recordFacts(office.services, 'INC-2', known);
  await recallSimilar(office.services, 'INC-2');
  await recallSimilar(office.services, 'INC-2');
  expect((await office.facts('INC-2')).filter((fact) => fact.type === 'similar-found')).toHaveLength(2);
  const line = JSON.stringify((await lastLine(office)).blocks);
  expect(line).toMatch(/looks like it by the checks, too \(100 % alike\): the same suspect/);
  expect(line).not.toContain('What ended it: ');
});

test('when the checks show something else, who was about to do the same as last time hears it', async () => {
  const office = await seenBefore();
  await recallSimilar(office.services, 'INC-2');
  const other = rankingOf({ suspects: [] });
  await recordFacts(office.services, 'INC-2', [{ type: 'suspects-ranked', ranking: other, because: '' }]);
  await recallSimilar(office.services, 'INC-2');
  expect(JSON.stringify((await lastLine(office)).blocks)).toContain('the checks show something else');
  expect((await office.state('INC-2')).similar).toEqual([]);
});

test('after a triage that knew nothing at its start, the same is said in full', async () => {
  const office = await openOffice({ triages: false });
  await office.receive();
  await recordFacts(office.services, 'INC-1', [...known, facts.resolved]);
  await office.receive({ model: 'ranker', metric: 'kpi', fingerprint: 'other' });
  await recallSimilar(office.services, 'INC-2');
  expect(await office.facts('INC-2')).toHaveLength(1);
  await recordFacts(office.services, 'INC-2', known);
  await recallSimilar(office.services, 'INC-2');
  expect(await said(office)).toBe(
    'INC-2 looks like INC-1. It was config.feature-store. What ended it: rolled v3 back',
  );
});

test('an opened triage says it before it asks the data anything', async () => {
  const office = await openOffice({ open: async () => Promise.reject(new Error('the source is down')) });
  await office.receive();
  await office.settled();
  await recordFacts(office.services, 'INC-1', [...known, facts.resolved]);
  await office.receive({ startedAt: office.now });
  await office.settled();
  expect((await office.facts('INC-2')).map((fact) => fact.type)).toEqual([
    'declared',
    'similar-found',
    'step-failed',
  ]);
});

test('where nothing is alike, nothing is said', async () => {
  const office = await openOffice({ triages: false });
  await office.receive();
  await recordFacts(office.services, 'INC-1', known);
  await office.announced();
  await recallSimilar(office.services, 'INC-1');
  expect(await office.announced()).toEqual([]);
});

async function lastLine(office: Office) {
  const events = await office.events('INC-2');
  return eventLine(events, events.length, { note: noteDocument });
}

const said = async (office: Office) => (await lastLine(office)).summary;
