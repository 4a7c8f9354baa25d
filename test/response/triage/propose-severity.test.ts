import { expect, test } from 'vitest';
import { eventLine } from '../../../src/message/lines/event-line.ts';
import { noteDocument } from '../../../src/note/outline.ts';
import { proposeSeverity, withSeverity } from '../../../src/response/triage/propose-severity.ts';
import { recordFacts } from '../../../src/response/record/record.ts';
import { factsOf } from '../../incident/facts.ts';
import { openOffice } from '../office.ts';

const facts = factsOf();
const { scope } = facts['scope-measured'];
const wide = {
  ...facts['scope-measured'],
  scope: { ...scope, answer: 'all-alike' as const, segments: [] },
};

test('a scope that turns out wider proposes another severity, says what changed, and a press confirms it', async () => {
  const office = await openOffice({ triages: false });
  await office.receive({ severity: 'info' });
  const narrow = { ...scope.segments[0], shareOfTraffic: { before: 0.001, after: 0.001 } };
  const small = { ...facts['scope-measured'], scope: { ...scope, segments: [narrow] } } as typeof wide;
  await recordFacts(office.services, 'INC-1', [facts['symptom-measured'], small]);
  await proposeSeverity(office.services, 'INC-1');
  await office.announced();
  const measured = recordFacts(office.services, 'INC-1', [wide]);
  expect(await withSeverity(office.services, measured)).toEqual({ kind: 'done', incident: 'INC-1' });
  expect(await office.announced()).toEqual(['root', 'scope-measured', 'severity-proposed']);
  const events = await office.events('INC-1');
  const line = eventLine(events, events.length, { note: noteDocument });
  expect(line.summary).toMatch(
    /^Severity by the data: SEV2; it is SEV3.*all traffic alike; it was: 0\.1 % of the traffic/,
  );
  expect(JSON.stringify(line.blocks)).toContain('INC-1 severity sev2 as the data say');
});

test('where nothing changed, and where nothing was measured, nothing is said', async () => {
  const office = await openOffice({ triages: false });
  await office.receive();
  await recordFacts(office.services, 'INC-1', [facts['symptom-measured'], wide]);
  await proposeSeverity(office.services, 'INC-1');
  await office.announced();
  await withSeverity(office.services, recordFacts(office.services, 'INC-1', [wide]));
  expect(await office.announced()).toEqual(['root', 'scope-measured']);
  const refused = { kind: 'refused', message: 'no', hint: '' } as const;
  expect(await withSeverity(office.services, Promise.resolve(refused))).toBe(refused);
});
