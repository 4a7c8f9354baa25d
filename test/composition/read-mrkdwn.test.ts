import { describe, expect, test } from 'vitest';
import { readMrkdwn } from '../../src/composition/read-mrkdwn.ts';
import { mrkdwn } from '../../src/slack/render/mrkdwn.ts';

const shown = { bold: (text: string) => `[${text}]`, nameOf: (user: string) => user.toLowerCase() };
const read = (text: string) => readMrkdwn(text, shown);

describe('a Slack text in the terminal', () => {
  test('emphasised words that hold a name with underscores lose their marks and keep the name', () => {
    expect(read(mrkdwn([{ italic: 'To be filled in: why did capital_loss and hours_per_week fall?' }]))).toBe(
      'To be filled in: why did capital_loss and hours_per_week fall?',
    );
    expect(read(mrkdwn([{ bold: 'capital_loss' }, ': null, ', { italic: 'unproven_' }, '.']))).toBe(
      '[capital_loss]: null, unproven_.',
    );
  });

  test('each of several emphasised words ends where its own mark is', () => {
    expect(read('_one_ and _two_, *three* (*four*) *five*!')).toBe('one and two, [three] ([four]) [five]!');
    const long = `${'many_words and more of them '.repeat(12)}end`;
    expect(read(mrkdwn([{ italic: long }]))).toBe(long);
  });

  test('marks inside names, sums and code are letters', () => {
    for (const text of ['capital_loss is null, age_days too', '2 * 3 * 4', 'a_b_c', '* a star, _ a line'])
      expect(read(text)).toBe(text);
    expect(read(mrkdwn([{ code: 'where _x_ = *y*' }]))).toBe('where _x_ = *y*');
  });

  test('dates, people, links and the three escapes are words', () => {
    expect(
      read(
        mrkdwn([
          { time: new Date('2026-03-02T14:05:00Z'), style: 'clock' },
          ' ',
          { person: 'T1:U0ONCALL01' },
          ' ',
          { link: 'https://example.com/_a_', text: 'the run' },
          ' 1 < 2 & 3 > 2, not &lt;',
        ]),
      ),
    ).toBe('14:05 UTC @u0oncall01 the run 1 < 2 & 3 > 2, not &lt;');
  });
});
