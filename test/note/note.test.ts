import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { lintBlocks } from '../../sandbox/blocks/lint.ts';
import type { IncidentFact } from '../../src/incident/facts/events.ts';
import type { Block, Document, Inline } from '../../src/message/document.ts';
import { markdownOf } from '../../src/note/markdown.ts';
import { noteDocument } from '../../src/note/outline.ts';
import { renderBlocks } from '../../src/slack/render/render-blocks.ts';
import { evidenceOf, factsOf, logOf, storyOf } from '../incident/facts.ts';
import { hostile } from '../message/hostile.ts';

const parser = new MarkdownIt('commonmark').enable('table');
const facts = factsOf();
const noteOf = (happened: readonly IncidentFact[]) => noteDocument(logOf(happened));
const markdownAfter = (...happened: readonly IncidentFact[]) =>
  markdownOf(noteOf([facts.declared, ...happened]));

/** What a person reads in the rendered Markdown. */
function readable(markdown: string): string {
  const text = parser
    .parse(markdown, {})
    .flatMap((token) => token.children ?? (token.type === 'fence' ? [token] : []))
    .map((token) => (token.type === 'hardbreak' || token.type === 'softbreak' ? ' ' : token.content))
    .join(' ');
  return squeezed(text);
}
const squeezed = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
const kindsOf = (markdown: string): readonly string[] =>
  parser.parse(markdown, {}).map((token) => token.type);

describe('the note asks for what is not known', () => {
  const questions = (markdown: string) => readable(markdown).match(/To be filled in: [^?]*\?/g) ?? [];

  test('of an incident that was only declared, everything', () => {
    const markdown = markdownAfter();
    expect(questions(markdown).length).toBeGreaterThanOrEqual(9);
    for (const heading of [
      'Three clocks',
      'Impact',
      'Timeline',
      'What was checked',
      'Suspects',
      'Root cause',
      'Training data to leave out',
      'Mitigation and its proof',
      '5 Whys',
      'Action items',
    ])
      expect(markdown).toContain(`## ${heading}`);
    expect(readable(markdown)).toContain('Not measured. Run: symptom');
    expect(readable(markdown)).toContain('began: not known');
  });

  test('of one that was looked at, less; and still who fixes it, and why nothing caught it', () => {
    const asked = questions(markdownOf(noteOf(storyOf())));
    expect(asked.length).toBeLessThan(questions(markdownAfter()).length);
    expect(asked.join('\n')).toContain('who fixes');
    expect(asked.join('\n')).toContain('why did the tests and the monitors not catch it?');
  });

  test('the business is asked about until a check has measured it', () => {
    const business = evidenceOf({ id: 'E9', check: 'business-impact' }, 'conversion lost 3.1 %');
    expect(markdownAfter(facts['check-finished'])).toContain('what did this cost the business');
    const measured = markdownAfter({ type: 'check-finished', evidence: business, asked: true });
    expect(measured).not.toContain('what did this cost the business');
    expect(readable(measured)).toContain('conversion lost 3.1 %');
  });

  test('a cause is confirmed by a person and not by the ranking', () => {
    expect(markdownAfter(facts['suspects-ranked'])).toContain('which cause was confirmed');
    expect(markdownAfter(facts['suspects-ranked'], facts.resolved)).not.toContain(
      'which cause was confirmed',
    );
  });
});

