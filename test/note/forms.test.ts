import { describe, expect, test } from 'vitest';
import type { IncidentFact } from '../../src/incident/facts/events.ts';
import { stateOf } from '../../src/incident/evolve/evolve.ts';
import { noteHtml } from '../../src/note/html.ts';
import { NoteJson, noteJson, noteJsonSchema } from '../../src/note/json.ts';
import { markdownOf } from '../../src/note/markdown.ts';
import { peopleIn, withNames } from '../../src/note/names.ts';
import { noteDocument } from '../../src/note/outline.ts';
import { contaminationOf } from '../../src/note/training-data.ts';
import { evidenceOf, factsOf, logOf, minutes, priya, rankingOf, storyOf } from '../incident/facts.ts';
import { hostile } from '../message/hostile.ts';

const facts = factsOf();
const eventsAfter = (...happened: readonly IncidentFact[]) => logOf([facts.declared, ...happened], priya);
const pageOf = (happened: readonly IncidentFact[]) => {
  const events = logOf(happened, priya);
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><text>drawn by us</text></svg>';
  return noteHtml({
    document: noteDocument(events),
    evidence: stateOf(events)?.evidence ?? [],
    actions: stateOf(events)?.actions ?? [],
    charts: [{ alt: '<b>alt</b> & more', svg }],
  });
};

describe('what a person wrote in the note', () => {
  const own: IncidentFact = {
    type: 'note-section-written',
    section: 'summary',
    text: 'Half of Android saw no offers.',
  };
  const later = facts['timeline-added'];

  test('stands when the note is assembled again, with who wrote it', () => {
    const before = markdownOf(noteDocument(eventsAfter(own)));
    const after = markdownOf(noteDocument(eventsAfter(own, later, facts['symptom-measured'])));
    for (const note of [before, after]) expect(note).toContain('Half of Android saw no offers.\n');
    expect(after).toContain('rolled v3 back');
    expect(after).toMatch(/Written by @T1:U0ONCALL01/);
  });

  test('goes when it is taken back, and the log speaks again', () => {
    const note = markdownOf(noteDocument(eventsAfter(facts['symptom-measured'], own, { ...own, text: '' })));
    expect(note).not.toContain('Half of Android');
    expect(note).toContain('## Summary\n\nAUC of deposit fell from 0.861 to 0.788');
  });

  test('takes the place of the question', () => {
    const why: IncidentFact = {
      type: 'note-section-written',
      section: 'detection',
      text: 'Nulls were not watched.',
    };
    expect(markdownOf(noteDocument(eventsAfter(why)))).not.toContain('why did the tests and the monitors');
  });
});

describe('the training data to leave out', () => {
  const state = (...happened: readonly IncidentFact[]) => {
    const found = stateOf(eventsAfter(facts['symptom-measured'], facts['scope-measured'], ...happened));
    if (found === null) throw new Error('nothing happened');
    return found;
  };
  const ended = [
    facts['mitigation-approved'],
    { ...facts['mitigation-ended'] },
    { ...facts['recovery-measured'], verdict: 'recovered' as const },
  ];

  test('begins at the earliest moment it can have begun, and ends when it was shown to have stopped', () => {
    expect(contaminationOf(state(facts['check-finished']))).toMatchObject({
      from: minutes(-50),
      to: null,
      where: ['country=BR'],
      evidence: ['E1'],
    });
    expect(contaminationOf(state(facts['check-finished'], ...ended))?.to).toEqual(minutes(6));
  });

  test('is none where no check found wrong rows, or where the verdict is benign', () => {
    const slow = evidenceOf({ check: 'latency-by-stage' });
    expect(contaminationOf(state({ type: 'check-finished', evidence: slow, asked: false }))).toBeNull();
    const benign = { ...facts['suspects-ranked'], ranking: rankingOf({ verdict: 'benign' }) };
    expect(contaminationOf(state(facts['check-finished'], benign))).toBeNull();
  });
});

describe('the note as a page', () => {
  const page = pageOf(storyOf());

  test('stands alone: no script, nothing loaded, printable, with its charts as they were drawn', () => {
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(/);
    expect(page).toContain('@media print');
    expect(page).toContain('<text>drawn by us</text>');
    expect(page).toContain('<figcaption>&lt;b&gt;alt&lt;/b&gt; &amp; more</figcaption>');
  });

  test('leads from each claim to its evidence, with the query that can be run again', () => {
    expect(page).toContain('href="#E1"');
    expect(page).toContain('<section id="E1">');
    expect(page).toContain('SELECT 1');
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map((match) => match[1] ?? '');
    for (const target of new Set(targets)) expect(page).toContain(`id="${target}"`);
  });

  test.each(hostile)('about %s has the tags that it has anyway', (_, say) => {
    const tags = (html: string) => [
      ...new Set([...html.matchAll(/<\/?([a-z][\w-]*)/g)].map((match) => match[1] ?? '')),
    ];
    const told = pageOf(storyOf(say));
    expect(tags(told).filter((tag) => !tags(page).includes(tag) && tag !== 'br')).toEqual([]);
    expect(told).not.toMatch(/<[^>]*\son\w+=/i);
    expect(told).not.toMatch(/href="(?!#|https?:)/);
  });
});

describe('the note as JSON', () => {
  test('keeps its schema for every story, and says null instead of nothing', () => {
    for (const log of [eventsAfter(), logOf(storyOf(), priya)])
      expect(NoteJson.safeParse(JSON.parse(noteJson(log))).error).toBeUndefined();
    expect(JSON.parse(noteJson(eventsAfter()))).toMatchObject({
      symptom: null,
      cause: null,
      configHash: null,
    });
  });

  test('has a JSON Schema with moments as moments', () => {
    expect(JSON.stringify(noteJsonSchema())).toContain('"format":"date-time"');
  });
});

test('people are called by name where it is known, wherever the note speaks of them', () => {
  const document = noteDocument(
    eventsAfter(facts['role-assigned'], facts['timeline-added'], facts['action-added']),
  );
  expect(peopleIn(document)).toContain('T1:U0ONCALL01');
  const named = markdownOf(withNames(document, new Map([['T1:U0ONCALL01', 'priya']])));
  expect(named).toContain('@priya');
  expect(named).not.toContain('U0ONCALL01');
});
