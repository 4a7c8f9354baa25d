import { expect, test } from 'vitest';
import { stateOf } from '../../src/incident/evolve.ts';
import { recallSimilar } from '../../src/response/past-incidents.ts';
import { recordFacts } from '../../src/response/record.ts';
import { factsOf } from '../incident/facts.ts';
import { openOffice } from './office.ts';

const facts = factsOf();
const known = [
  facts['symptom-measured'],
  facts['scope-measured'],
  facts['check-finished'],
  facts['suspects-ranked'],
];

test('an incident that was seen before says so once, with what ended it then', async () => {
  const office = await openOffice({ triages: false });
  await office.receive();
  await recordFacts(office.services, 'INC-1', [...known, facts.resolved]);
  await office.receive({ fingerprint: 'again', startedAt: office.now });
  await recordFacts(office.services, 'INC-2', known);
  await office.announced();
  await recallSimilar(office.services, 'INC-2');
  await recallSimilar(office.services, 'INC-2');
  expect(await office.announced()).toEqual(['similar-found']);
  const state = stateOf(await office.events('INC-2'));
  expect(state?.similar).toMatchObject([{ incident: 'INC-1', cause: 'config.feature-store' }]);
});

test('where nothing is alike, nothing is said', async () => {
  const office = await openOffice({ triages: false });
  await office.receive();
  await recordFacts(office.services, 'INC-1', known);
  await office.announced();
  await recallSimilar(office.services, 'INC-1');
  expect(await office.announced()).toEqual([]);
});
