import { expect, test } from 'vitest';
import type { Reply } from '../../commands/command.ts';
import { COMMANDS } from '../../commands/list.ts';
import { eventLine } from '../../src/message/lines/event-line.ts';
import { noteDocument } from '../../src/note/outline.ts';
import { rulesHtml, rulesMarkdown } from '../../src/note/rules.ts';
import { openOffice } from '../response/office.ts';
import type { Office } from '../response/office.ts';

async function atWork() {
  const office = await openOffice({ triages: false });
  await office.receive();
  const action = COMMANDS.find((one) => one.name === 'action');
  const type = async (...words: readonly string[]): Promise<Reply> => {
    if (action === undefined) throw new Error('there is no action');
    const request = { person: 'T1:U1', door: 'mention', incident: 'INC-1', channel: 'C1' } as const;
    return action.run({ ...request, words, now: office.now, origin: null }, office.responder);
  };
  return { office, type };
}

const said = (reply: Reply): string =>
  reply.kind === 'tell' ? `${reply.document.summary} ${JSON.stringify(reply.document.blocks)}` : reply.kind;
const line = async (office: Office) => {
  const events = await office.events('INC-1');
  return JSON.stringify(eventLine(events, events.length, { note: noteDocument }).blocks);
};
const nulls = ['add', 'monitor', 'alert when the null rate of age passes 2 %'];

test('an action item that a rule would keep says so in the thread, with the rule one press away', async () => {
  const { office, type } = await atWork();
  expect(await type(...nulls)).toEqual({ kind: 'recorded', incident: 'INC-1' });
  expect(await line(office)).toContain('The bot knows a rule for it: the null rate of age above 2 %');
  expect(await line(office)).toContain('INC-1 action export A1');
  const shown = said(await type('export', 'a1'));
  expect(shown).toContain('deposit-nulls-age');
  expect(shown).toContain('fishbone_monitor_value');
  expect(shown).toContain('avg(CASE WHEN \\"age\\" IS NULL');
});

test('the note carries the rules of its action items, in Markdown and on the page', async () => {
  const { office, type } = await atWork();
  await type(...nulls);
  await type('add', 'process', 'talk about it');
  const { actions } = await office.state('INC-1');
  expect(rulesMarkdown(actions)).toMatch(
    /^\n## Rules to put in place\n\n\*\*A1\*\* the null rate of age above 2 %/,
  );
  expect(rulesMarkdown(actions)).toContain('```\nmonitors:\n  deposit-nulls-age:');
  expect(rulesHtml(actions).join('\n')).toContain('<h2>Rules to put in place</h2>');
  expect(rulesHtml(actions).join('\n')).toContain('&gt; 0.02');
});

test('without a rule, that person alone hears for what there are some', async () => {
  const { office, type } = await atWork();
  expect(said(await type('export'))).toContain('No action item has a rule yet');
  await type('add', 'fix', 'mend the client');
  expect(said(await type('export', 'A1'))).toContain('The bot knows no rule for A1');
  expect(said(await type('export', 'A9'))).toContain('There is no A9');
  expect(await line(office)).not.toContain('action export');
  expect(rulesMarkdown((await office.state('INC-1')).actions)).toBe('');
});
