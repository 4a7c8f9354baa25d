import { describe, expect, test } from 'vitest';
import { withFiles } from '../../../sandbox/page/message/attached.ts';
import { readPermalink } from '../../../sandbox/page/text/permalink.ts';
import { sizeWords } from '../../../sandbox/page/text/size-words.ts';

const limits = { files: 3, bytes: 2048 };
const file = (name: string, bytes = 10): File => new File(['x'.repeat(bytes)], name);
const names = (attached: ReturnType<typeof withFiles>) => attached.attached.map((it) => it.file.name);

describe('what can be attached', () => {
  test('files come after those that are there, and the same one may come twice', () => {
    const first = withFiles([], [file('a.csv')], limits);
    const both = withFiles(first.attached, [file('a.csv'), file('b.png')], limits);
    expect(names(both)).toEqual(['a.csv', 'a.csv', 'b.png']);
    expect(new Set(both.attached.map((it) => it.key)).size).toBe(3);
    expect(both.problem).toBe('');
  });

  test('what is too large or empty is named with the reason, and the others are kept', () => {
    const came = withFiles([], [file('big.csv', 5000), file('small.csv'), file('none.txt', 0)], limits);
    expect(names(came)).toEqual(['small.csv']);
    expect(came.problem).toBe(
      'big.csv is 5 kB; the sandbox takes files of up to 2 kB. none.txt is empty, or a folder.',
    );
  });

  test('more files than a message carries are said once', () => {
    const came = withFiles(
      [],
      ['a', 'b', 'c', 'd', 'e'].map((name) => file(name)),
      limits,
    );
    expect(names(came)).toEqual(['a', 'b', 'c']);
    expect(came.problem).toBe('A message carries at most 3 files.');
  });
});

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1 kB'],
  [31_744, '31 kB'],
  [10 * 1024 ** 2, '10 MB'],
  [1_468_006, '1.4 MB'],
])('%i bytes are %s', (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words);
});

describe('a link of the workspace', () => {
  test('leads to its message or its file', () => {
    expect(readPermalink('https://sandbox.slack.com/archives/C0MLALERTS/p1773326160000200')).toEqual({
      to: 'message',
      channel: 'C0MLALERTS',
      ts: '1773326160.000200',
    });
    expect(readPermalink('https://sandbox.slack.com/files/U0ONCALL01/F0000000001/canary.png')).toEqual({
      to: 'file',
      id: 'F0000000001',
    });
  });

  test.each([
    'https://sandbox.slack.com/',
    'https://slack.com.example/archives/C0MLALERTS/p1773326160000200',
    'https://a.example/files/U1/F1/x.png',
    'archives/C0MLALERTS/p1773326160000200',
    '',
  ])('%s is none', (url) => {
    expect(readPermalink(url)).toBeNull();
  });
});
