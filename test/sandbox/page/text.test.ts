import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { parseMarkdown } from '../../../sandbox/page/text/markdown.ts';
import { parseMrkdwn } from '../../../sandbox/page/text/mrkdwn.ts';
import type { Inline } from '../../../sandbox/page/text/tree.ts';

const text = (said: string): Inline => ({ kind: 'text', text: said });
const inline = (source: string): readonly Inline[] =>
  parseMrkdwn(source).flatMap((block) => (block.kind === 'paragraph' ? block.inside : []));

describe("Slack's markup", () => {
  test.each<[string, readonly Inline[]]>([
    [
      '*bold* and _italic_',
      [{ kind: 'bold', inside: [text('bold')] }, text(' and '), { kind: 'italic', inside: [text('italic')] }],
    ],
    ['~gone~', [{ kind: 'strike', inside: [text('gone')] }]],
    [
      '*bold _and italic_*',
      [{ kind: 'bold', inside: [text('bold '), { kind: 'italic', inside: [text('and italic')] }] }],
    ],
    ['snake_case_name', [text('snake_case_name')]],
    ['2 * 3 * 4', [text('2 * 3 * 4')]],
    ['a *b', [text('a *b')]],
    ['`a &lt; *b*`', [{ kind: 'code', text: 'a < *b*' }]],
    ['&lt;b&gt; &amp;amp;', [text('<b> &amp;')]],
    [
      '<@U1> <#C1|general> <!here>',
      [
        { kind: 'user', id: 'U1', label: null },
        text(' '),
        { kind: 'channel', id: 'C1', label: 'general' },
        text(' '),
        { kind: 'broadcast', range: 'here' },
      ],
    ],
    [
      '<https://a.example/?a=1&amp;b=2|the page>',
      [{ kind: 'link', url: 'https://a.example/?a=1&b=2', inside: [text('the page')] }],
    ],
    [
      '<!date^1773325500^{date_short}|Mar 12>',
      [{ kind: 'date', seconds: 1_773_325_500, format: '{date_short}', fallback: 'Mar 12', url: null }],
    ],
    ['done :white_check_mark:', [text('done '), { kind: 'emoji', name: 'white_check_mark' }]],
  ])('%s', (source, tree) => {
    expect(inline(source)).toEqual(tree);
  });

  test('fences are code, a fence without its partner is text, quotes are quotes', () => {
    expect(parseMrkdwn('see\n```\na *b*\n```')).toEqual([
      { kind: 'paragraph', inside: [text('see')] },
      { kind: 'code', text: 'a *b*' },
    ]);
    expect(parseMrkdwn('a ``` b')).toEqual([{ kind: 'paragraph', inside: [text('a ``` b')] }]);
    expect(parseMrkdwn('&gt; said\n> again\nmine').map((block) => block.kind)).toEqual([
      'quote',
      'paragraph',
    ]);
  });

  test.each([
    '<javascript:alert(1)|press me>',
    '<JavaScript:alert(1)>',
    '<data:text/html,x|y>',
    '<vbscript:x>',
    '<//evil.example|x>',
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
  ])('%s stays text', (source) => {
    expect(inline(source).every((part) => part.kind === 'text')).toBe(true);
    expect(
      parseMarkdown(source)
        .flatMap((it) => (it.kind === 'paragraph' ? it.inside : []))
        .every((part) => part.kind === 'text'),
    ).toBe(true);
  });
});

describe('Markdown', () => {
  test('headings, lists, tables, code, quotes and rules', () => {
    const source =
      '# One\n\ntext **bold**\n- a\n  - b\n1. c\n- [x] d\n\n| h | i |\n|---|---|\n| 1 | 2 |\n\n```sql\nselect 1\n```\n> q\n\n---';
    expect(parseMarkdown(source).map((block) => block.kind)).toEqual([
      'heading',
      'paragraph',
      'list',
      'table',
      'code',
      'quote',
      'rule',
    ]);
  });

  test('a link leads only where links may lead', () => {
    const [paragraph] = parseMarkdown('[good](https://a.example) [bad](javascript:alert(1))');
    const kinds = paragraph?.kind === 'paragraph' ? paragraph.inside.map((part) => part.kind) : [];
    expect(kinds.filter((kind) => kind === 'link')).toHaveLength(1);
  });
});

describe('a hostile text', () => {
  const most = 40_000;
  test.each([
    '*',
    '_a',
    '*a ',
    '`',
    '```',
    '<',
    '<@',
    '~_*',
    '&lt;',
    '[',
    '](',
    '[a](',
    '**a',
    '| a |\n',
    '- a\n',
    '> ',
    ':a',
    '\n',
    '_*~`<:',
  ])('made of %j is read in a moment, and loses nothing', (piece) => {
    const source = piece.repeat(Math.ceil(most / piece.length)).slice(0, most);
    const started = performance.now();
    expect(() => [parseMrkdwn(source), parseMarkdown(source)]).not.toThrow();
    expect(performance.now() - started).toBeLessThan(2500);
  });
});