describe('the note invents nothing', () => {
  test('every number in it stands in the log, or is counted from it', () => {
    const said = readable(markdownOf(noteOf(storyOf()))).replaceAll(/2026-\d\d-\d\d \d\d:\d\d UTC/g, '');
    const numbers = [...new Set(said.match(/\d+(?:\.\d+)?/g) ?? [])];
    const log = JSON.stringify(storyOf());
    const derived = [
      // shares as percentages, and what is named or counted: INC-7, E1, W1, 5 Whys, v3, gaps between the clocks, seconds
      '81',
      '40',
      '7.0',
      '70',
      '10',
      '92',
      '22',
      '7',
      '5',
      '15',
      '45',
      '1',
      '3',
    ];
    expect(numbers.filter((number) => !log.includes(number) && !derived.includes(number))).toEqual([]);
    expect(numbers.length).toBeGreaterThan(8);
  });

  test('what a person wrote stands there in whole, in the order it happened', () => {
    const long = 'x y '.repeat(700).trim();
    const entry = { ...facts['timeline-added'], text: long };
    expect(readable(markdownAfter(entry))).toContain(long);
    const early = {
      ...facts['timeline-added'],
      entry: 'T9',
      text: 'the very first',
      happenedAt: new Date(0),
    };
    const words = readable(markdownAfter(facts['timeline-added'], early));
    expect(words.indexOf('the very first')).toBeLessThan(words.indexOf('rolled v3 back'));
  });

  test('what was taken off the timeline is gone, and what was corrected says so', () => {
    expect(markdownAfter(facts['timeline-added'], facts['timeline-removed'])).not.toContain('rolled v3 back');
    expect(markdownAfter(facts['timeline-added'], { ...facts['timeline-revised'], text: 'paged' })).toContain(
      'paged (corrected once)',
    );
  });

  test('a note of nothing is an error', () => {
    expect(() => noteDocument([])).toThrow('at least the declaration');
  });
});

describe.each(hostile)('a note about %s', (_, say) => {
  const note = noteOf(storyOf(say));
  test('has the headings that it has anyway, and no others', () => {
    const usual = kindsOf(markdownOf(noteOf(storyOf()))).filter((kind) => kind === 'heading_open').length;
    const kinds = kindsOf(markdownOf(note));
    expect(kinds.filter((kind) => kind === 'heading_open')).toHaveLength(usual);
    expect(
      kinds.filter((kind) =>
        ['html_block', 'fence', 'code_block', 'table_open', 'blockquote_open'].includes(kind),
      ),
    ).toEqual([]);
  });

  test('renders to text alone: no link, no HTML, no image of theirs', () => {
    const inline = parser.parse(markdownOf(note), {}).flatMap((token) => token.children ?? []);
    const links = inline.filter((token) => token.type === 'link_open').map((token) => token.attrGet('href'));
    expect(links.filter((href) => href?.includes('evil.example'))).toEqual([]);
    expect(inline.filter((token) => ['html_inline', 'image'].includes(token.type))).toEqual([]);
  });

  test('fits into one message of Slack', () => {
    expect(lintBlocks('message', renderBlocks(note).blocks)).toEqual([]);
  });
});

