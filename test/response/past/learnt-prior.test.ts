import { expect, test } from 'vitest';
import { recordFacts } from '../../../src/response/record/record.ts';
import { priorsFor } from '../../../src/suspects/prior.ts';
import { openOffice } from '../office.ts';

test('what caused the closed incidents of the team is believed of the next one, and shown with its count', async () => {
  const office = await openOffice({ triages: false });
  for (const column of ['age', 'contact', 'balance']) {
    const { incident } = await office.receive({
      signal: 'data-quality',
      metric: 'null_rate',
      column,
      fingerprint: column,
      startedAt: new Date(office.now.getTime() - 86_400_000),
    });
    if (incident === null) throw new Error('nothing opened');
    await recordFacts(office.services, incident, [
      { type: 'resolved', cause: 'config.feature-store', category: 'config', reason: 'keys' },
    ]);
  }
  const { incident } = await office.receive({ fingerprint: 'now' });
  await office.responder.triage(incident ?? '');
  const { ranking } = await office.state(incident ?? '');
  const store = ranking?.suspects.find((one) => one.id === 'config.feature-store');
  expect(store?.history).toMatchObject({ caused: 3, closed: 3 });
  // (20 × published + 3) / 23.
  const published = priorsFor((await office.state(incident ?? '')).alerts[0]?.alert ?? null);
  expect(store?.history?.prior).toBeCloseTo(
    (20 * (published.of.get('config.feature-store') ?? 1) + 3) / 23,
    6,
  );
});

test('a reopened incident teaches nothing until it is closed again', async () => {
  const office = await openOffice({ triages: false });
  await office.receive();
  await recordFacts(office.services, 'INC-1', [
    { type: 'resolved', cause: 'data.nulls', category: 'data', reason: 'mended' },
    { type: 'reopened', reason: 'it fell again' },
  ]);
  expect(await office.storage.incidents.summary('INC-1')).toMatchObject({ status: 'open', cause: null });
});
