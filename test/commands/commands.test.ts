import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Command, CommandRequest, Reply } from '../../commands/command.ts';
import { COMMANDS } from '../../commands/list.ts';
import { parseLine } from '../../commands/parse.ts';
import { lintBlocks } from '../../sandbox/blocks/lint.ts';
import { messageLines } from '../../src/composition/message-lines.ts';
import type { Document } from '../../src/message/document.ts';
import { renderBlocks } from '../../src/slack/render/render-blocks.ts';
import { openOffice } from '../response/office.ts';
import type { Office } from '../response/office.ts';
import { typeLine } from './type-line.ts';

const style = { bold: (text: string) => text, dim: (text: string) => text, nameOf: (user: string) => user };
const linesOf = (document: Document) => messageLines(renderBlocks(document), style);

let office: Office;
beforeEach(async () => {
  office = await openOffice({ triages: false });
  await office.receive();
});

const type = (line: string, request: Partial<CommandRequest> = {}): Promise<Reply> =>
  typeLine(office, line, request);
function wordsOf(reply: Reply): string {
  switch (reply.kind) {
    case 'tell':
      return linesOf(reply.document).join('\n');
    case 'recorded':
      return `recorded in ${reply.incident}`;
    case 'form':
      return `a form: ${reply.form.title}`;
  }
}
const newest = async () => (await office.facts('INC-1')).at(-1);
const newestBut = async (type: string) =>
  (await office.facts('INC-1')).findLast((fact) => fact.type !== type);
const recorded = { kind: 'recorded', incident: 'INC-1' };

describe('typed rightly, it is in the log', () => {
  test.each([
    ['status', { type: 'asked', view: 'status' }],
    ['suspects', { type: 'asked', view: 'suspects' }],
    ['why', { type: 'asked', view: 'why' }],
    ['timeline', { type: 'asked', view: 'timeline' }],
    ['symptom', { type: 'symptom-measured' }],
    ['scope', { type: 'scope-measured', breakdown: false }],
    ['scope country', { type: 'scope-measured', breakdown: true }],
    ['scope country,device', { type: 'scope-measured', breakdown: true }],
    ['scope country country', { type: 'scope-measured', breakdown: true }],
    ['check null-rate', { type: 'check-finished', asked: true, evidence: { check: 'null-rate' } }],
    [
      'check NULL-RATE country="Costa Rica"',
      { type: 'check-finished', evidence: { parameters: { segment: '{"country":"Costa Rica"}' } } },
    ],
    [
      'check null-rate country=null device=true',
      { type: 'check-finished', evidence: { parameters: { segment: '{"country":null,"device":true}' } } },
    ],
    [
      'severity SEV2 only the chat entry is slow',
      { type: 'severity-set', severity: 'sev2', reason: 'only the chat entry is slow' },
    ],
    ['note', { type: 'note-written', revision: 1 }],
    [
      'resolve rolled back to v2 although: no traffic today',
      { type: 'resolved', cause: null, reason: 'rolled back to v2' },
    ],
    [
      'resolve cause=model.weights rolled back although: no traffic today',
      { type: 'resolved', cause: 'model.weights', reason: 'rolled back' },
    ],
    ['why "the old key was read"', { type: 'why-added', text: 'the old key was read', evidence: null }],
    [
      'timeline add 14:05 rolled v3 back',
      { type: 'timeline-added', text: 'rolled v3 back', happenedAt: new Date('2026-03-09T14:05:00Z') },
    ],
    ['timeline add the old key was read', { type: 'timeline-added', text: 'the old key was read' }],
  ])('%s', async (line, fact) => {
    expect(await type(line)).toEqual(recorded);
    // What was measured may propose a severity behind it.
    expect(await newestBut('severity-proposed')).toMatchObject(fact);
  });

  test('a why rests on evidence, and answers the one it names', async () => {
    await type('check null-rate');
    await type('why first');
    await type('why second');
    expect(await type('why "branched off" e1 under w1')).toEqual(recorded);
    expect(await newest()).toMatchObject({ why: 'W3', under: 'W1', text: 'branched off', evidence: 'E1' });
    expect(await type('rerun e1')).toEqual(recorded);
    expect(await newest()).toMatchObject({
      type: 'check-finished',
      evidence: { id: 'E2', check: 'null-rate' },
    });
  });

  test('an entry is taken off by its name, small letters or not', async () => {
    await type('timeline add now it is quiet');
    const entry = await newest();
    expect(entry).toMatchObject({ text: 'it is quiet' });
    expect(
      await type(`timeline remove ${entry?.type === 'timeline-added' ? entry.entry.toLowerCase() : ''}`),
    ).toEqual(recorded);
    expect((await office.state('INC-1')).timeline).toEqual([]);
  });

  test('reopened, it goes on', async () => {
    await type('resolve over although: a test');
    expect(await type('reopen AUC fell again')).toEqual(recorded);
    expect(await office.state('INC-1')).toMatchObject({ status: 'open' });
  });

  test('an incident that no monitor saw is opened for a model, with the time it began', async () => {
    expect(await type('open ranker since 13:30 metric=auc the list looks odd', { incident: null })).toEqual({
      kind: 'recorded',
      incident: 'INC-2',
    });
    expect((await office.state('INC-2')).alerts[0]?.alert).toMatchObject({
      model: 'ranker',
      metric: 'auc',
      title: 'the list looks odd',
      startedAt: new Date('2026-03-09T13:30:00Z'),
    });
  });

  test('where the words were said is kept, and by which door', async () => {
    const origin = { channel: 'C1', ts: '1.5', permalink: null };
    await type('timeline add paged', { origin, door: 'reaction' });
    expect(await newest()).toMatchObject({ origin: { ...origin, via: 'reaction' } });
    await type('timeline add paged again', { origin: { ...origin, ts: '1.6' }, door: 'slash' });
    expect(await newest()).toMatchObject({ origin: { via: 'command' } });
  });
});

