import { describe, expect, test } from 'vitest';
import { blameIn } from '../../src/note/blame.ts';

describe('words that may make somebody silent the next time are found', () => {
  test.each([
    ['The fault of @tomas.', 'fault of @tomas'],
    ['It was the mistake of <@U123ABC>.', 'mistake of <@U123ABC>'],
    ['This was Priya’s fault.', 'Priya’s fault'],
    ['it was his mistake that v3 went out', 'his mistake'],
    ['Tomas is to blame for the nulls.', 'to blame'],
    ['We blame the store team.', 'blame'],
    ['The vendor is at fault.', 'at fault'],
    ['A careless rename of the key.', 'careless'],
    ['The config was sloppily reviewed.', 'sloppily'],
    ['That was a stupid default.', 'stupid'],
    ['Cause: human error.', 'human error'],
    ['Operator error during the rollout.', 'Operator error'],
    ['@tomas forgot the client.', '@tomas forgot'],
    ['<@U123ABC> broke the writer', '<@U123ABC> broke'],
    ['@priya just ignored the alert', '@priya just ignored'],
    ['The developer forgot to bump the key.', 'The developer forgot'],
    ['the intern deployed the wrong version', 'the intern deployed the wrong'],
    ['Somebody missed the page.', 'Somebody missed'],
    ['she did not run the tests', 'she did not'],
    ['Tomas forgot to tell the store team.', 'Tomas forgot'],
    ['Priya failed to check the keys.', 'Priya failed to check'],
    ['Anna didn’t test the client.', 'Anna didn’t test'],
    ['We should have tested the keys.', 'should have'],
    ["It shouldn't have been merged.", "shouldn't have"],
    ['The team ought to have known.', 'ought to have'],
    ['They could have asked first.', 'They could have'],
    ['If only the canary had run longer.', 'If only'],
    ['Obviously the key was wrong.', 'Obviously'],
    ['Anybody would see that.', 'Anybody would see'],
  ])('%s', (text, words) => {
    const found = blameIn(text);
    expect(found.map((one) => one.words.toLowerCase()).join(' | ')).toContain(words.toLowerCase());
    for (const one of found) expect(one.suggestion).toMatch(/^[a-z]/);
  });
});

describe('what tells of systems and steps is let be', () => {
  test.each([
    'The key format was changed, and the client still wrote the old one.',
    'No contract test compares the keys of reader and writer.',
    'A contract test on feature keys would have caught it.',
    'Monitoring missed it, as nulls were counted over all traffic.',
    'The canary did not read from the store.',
    'Alertmanager fired 32 minutes after it began.',
    'Nobody owns the baseline of the drift monitor.',
    'Rolled chg-8 back; AUC came back within 20 minutes.',
    'The error rate rose to 4 %.',
    'Prometheus failed to scrape h2 for a minute.',
    'The default of the library is to retry for ever.',
    'The writer broke when the schema changed.',
    'Requests failed with 504 while the embedding was computed.',
    '@priya led, @tomas kept the timeline.',
    '@tomas rolled the writer back at 15:10.',
    'Validation is skipped when the table is empty.',
    'The review checklist has no line about keys.',
    'It might have been the campaign; the checks say no.',
    'Their mistakes budget is empty.',
    'A default value can hide a missing feature.',
    '',
  ])('%s', (text) => {
    expect(blameIn(text)).toEqual([]);
  });
});

test('each place is told once, in the order of the text, and a novel is read at once', () => {
  const text = 'Tomas forgot the client. It was his fault, and we should have known.';
  expect(blameIn(text).map((one) => one.words)).toEqual(['Tomas forgot', 'his fault', 'should have']);
  const started = performance.now();
  expect(blameIn(`${'Aa '.repeat(10_000)}careless`)).toHaveLength(1);
  expect(performance.now() - started).toBeLessThan(1000);
});
