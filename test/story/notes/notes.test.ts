import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { people, teamId } from '../../../sandbox/workspace/seed.ts';
import { TOLD_IN, play } from './play.ts';
import type { Played } from './play.ts';
import { STORIES } from './stories.ts';
import { notesOf } from './written-notes.ts';
import { expectLinted } from '../../slack/expect-linted.ts';

// Each tells a whole incident over real tables: seconds on an idle machine, and more on a busy one.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });

/**
 * What a person reads: without the hash of the configuration, which has a new value with every new key, and on the page without
 * the texts of the queries, the pictures and the look.
 */
const wordsOf = (text: string): string =>
  text
    .replaceAll(/\b[0-9a-f]{12}\b/g, 'configuration')
    .replaceAll(/<(details|svg|style)\b[\s\S]*?<\/\1>/g, '')
    .replaceAll(/ · asked: .*?<\/p>/g, '</p>')
    .replaceAll(/\| *\d+ \| configuration \|/g, '|');

describe.each(STORIES)('$name, from the alert to the published note, by two people', (story) => {
  let played: Played;
  beforeAll(async () => {
    played = await play(story);
  });
  afterAll(() => played.close());

  test('the note is, word for word, the one in docs/examples (npm run notes)', async () => {
    const notes = await notesOf(story.name, played.events);
    expect(notes).toHaveLength(2);
    for (const { file, text } of notes)
      expect(wordsOf(text)).toBe(wordsOf(await readFile(`docs/examples/${file}`, 'utf8')));
  });

  test('nothing is left to be filled in, and every claim leads to evidence that is there', async () => {
    const [markdown, page] = (await notesOf(story.name, played.events)).map((one) => one.text);
    expect(markdown).not.toContain('To be filled in');
    const claimed = [...(markdown ?? '').matchAll(/`(E\d+)`/g)].map((match) => match[1] ?? '');
    expect(claimed.length).toBeGreaterThan(20);
    const there = new Set(played.state.evidence.map((one) => one.id));
    expect(claimed.filter((id) => !there.has(id))).toEqual([]);
    for (const id of new Set(claimed)) expect(page).toContain(`<section id="${id}">`);
  });

  test('both people stand in it, and it is closed', () => {
    const actors = new Set(
      played.events.map((event) => (event.actor.kind === 'person' ? event.actor.id : '')),
    );
    for (const person of [people.onCall, people.teamMate]) expect(actors).toContain(`${teamId}:${person}`);
    expect(played.state).toMatchObject({ status: 'resolved', published: { revision: 1 } });
  });

  test('the thread has the note with its files, the channel has a canvas, and the others hear of it in short', () => {
    const { sandbox, thread, state } = played;
    const files = sandbox.thread(thread.channel, thread.ts).flatMap((message) => message.files);
    const names = files.map((file) => sandbox.state.files.get(file)?.name ?? '');
    expect(names.some((name) => /^inc-1-note-\d+\.md$/.test(name))).toBe(true);
    expect(names.some((name) => /^inc-1-note-\d+\.html$/.test(name))).toBe(true);
    expect([...sandbox.state.canvases.values()].map((canvas) => canvas.title)).toEqual([
      expect.stringMatching(/^INC-1: /),
    ]);
    const told = sandbox.channel(TOLD_IN).at(-1);
    expect(told && sandbox.textOf(told)).toMatch(/^Note of INC-1, ranker: /);
    for (const action of state.actions) expect(JSON.stringify(told?.revisions)).toContain(action.text);
  });

  test('Slack took every message, and nothing went wrong on the way', () => {
    const { sandbox, problems } = played;
    expect(expectLinted(sandbox)).toBeGreaterThan(20);
    expect(problems).toEqual([]);
  });
});
