import { expect, test } from 'vitest';
import { goOnWhereItStood } from '../../../src/response/triage/go-on-where-it-stood.ts';
import { recordFacts } from '../../../src/response/record/record.ts';
import { openOffice } from '../office.ts';
import type { Office } from '../office.ts';

/** What is begun as the bot starts, with nothing run. */
async function begun({ services }: Office, now = services.clock.now()): Promise<readonly string[]> {
  const names: string[] = [];
  await goOnWhereItStood({
    ...services,
    clock: { now: () => now },
    background: (name) => void names.push(name),
  });
  return names;
}

const later = (office: Office, hours: number): Date =>
  new Date(office.services.clock.now().getTime() + hours * 3_600_000);

async function cutShort(): Promise<Office> {
  const office = await openOffice({ triages: false });
  await office.receive();
  await recordFacts(office.services, 'INC-1', [
    {
      type: 'checks-planned',
      because: 'triage',
      steps: [
        { check: 'null-rate', segment: {} },
        { check: 'volume', segment: {} },
      ],
    },
  ]);
  return office;
}

test('a triage that a stop cut short goes on', async () => {
  expect(await begun(await cutShort())).toContain('triage of INC-1');
});

test('an incident that was resolved meanwhile gets its checks ended, and no mitigation started', async () => {
  const office = await cutShort();
  await recordFacts(office.services, 'INC-1', [
    { type: 'resolved', cause: null, category: null, reason: 'rolled back' },
  ]);
  expect(await begun(office)).toEqual(['triage of INC-1']);
});

test('one that was over long ago is left as it is', async () => {
  const office = await cutShort();
  await recordFacts(office.services, 'INC-1', [
    { type: 'resolved', cause: null, category: null, reason: 'rolled back' },
  ]);
  expect(await begun(office, later(office, 25))).toEqual([]);
});

test('what has been triaged is not triaged again', async () => {
  const office = await openOffice();
  await office.receive();
  await office.settled();
  expect(await begun(office)).not.toContain('triage of INC-1');
});