describe('a document as Markdown', () => {
  // Well-formed and without controls: those are taken out on the way, and the parser replaces the rest.
  const text = fc
    .oneof(
      fc.string({ maxLength: 30 }),
      fc
        .array(fc.constantFrom(...'ab1 .)#>-+=*_`[](){}<>|\\~!&;:\n"'.split('')), { maxLength: 20 })
        .map((all) => all.join('')),
      fc.constantFrom(
        '# h',
        '- x',
        '1. x',
        '12) x',
        '> q',
        '***',
        '---',
        '===',
        '&copy;',
        '<b>',
        '![i](u)',
        '\\',
        '``',
      ),
    )
    .map((words) => words.replaceAll(/(?!\n)\p{Cc}/gu, ''));
  const inline: fc.Arbitrary<Inline> = fc.oneof(
    text,
    text.map((bold) => ({ bold })),
    text.map((italic) => ({ italic })),
    text.map((code) => ({ code })),
  );
  const spaced = fc
    .array(inline, { minLength: 1, maxLength: 4 })
    .map((parts) => parts.flatMap((part) => [' ', part, ' ']));
  const block: fc.Arbitrary<Block> = fc.oneof(
    spaced.map((words) => ({ kind: 'paragraph' as const, text: words })),
    spaced.map((words) => ({ kind: 'quote' as const, text: words })),
    text.map((words) => ({ kind: 'heading' as const, text: words })),
    fc.record({
      kind: fc.constant('list' as const),
      ordered: fc.boolean(),
      items: fc.array(spaced, { minLength: 1, maxLength: 3 }),
    }),
    fc.array(fc.array(text, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 3 }).map((rows) => ({
      kind: 'table' as const,
      columns: [
        { title: 'what', align: 'left' as const },
        { title: 'how much', align: 'right' as const },
      ],
      rows,
    })),
  );
  const plain = (part: Inline): string => {
    if (typeof part === 'string') return part;
    if ('bold' in part) return part.bold;
    if ('italic' in part) return part.italic;
    return 'code' in part ? part.code : '';
  };
  const saidIn = (one: Block): string => {
    switch (one.kind) {
      case 'heading':
        return one.text;
      case 'paragraph':
      case 'quote':
        return one.text.map(plain).join(' ');
      case 'list':
        return one.items.map((item) => item.map(plain).join(' ')).join(' ');
      case 'table':
        return [...one.columns.map((column) => column.title), ...one.rows.flat()].join(' ');
      case 'facts':
      case 'code':
      case 'context':
      case 'buttons':
      case 'plan':
      case 'divider':
        return '';
    }
  };
  const letters = (words: string): string => words.replaceAll(/\s/g, '');

  test('reads letter for letter as it was said', () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 3 }), (blocks) => {
        const document: Document = { summary: 'x', blocks };
        expect(letters(readable(markdownOf(document)))).toBe(letters(blocks.map(saidIn).join(' ')));
      }),
      { numRuns: 400 },
    );
  });

  test('is made of the blocks that were meant', () => {
    const document: Document = {
      summary: 'x',
      blocks: [
        { kind: 'heading', text: 'INC-7' },
        { kind: 'paragraph', text: [{ bold: 'For whom: ' }, 'country=BR\n- and more'] },
        { kind: 'facts', facts: [{ label: 'Scope', value: ['all'] }] },
        { kind: 'list', ordered: true, items: [['one\ntwo'], ['three']] },
        {
          kind: 'table',
          columns: [
            { title: 'a', align: 'left' },
            { title: 'b', align: 'right' },
          ],
          rows: [['1|2', 'x\ny']],
        },
        { kind: 'quote', text: ['said\nso'] },
        { kind: 'code', text: 'a\n```\nb' },
        {
          kind: 'context',
          text: ['small ', { code: 'a`b' }, ' ', { link: 'https://x.example/?a=1&copy;=2', text: 'here' }],
        },
        { kind: 'divider' },
        { kind: 'buttons', buttons: [{ label: 'Run', command: 'run' }] },
      ],
    };
    const html = parser.render(markdownOf(document));
    expect(html).toContain('<h1>INC-7</h1>');
    expect(html).toContain('<strong>For whom:</strong> country=BR<br />\n- and more');
    expect(html).toContain('<li><strong>Scope:</strong> all</li>');
    expect(html).toMatch(/<ol>\s*<li>one<br \/>\s*two<\/li>\s*<li>three<\/li>\s*<\/ol>/);
    expect(html).toContain('<td>1|2</td>');
    expect(html).toContain('<td style="text-align:right">x y</td>');
    expect(html).toMatch(/<blockquote>\s*<p>said<br \/>\s*so<\/p>/);
    expect(html).toContain('<pre><code>a\n```\nb\n</code></pre>');
    expect(html).toMatch(
      /<em>small <code>a`b<\/code> <a href="https:\/\/x.example\/\?a=1&amp;copy;=2">here<\/a><\/em>/,
    );
    expect(html).toContain('<hr />');
    expect(html).not.toContain('Run');
  });

  test('a link leads only where browsers go', () => {
    const link = (address: string) =>
      markdownOf({ summary: 'x', blocks: [{ kind: 'paragraph', text: [{ link: address, text: 'here' }] }] });
    expect(link('javascript:alert(1)')).toBe('here\n');
    expect(link('https://a.example/x y>z\\')).toBe('[here](<https://a.example/x%20y%3Ez%5C>)\n');
  });
});