describe('typed wrongly, the person hears what to type, and nothing is recorded', () => {
  test.each([
    ['rerun', /which evidence\?/i, /rerun E4/],
    ['rerun E9', /no evidence E9/, /no evidence yet/],
    ['check nul-rate', /no check 'nul-rate'.*null-rate/, /Checks:/],
    ['check null-rate BR', /'BR' is not a segment/, /country=BR/],
    ['check null-rate contry=BR', /no dimension 'contry'.*country/, /Dimensions:/],
    ['scope contry', /no dimension 'contry'.*country/, /Dimensions:/],
    ['scope country device model_version', /one or two dimensions/, /scope country device/],
    ['severity', /how bad is it/i, /severity sev2/],
    ['severity terrible', /how bad is it/i, /<sev1\|sev2\|sev3>/],
    ['severity sev2', /why\? A reason/i, /Usage/],
    ['severity sev1 still bad', /INC-1 is sev1 already/, /Nothing to do/],
    ['resolve although: a test', /needs a reason/, /resolve rolled back/],
    ['resolve cause=gremlins rolled back', /'gremlins' is not a cause/, /config\.feature-store/],
    ['reopen it is back', /INC-1 is open/, /Nothing to do/],
    ['timeline frob', /does not know 'frob'/, /timeline add 14:05/],
    ['timeline add', /needs words/, /timeline add 14:05/],
    ['timeline add 99:99 rolled back', /'99:99' is not a time; write 14:05/, /timeline add 14:05/],
    ['timeline add 2026-02-31 rolled back', /'2026-02-31' is not a time/, /timeline add 14:05/],
    [
      'open ranker metric=acuracy it looks odd',
      /no metric 'acuracy'; did you mean 'accuracy'/,
      /Nothing was opened/,
    ],
    ['timeline add tomorrow 9:00 we deploy', /has not happened yet/, /2h ago/],
    ['timeline remove', /which entry\?/i, /Usage/],
    ['timeline remove T9', /no timeline entry T9/, /no entries yet/],
    ['why ""', /needs words/, /why "/],
    ['why because E9', /no evidence E9/, /no evidence yet/],
    ['open', /which model\?.*deposit, ranker/i, /open deposit/],
    ['open depsit low', /no model 'depsit'.*deposit/, /Usage/],
    ['open deposit since teatime it is low', /'teatime it' is not a time/, /14:05/],
  ])('%s', async (line, message, hint) => {
    const before = await office.events('INC-1');
    const reply = await type(line);
    expect(reply.kind).toBe('tell');
    expect(wordsOf(reply)).toMatch(message);
    expect(wordsOf(reply)).toMatch(hint);
    expect(wordsOf(reply)).toMatch(/^[A-Z'0-9]/);
    expect(await office.events('INC-1')).toEqual(before);
    expect(await office.storage.incidents.list({})).toHaveLength(1);
  });

  test.each(
    COMMANDS.filter((command) => command.needs === 'incident' || command.name === 'check').map((one) => [
      one.example,
    ]),
  )('%s asks which incident when none is known', async (example) => {
    const words = wordsOf(await type(example, { incident: null }));
    expect(words).toMatch(/^Which incident\?/);
    expect(words).toContain('INC-12 ');
  });

  test('an incident that is not there', async () => {
    for (const line of [
      'status',
      'note',
      'symptom',
      'scope',
      'resolve over although: a test',
      'severity sev1 x',
      'timeline add x',
    ])
      expect(wordsOf(await type(line, { incident: 'INC-99' }))).toContain('There is no incident INC-99');
  });
});

describe('what can be asked', () => {
  test('status without an incident lists what is open', async () => {
    expect(wordsOf(await type('status', { incident: null }))).toContain('INC-1 deposit: AUC of deposit');
    await type('resolve over although: a test');
    expect(wordsOf(await type('status', { incident: null }))).toContain(
      'No incident is open. To open one: open <model>',
    );
  });

  test('check alone lists every check with its question, within one message', async () => {
    const reply = await type('check');
    expect(wordsOf(reply)).toContain('null-rate Which features are missing more often');
    expect(reply.kind === 'tell' && lintBlocks('message', renderBlocks(reply.document).blocks)).toEqual([]);
  });

  test('help fits a phone: at most 28 lines of 60 characters, step by step, and names every command once', async () => {
    const shown = wordsOf(await named('help')).split('\n');
    // The buttons, one to a step, wrap as they need.
    const lines = shown.filter((line) => !line.startsWith('[ '));
    expect(shown.length - lines.length).toBe(1);
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
    expect(lines.length).toBeLessThanOrEqual(28);
    const listed = lines.slice(0, 16).filter((_, index) => index % 2 === 1);
    const names = listed.flatMap((line) => line.split(' ')).map((word) => word.replaceAll('`', ''));
    expect(names.toSorted()).toEqual(COMMANDS.map((command) => command.name).toSorted());
    expect(lines[0]).toMatch(/1 Signal/);
  });

  test.each(['1', '2', '3', '4', '5', '6', '7', '8'])(
    'help %s fits a phone: what each command of the step is for, with an example',
    async (step) => {
      const lines = wordsOf(await named('help', step)).split('\n');
      expect(lines.length).toBeLessThanOrEqual(20);
      expect(lines.filter((line) => line.length > 80)).toEqual([]);
    },
  );

  test.each(COMMANDS.map((command) => [command.name]))(
    'help %s fits a phone and shows how it is typed',
    async (name) => {
      const lines = wordsOf(await named('help', name)).split('\n');
      expect(lines.length).toBeLessThanOrEqual(20);
      expect(lines.filter((line) => line.length > 80)).toEqual([]);
      const command = COMMANDS.find((one) => one.name === name);
      expect(lines.join('\n')).toContain(command?.usage);
      expect(lines.join('\n')).toContain(command?.example);
    },
  );

  test('help about nothing there is shows everything', async () => {
    expect(wordsOf(await named('help', 'frobnicate'))).toBe(wordsOf(await named('help')));
  });

  test('every example is a line that runs', () => {
    for (const command of COMMANDS)
      expect(parseLine(command.example, COMMANDS)).toMatchObject(
        command.name === 'help' ? { kind: 'help' } : { kind: 'run', command: command.name },
      );
  });

  test('every example in a refusal is a line that runs, of a command that there is', () => {
    const refusals = readFileSync('src/incident/decide/decide.ts', 'utf8');
    const examples = [...refusals.matchAll(/(?:Example|first if it is not over): ([^'\n]+?)\.?'/g)].map(
      ([, line = '']) => line,
    );
    expect(examples.length).toBeGreaterThanOrEqual(6);
    expect(examples.filter((line) => parseLine(line, COMMANDS).kind !== 'run')).toEqual([]);
  });
});

function named(name: string, ...words: readonly string[]): Promise<Reply> {
  const command: Command | undefined = COMMANDS.find((one) => one.name === name);
  if (command === undefined) throw new Error(`there is no ${name}`);
  return command.run(
    { words, person: 'T1:U1', door: 'slash', incident: null, channel: 'C1', now: office.now, origin: null },
    office.responder,
  );
}
