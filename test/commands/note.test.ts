import { expect, test } from 'vitest';
import { COMMANDS } from '../../commands/list.ts';
import type { Reply } from '../../commands/command.ts';
import { markdownOf } from '../../src/note/markdown.ts';
import { noteDocument } from '../../src/note/outline.ts';
import { openOffice } from '../response/office.ts';
import type { Office } from '../response/office.ts';

const person = 'T1:U1';

async function atWork() {
  const office = await openOffice({ triages: false });
  await office.receive();
  const run = async (name: string, words: readonly string[], who = person): Promise<Reply> => {
    const command = COMMANDS.find((one) => one.name === name);
    if (command === undefined) throw new Error(`there is no ${name}`);
    return command.run(
      { words, person: who, door: 'slash', incident: 'INC-1', channel: 'C1', now: office.now, origin: null },
      office.responder,
    );
  };
  return { office, run };
}
const said = (reply: Reply): string =>
  reply.kind === 'tell' ? `${reply.document.summary} ${JSON.stringify(reply.document.blocks)}` : reply.kind;
const noteOf = async (office: Office): Promise<string> =>
  markdownOf(noteDocument(await office.events('INC-1')));

test('a part that a person writes stands in the note, and an empty one gives it back to the log', async () => {
  const { office, run } = await atWork();
  expect(await run('note', ['set', 'summary', 'Half', 'of', 'Android', 'saw', 'nothing.'])).toMatchObject({
    kind: 'recorded',
  });
  expect(await noteOf(office)).toContain('Half of Android saw nothing.');
  await run('note', ['set', 'summary']);
  expect(await noteOf(office)).not.toContain('Half of Android');
});

test('a part that is none is told with those there are', async () => {
  const { run } = await atWork();
  expect(said(await run('note', ['set', 'sumary', 'x']))).toContain('summary, impact, cause');
  expect(said(await run('note', ['print']))).toContain('Note does not know');
});

test('a text of 30,000 characters is refused to that person, and nothing is recorded', async () => {
  const { office, run } = await atWork();
  const before = await office.events('INC-1');
  const answer = said(await run('note', ['set', 'impact', 'x'.repeat(30_000)]));
  expect(answer).toContain('30,000 characters');
  expect(await office.events('INC-1')).toEqual(before);
});

test('in the form, too long a text is told beside its field while it is open', async () => {
  const { office } = await atWork();
  const form = COMMANDS.find((one) => one.name === 'note')?.form;
  const submission = { incident: 'INC-1', person, team: 'T1', kept: { section: 'impact' }, now: office.now };
  const filled = { text: 'y'.repeat(30_000) };
  expect(await form?.check({ ...submission, filled }, office.responder)).toMatchObject({
    text: expect.stringContaining('30,000') as unknown,
  });
  expect(await form?.check({ ...submission, filled: { text: 'fine' } }, office.responder)).toEqual({});
});

test('words that judge somebody are kept, and a politer way is told to that person alone', async () => {
  const { office, run } = await atWork();
  const reply = await run('note', ['set', 'lessons', 'Tomas', 'should', 'have', 'tested', 'it.']);
  expect(said(reply)).toContain('should have');
  expect(reply.kind).toBe('tell');
  expect(await noteOf(office)).toContain('Tomas should have tested it.');
});

test('before such words are published the bot asks once; said again, it goes out', async () => {
  const { office, run } = await atWork();
  await run('note', ['set', 'lessons', 'It', 'was', 'a', 'careless', 'rename.']);
  expect(said(await run('note', ['publish']))).toContain('note publish anyway');
  expect((await office.state('INC-1')).published).toBeNull();
  expect((await run('note', ['publish', 'anyway'])).kind).toBe('recorded');
  expect((await office.state('INC-1')).published).toMatchObject({ revision: 1 });
});

test('publishing says it in the thread, sends the files after it, and tells nobody else where no channel is configured', async () => {
  const { office, run } = await atWork();
  await office.announced();
  await run('note', ['publish']);
  expect(await office.announced()).toEqual(['note-published']);
  expect((await office.storage.pictures.depth()).waiting).toBe(1);
  expect((await office.storage.asides.depth()).waiting).toBe(0);
});

test('a note that says what the published one says is not posted again; a real change is a new revision', async () => {
  const { office, run } = await atWork();
  await run('note', ['publish']);
  const published = (await office.state('INC-1')).noteRevision;
  // Looking at the note writes it down, and is no change of it.
  await run('note', []);
  const before = await office.events('INC-1');
  await office.announced();
  const again = said(await run('note', ['publish']));
  expect(again).toContain(`Revision ${published} is the published note`);
  expect(again).toContain('Nothing was posted');
  expect(await office.events('INC-1')).toEqual(before);
  expect(await office.announced()).toEqual([]);

  await run('note', ['set', 'summary', 'Half', 'of', 'Android', 'saw', 'nothing.']);
  expect((await run('note', ['publish'])).kind).toBe('recorded');
  expect((await office.state('INC-1')).published?.revision).toBeGreaterThan(published);
  expect(said(await run('note', ['publish', 'anyway']))).toContain('Nothing was posted');
});

test('an action item promised after the publishing is news for the note', async () => {
  const { office, run } = await atWork();
  await run('note', ['publish']);
  await run('action', ['add', 'watch', 'the', 'nulls', 'of', 'age']);
  expect((await run('note', ['publish'])).kind).toBe('recorded');
  expect((await office.state('INC-1')).published).toMatchObject({ revision: 2 });
});

test('a search finds what was said, stats count it, and similar says when nothing is', async () => {
  const { run } = await atWork();
  await run('timeline', ['add', 'the', 'canary', 'was', 'green']);
  expect(said(await run('search', ['canary']))).toContain('INC-1');
  expect(said(await run('search', ['penguin']))).toContain('No incident speaks of');
  expect(said(await run('search', []))).toContain('What do you look for');
  expect(said(await run('stats', []))).toContain('1 incident');
  expect(said(await run('similar', []))).toContain('No closed incident looks like INC-1');
});
