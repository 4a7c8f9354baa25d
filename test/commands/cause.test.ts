import { beforeEach, describe, expect, test } from 'vitest';
import type { Reply } from '../../commands/command.ts';
import { messageLines } from '../../src/composition/message-lines.ts';
import { recordFacts } from '../../src/response/record/record.ts';
import { renderBlocks } from '../../src/slack/render/render-blocks.ts';
import { factsOf } from '../incident/facts.ts';
import { openOffice } from '../response/office.ts';
import type { Office } from '../response/office.ts';
import { typeLine } from './type-line.ts';

const style = { bold: (text: string) => text, dim: (text: string) => text, nameOf: (user: string) => user };
const facts = factsOf();

let office: Office;
beforeEach(async () => {
  office = await openOffice({ triages: false });
  await office.receive({ signal: 'drift', metric: 'psi', column: 'age', value: 0.3, baseline: 0 });
  await recordFacts(office.services, 'INC-1', [facts['symptom-measured'], facts['suspects-ranked']]);
});

const type = (line: string, incident: string | null = 'INC-1'): Promise<Reply> =>
  typeLine(office, line, { incident });
const words = (reply: Reply): string =>
  reply.kind === 'tell' ? messageLines(renderBlocks(reply.document), style).join('\n') : reply.kind;
const newest = async () => (await office.facts('INC-1')).at(-1);
const recorded = { kind: 'recorded', incident: 'INC-1' };

describe('typed rightly, it is in the log', () => {
  const suspect = facts['suspects-ranked'].ranking.suspects[0]?.id ?? 'none';
  test.each([
    ['next', { type: 'asked', view: 'next' }],
    ['fishbone', { type: 'asked', view: 'fishbone' }],
    ['confirm', { type: 'proofs-weighed', suspect }],
    [`confirm ${suspect.slice(suspect.indexOf('.') + 1)}`, { type: 'proofs-weighed', suspect }],
    [
      `confirm ${suspect} because the vendor told us`,
      { type: 'cause-confirmed', override: 'the vendor told us' },
    ],
  ])('%s', async (line, fact) => {
    expect(await type(line)).toEqual(recorded);
    expect(await newest()).toMatchObject(fact);
  });

  test('the time of the change is read as people write it', async () => {
    await type(`confirm ${suspect} since 1m ago`);
    const weighed = (await office.facts('INC-1')).findLast((fact) => fact.type === 'proofs-weighed');
    expect(weighed).toMatchObject({ since: new Date(office.now.getTime() - 60_000) });
  });

  test('resolve benign asks once, closes, is listed by remembered, and is forgotten by name', async () => {
    const { ranking } = facts['suspects-ranked'];
    await recordFacts(office.services, 'INC-1', [
      { type: 'suspects-ranked', ranking: { ...ranking, verdict: 'benign' }, because: 'new evidence' },
    ]);
    expect(words(await type('remembered'))).toMatch(/No alert is kept quiet/);
    const benign = 'resolve benign cause=mix the spring campaign';
    expect(words(await type(benign))).toMatch(/nobody has looked at the segments.*the business is not known/);
    expect(await type(benign)).toEqual(recorded);
    expect(await newest()).toMatchObject({ type: 'verdict-remembered', explanation: 'external.mix' });
    const list = words(await type('remembered', null));
    expect(list).toMatch(/INC-1 deposit: .*external\.mix.* — the spring campaign/);
    expect(list).toMatch(/remembered forget INC-1/);
    expect(await type('remembered forget inc-1 the campaign is over', null)).toEqual(recorded);
    expect(await newest()).toMatchObject({ type: 'verdict-forgotten', reason: 'the campaign is over' });
  });
});

describe('typed wrongly, the person hears what to type, and nothing is recorded', () => {
  test.each([
    ['confirm config.fature-store', /not a cause Fishbone knows; did you mean 'config\.feature-store'\?/],
    ['confirm fature-store', /did you mean 'feature-store'\?/],
    ['confirm since breakfast', /'breakfast' is not a time/],
    ['confirm since', /is not a time/],
    ['confirm because', /because of what\?/i],
    ['confirm data.nulls and more', /'and more' was not understood/],
    ['remembered everything', /'everything' was not understood/],
    ['remembered forget', /nothing is remembered of INC-1/i],
    ['resolve cause=data.nuls mended', /did you mean 'data\.nulls'\?/],
    ['resolve benign', /needs a reason/],
    ['resolve benign it was nothing', /evidence does not say benign/],
  ])('%s', async (line, message) => {
    const before = await office.events('INC-1');
    expect(words(await type(line))).toMatch(message);
    expect(await office.events('INC-1')).toEqual(before);
  });

  test.each(['next', 'fishbone', 'confirm', 'remembered forget'])(
    '%s without an incident asks which',
    async (line) => {
      expect(words(await type(line, null))).toMatch(/which incident/i);
    },
  );
});
