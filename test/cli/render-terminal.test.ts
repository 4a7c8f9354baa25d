import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderTerminal } from '../../src/cli/render-terminal.ts';
import { coloursWanted } from '../../src/cli/terminal.ts';
import { columnsOf, visibleText } from '../../src/cli/visible-text.ts';
import type { Block, Document } from '../../src/message/document.ts';

const plain = { width: 60, colours: false };

function rendered(blocks: readonly Block[], look = plain): string {
  return renderTerminal({ summary: 'summary', blocks }, look);
}

const everyKind: readonly Block[] = [
  { kind: 'heading', text: 'AUC of deposit' },
  {
    kind: 'paragraph',
    text: [
      'It fell from ',
      { bold: '0.861' },
      ' to ',
      { italic: '0.782' },
      ' since ',
      { time: new Date('2026-03-09T14:05:00Z'), style: 'clock' },
      ', see ',
      { link: 'https://example.com/1', text: 'the graph' },
      ', says ',
      { person: 'U1' },
    ],
  },
  {
    kind: 'facts',
    facts: [
      { label: 'Before', value: ['0.861'] },
      { label: 'n', value: [{ code: '12' }] },
    ],
  },
  { kind: 'list', ordered: true, items: [['first'], ['second']] },
  {
    kind: 'table',
    columns: [
      { title: 'segment', align: 'left' },
      { title: 'share', align: 'right' },
    ],
    rows: [
      ['country=BR', '93 %'],
      ['all', '7 %'],
    ],
  },
  { kind: 'quote', text: ['said'] },
  { kind: 'code', text: 'SELECT 1\nFROM x' },
  { kind: 'context', text: ['evidence E1'] },
  { kind: 'buttons', buttons: [{ label: 'Run parity', command: 'INC-1 check parity' }] },
  { kind: 'divider' },
];

describe('a document in a terminal', () => {
  test('every kind of block as it is read', () => {
    expect(rendered(everyKind)).toBe(`AUC of deposit

It fell from 0.861 to 0.782 since 14:05 UTC, see the graph
(https://example.com/1), says @U1

Before  0.861
n       12

1. first
2. second

segment     share
country=BR   93 %
all           7 %

│ said

    SELECT 1
    FROM x

evidence E1

▸ Run parity: INC-1 check parity

────────────────────────────────────────────────────────────
`);
  });

  test('colours change how it looks and not what it says', () => {
    const coloured = rendered(everyKind, { ...plain, colours: true });
    expect(coloured).not.toBe(rendered(everyKind));
    expect(stripVTControlCharacters(coloured)).toBe(rendered(everyKind));
  });

  test('a document without blocks is its summary', () => {
    expect(rendered([])).toBe('summary\n');
  });

  test('no line is wider than the terminal', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 15 })),
        fc.integer({ min: 20, max: 120 }),
        (words, width) => {
          const text = words.map((word) => word.replaceAll(/\s/g, '')).join(' ');
          const lines = rendered([{ kind: 'list', items: [[text]] }], { width, colours: false }).split('\n');
          // A word of hostile characters grows when each is written as its number.
          const longest = Math.max(width, ...text.split(' ').map((word) => columnsOf(visibleText(word)) + 2));
          for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(longest);
        },
      ),
    );
  });

  test('a long last column is wrapped under itself', () => {
    const table: Block = {
      kind: 'table',
      columns: [
        { title: 'check', align: 'left' },
        { title: 'answer', align: 'left' },
      ],
      rows: [['null-rate', 'balance is null in 18 % of the rows instead of 0.5 % since the deploy']],
    };
    expect(rendered([table], { width: 46, colours: false })).toBe(
      'check      answer\nnull-rate  balance is null in 18 % of the rows\n           instead of 0.5 % since the deploy\n',
    );
  });

  test('wide letters keep the columns straight', () => {
    const table: Block = {
      kind: 'table',
      columns: [
        { title: 'a', align: 'left' },
        { title: 'b', align: 'left' },
      ],
      rows: [
        ['東京', 'x'],
        ['abcd', 'y'],
      ],
    };
    expect(rendered([table]).split('\n').slice(1, 3)).toEqual(['東京  x', 'abcd  y']);
  });

  test('a text from outside can neither move the cursor nor turn the words around', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const document: Document = {
          summary: text,
          blocks: [
            { kind: 'heading', text },
            {
              kind: 'paragraph',
              text: [text, { bold: text }, { code: text }, { link: text, text }, { person: text }],
            },
            { kind: 'facts', facts: [{ label: text, value: [text] }] },
            { kind: 'table', columns: [{ title: text, align: 'left' }], rows: [[text]] },
            { kind: 'code', text },
            { kind: 'buttons', buttons: [{ label: text, command: text }] },
          ],
        };
        expect(renderTerminal(document, plain)).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});

describe('colours', () => {
  test.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
  ])('terminal %s with %o: %s', (outIsTerminal, environment, wanted) => {
    expect(coloursWanted({ outIsTerminal, environment })).toBe(wanted);
  });
});
