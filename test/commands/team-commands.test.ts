import { beforeEach, describe, expect, test } from 'vitest';
import type { CommandRequest, Reply } from '../../commands/command.ts';
import { COMMANDS } from '../../commands/list.ts';
import { openOffice } from '../response/office.ts';
import type { Office } from '../response/office.ts';
import { typeLine } from './type-line.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice({ triages: false });
  await office.receive();
});

const type = (line: string, request: Partial<CommandRequest> = {}): Promise<Reply> =>
  typeLine(office, line, request);

describe('typed rightly, it is in the log', () => {
  test.each([
    ['lead', [], { type: 'role-assigned', role: 'lead', person: 'T1:U1' }],
    ['assign scribe me', [], { type: 'role-assigned', role: 'scribe', person: 'T1:U1' }],
    ['assign expert @ana', ['U2'], { type: 'role-assigned', role: 'expert', person: 'T1:U2' }],
    ['handoff @ana look at BR', ['U2'], { type: 'role-assigned', role: 'lead', person: 'T1:U2' }],
    ['checklist autoscaling not-needed one host', [], { type: 'checklist-ticked', answer: 'not-needed' }],
    [
      'update needs: a DBA; actions: rolling back; conditions: AUC 0.79',
      [],
      { type: 'update-posted', conditions: 'AUC 0.79', actions: 'rolling back', needs: 'a DBA' },
    ],
    ['update snooze 2h', [], { type: 'reminders-snoozed' }],
    [
      'action add test contract test on keys @ana due=2026-03-20',
      ['U2'],
      {
        type: 'action-added',
        kind: 'test',
        text: 'contract test on keys',
        owner: 'T1:U2',
        due: '2026-03-20',
      },
    ],
    ['action add mend the client', [], { type: 'action-added', kind: 'fix', text: 'mend the client' }],
  ])('%s', async (line, mentions, fact) => {
    expect(await type(line, { mentions })).toEqual({ kind: 'recorded', incident: 'INC-1' });
    expect((await office.facts('INC-1')).at(-1)).toMatchObject(fact);
  });
});

describe('typed wrongly, that person alone hears what to type', () => {
  test.each([
    ['assign boss @ana', /lead, scribe or expert/],
    ['assign lead', /Write @ and pick/],
    ['handoff nobody in particular', /to whom/i],
    ['mitigate 7', /no proposal 7/],
    ['mitigate done M9', /no M9/],
    ['mitigate frobnicate', /does not know/],
    ['checklist frobnicate yes', /no checklist has/i],
    ['checklist autoscaling perhaps', /yes, no or not-needed/i],
    ['update all is well', /conditions and actions/],
    ['update snooze 9d', /for how long/i],
    ['action add', /needs words/],
    ['action done A9', /no A9/],
    ['action give A1', /to whom/i],
    ['timeline edit T99 nothing', /no timeline entry T99/],
    ['timeline star T99', /no timeline entry T99/],
    ['why edit W9 it was so', /no W9/],
  ])('%s', async (line, words) => {
    const before = (await office.events('INC-1')).length;
    const reply = await type(line);
    expect(reply.kind === 'tell' ? reply.document.summary : reply.kind).toMatch(words);
    expect(await office.events('INC-1')).toHaveLength(before);
  });

  test('a why of 30,000 characters is refused in a form, beside its field', async () => {
    const why = COMMANDS.find((command) => command.name === 'why');
    const because = 'x'.repeat(30_000);
    const problems = await why?.form?.check(
      {
        incident: 'INC-1',
        person: 'T1:U1',
        team: 'T1',
        filled: { because },
        kept: {},
        now: office.now,
      },
      office.responder,
    );
    expect(problems?.['because']).toContain('30,000 characters; 3,000 are kept');
  });
});

test('two who take the lead at once: one truth, and the second took over from the first', async () => {
  await Promise.all([type('lead'), type('lead', { person: 'T1:U2' })]);
  expect((await office.state('INC-1')).roles).toHaveLength(1);
});
