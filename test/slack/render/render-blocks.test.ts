import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lintBlocks } from '../../../sandbox/blocks/lint.ts';
import type { Block, Document, Inline, Text } from '../../../src/message/document.ts';
import { ButtonBody } from '../../../src/slack/hear/payloads.ts';
import { renderBlocks } from '../../../src/slack/render/render-blocks.ts';

const render = (...blocks: readonly Block[]) => renderBlocks({ summary: 'INC-1', blocks });
const shown = (...blocks: readonly Block[]) => JSON.stringify(render(...blocks).blocks);
const paragraph = (...text: readonly Inline[]): Block => ({ kind: 'paragraph', text });

function expectAccepted(document: Document) {
  const message = renderBlocks(document);
  expect(lintBlocks('message', message.blocks)).toEqual([]);
  expect(message.text.length).toBeGreaterThan(0);
  expect(message.text.length).toBeLessThanOrEqual(4000);
  return message;
}

describe('text from outside', () => {
  test.each(['<!channel>', '<!here|x>', '<@U012AB3CD>', '<https://evil.example|your bank>', '<#C1>'])(
    '%s cannot mention or link anybody, in any kind of block',
    (hostile) => {
      const document: Document = {
        summary: hostile,
        blocks: [
          { kind: 'heading', text: `h ${hostile}`.padEnd(200, 'x') },
          paragraph(hostile, { bold: hostile }, { italic: hostile }, { code: hostile }),
          paragraph(
            { link: 'https://example.org', text: hostile },
            { link: `javascript:${hostile}`, text: 'x' },
          ),
          paragraph({ person: hostile }),
          { kind: 'facts', facts: [{ label: hostile, value: [hostile] }] },
          { kind: 'list', items: [[hostile]] },
          { kind: 'quote', text: [hostile] },
          { kind: 'code', text: hostile },
          { kind: 'context', text: [hostile] },
          { kind: 'table', columns: [{ title: 'a', align: 'left' }], rows: [['x']] },
          { kind: 'table', columns: [{ title: hostile, align: 'left' }], rows: [[hostile]] },
        ],
      };
      const message = expectAccepted(document);
      const mrkdwn = JSON.stringify(message.blocks.filter((block) => block.type !== 'header'));
      expect(mrkdwn).not.toContain(hostile);
      expect(mrkdwn.match(/<(?!https:\/\/example\.org\|)/g)).toBeNull();
      expect(message.text).not.toContain('<');
    },
  );

  test('@here written plainly calls nobody', () => {
    expect(shown(paragraph('ask @here, @channel and @Everyone'))).not.toMatch(/@(here|channel|everyone)/i);
    expect(renderBlocks({ summary: '@channel', blocks: [] }).text).not.toContain('@channel');
  });

  test('text cannot be turned around', () => {
    const text = JSON.stringify(
      renderBlocks({ summary: 'a\u202Eb\u2066c', blocks: [paragraph('x\u202Ey', { code: '\u200F' })] }),
    );
    expect(text).not.toMatch(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/);
  });

  test('every mrkdwn object is taken literally: no link is made of what looks like one', () => {
    const blocks = render(
      paragraph('a'),
      { kind: 'context', text: ['b'] },
      { kind: 'facts', facts: [{ label: 'c', value: ['d'] }] },
    );
    const objects = JSON.stringify(blocks).match(/"type":"mrkdwn"/g) ?? [];
    expect(objects).toHaveLength(3);
    expect(JSON.stringify(blocks).match(/"verbatim":true/g)).toHaveLength(3);
  });

  test('a backtick inside code does not end the code', () => {
    expect(shown(paragraph({ code: 'a`b``c' }))).toContain('`aˋbˋˋc`');
    expect(shown({ kind: 'code', text: '```\nend' })).not.toMatch(/```\\nend|````/);
  });
});

describe('what readers see', () => {
  test('a moment is a date token with UTC for who cannot read tokens', () => {
    const time = new Date('2026-11-22T14:05:59Z');
    expect(shown(paragraph({ time, style: 'clock' }))).toContain('<!date^1795356359^{time}|14:05 UTC>');
    expect(shown(paragraph({ time, style: 'date-clock' }))).toContain(
      '<!date^1795356359^{date_short_pretty} {time}|2026-11-22 14:05 UTC>',
    );
  });

  test('a person is a mention, whether named by team:user or by user', () => {
    expect(shown(paragraph({ person: 'T1:U012AB3CD' }, { person: 'W012AB3CD' }))).toContain(
      '<@U012AB3CD><@W012AB3CD>',
    );
  });

  test('bold words are bold, the spaces around them are not', () => {
    expect(shown(paragraph({ bold: 'two words' }, ' after'))).toContain('*two words* after');
  });

  test('lists count, quotes stand apart', () => {
    expect(shown({ kind: 'list', ordered: true, items: [['a'], ['b']] })).toContain('1. a\\n2. b');
    expect(shown({ kind: 'list', items: [['a'], ['b']] })).toContain('• a\\n• b');
    expect(shown({ kind: 'quote', text: ['a\nb'] })).toContain('> a\\n> b');
  });

  test('an empty cell is a dash', () => {
    const message = expectAccepted({
      summary: 's',
      blocks: [
        {
          kind: 'table',
          columns: [
            { title: '', align: 'left' },
            { title: 'n', align: 'right' },
          ],
          rows: [['', ' '], ['a']],
        },
      ],
    });
    expect(message.blocks[0]).toEqual({
      type: 'table',
      column_settings: [{ align: 'left' }, { align: 'right' }],
      rows: [
        [
          { type: 'raw_text', text: '–' },
          { type: 'raw_text', text: 'n' },
        ],
        [
          { type: 'raw_text', text: '–' },
          { type: 'raw_text', text: '–' },
        ],
        [
          { type: 'raw_text', text: 'a' },
          { type: 'raw_text', text: '–' },
        ],
      ],
    });
  });

  test('a second table is lines of equal width, since Slack takes one table a message', () => {
    const table: Block = {
      kind: 'table',
      columns: [
        { title: 'country', align: 'left' },
        { title: 'n', align: 'right' },
      ],
      rows: [
        ['BR', '1200'],
        ['DE', '7'],
      ],
    };
    const message = expectAccepted({ summary: 's', blocks: [table, table] });
    expect(JSON.stringify(message.blocks[1])).toContain('country     n\\nBR       1200\\nDE          7');
  });

  test('a button carries its command line, and a press of it is read back', () => {
    const message = expectAccepted({
      summary: 's',
      blocks: [
        { kind: 'buttons', buttons: [{ label: 'Scope', command: 'INC-1 scope country', style: 'primary' }] },
        {
          kind: 'buttons',
          buttons: [
            {
              label: 'Resolve',
              command: 'INC-1 resolve',
              style: 'danger',
              confirm: { title: 'Resolve?', text: 'Sure?', yes: 'Yes', no: 'No' },
            },
          ],
        },
      ],
    });
    const actions = message.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
    expect(actions.map((action) => action.action_id)).toEqual(['command:0', 'command:1']);
    const pressed = { type: 'block_actions', user: { id: 'U1' }, container: {}, actions: [actions[1]] };
    expect(ButtonBody.parse(pressed).actions[0]?.value).toBe('INC-1 resolve');
  });
});

describe('what is too much for one message', () => {
  test('a long paragraph is broken at sentences, and nothing is lost', () => {
    const sentences = Array.from({ length: 120 }, (_, index) => `Sentence ${index} has some words in it.`);
    const { blocks } = expectAccepted({ summary: 's', blocks: [paragraph(sentences.join(' '))] });
    const texts = blocks.map((block) => (block.type === 'section' ? (block.text?.text ?? '') : ''));
    expect(blocks.length).toBe(2);
    expect(texts.every((text) => text.endsWith('.'))).toBe(true);
    expect(texts.join(' ')).toBe(sentences.join(' '));
  });

  test('a long heading becomes bold text', () => {
    expect(render({ kind: 'heading', text: 'x '.repeat(200) }).blocks[0]?.type).toBe('section');
  });

  test('a table of 500 rows shows what fits and says how many rows do not', () => {
    const rows = Array.from({ length: 500 }, (_, index) => [`segment ${index}`, String(index)]);
    const { blocks } = expectAccepted({
      summary: 's',
      blocks: [
        {
          kind: 'table',
          columns: [
            { title: 'segment', align: 'left' },
            { title: 'n', align: 'right' },
          ],
          rows,
        },
      ],
    });
    const [table, more] = blocks;
    const visible = table?.type === 'table' ? table.rows.length - 1 : 0;
    expect(visible).toBeGreaterThan(50);
    expect(JSON.stringify(more)).toContain(`… ${500 - visible} more rows`);
  });

  test('a table of 30 columns says how many it leaves out', () => {
    const columns = Array.from({ length: 30 }, (_, index) => ({
      title: `c${index}`,
      align: 'left' as const,
    }));
    expect(shown({ kind: 'table', columns, rows: [columns.map((column) => column.title)] })).toContain(
      '… 10 more columns',
    );
  });

  test('30 buttons stand in two rows', () => {
    const buttons = Array.from({ length: 30 }, (_, index) => ({ label: `b${index}`, command: `c ${index}` }));
    const { blocks } = expectAccepted({ summary: 's', blocks: [{ kind: 'buttons', buttons }] });
    expect(blocks.map((block) => block.type)).toEqual(['actions', 'actions']);
  });

  test('a command too long for a button is not cut into another command', () => {
    const { blocks } = expectAccepted({
      summary: 's',
      blocks: [{ kind: 'buttons', buttons: [{ label: 'long', command: `why ${'x'.repeat(3000)}` }] }],
    });
    expect(JSON.stringify(blocks)).toContain('… 1 more button that did not fit');
  });

  test('in a flood of text the buttons stay, and the message says how much is missing', () => {
    const flood = Array.from({ length: 60 }, (_, index) => paragraph(`part ${index} `.repeat(60)));
    const { blocks } = expectAccepted({
      summary: 's',
      blocks: [...flood, { kind: 'buttons', buttons: [{ label: 'Scope', command: 'scope' }] }],
    });
    expect(blocks.at(-1)?.type).toBe('actions');
    expect(JSON.stringify(blocks)).toMatch(/… \d+ more parts \(\d+ characters\)/);
  });

  test('where all of it can be read is said behind each number of missing things, and not when all is shown', () => {
    const whole: Text = ['All of it: ', { code: 'fishbone export INC-1' }];
    const flood = Array.from({ length: 60 }, (_, index) => paragraph(`part ${index} `.repeat(60)));
    const rows = Array.from({ length: 500 }, (_, index) => [`segment ${index}`, String(index)]);
    const columns = ['Segment', 'Count'].map((title) => ({ title, align: 'left' as const }));
    const saidOf = (...blocks: readonly Block[]) =>
      JSON.stringify(expectAccepted({ summary: 's', blocks, whole }).blocks);
    expect(saidOf(...flood)).toMatch(/did not fit into one message\. All of it: `fishbone export INC-1`/);
    expect(saidOf({ kind: 'table', columns, rows })).toMatch(/… \d+ more rows\. All of it: /);
    expect(saidOf(paragraph('x '.repeat(9000)))).toMatch(/\. All of it: /);
    expect(saidOf(paragraph('short'))).not.toContain('All of it');
  });

  test('a long summary is cut with an ellipsis', () => {
    const { text } = renderBlocks({ summary: '<'.repeat(5000), blocks: [] });
    expect(text.endsWith('…')).toBe(true);
    expect(text.length).toBeLessThanOrEqual(4000);
  });
});

const inline: fc.Arbitrary<Inline> = fc.oneof(
  fc.string({ maxLength: 400, unit: 'binary' }),
  fc.record({ bold: fc.string({ maxLength: 100 }) }),
  fc.record({ italic: fc.string({ maxLength: 100 }) }),
  fc.record({ code: fc.string({ maxLength: 3000 }) }),
  fc.record({
    time: fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
    style: fc.constantFrom('clock' as const, 'date-clock' as const),
  }),
  fc.record({ link: fc.webUrl(), text: fc.string() }),
  fc.record({ person: fc.string() }),
);
const text = fc.array(inline, { maxLength: 12 });
const words = fc.lorem({ maxCount: 400, mode: 'sentences' });
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('heading' as const), text: fc.string({ maxLength: 300 }) }),
  fc.record({ kind: fc.constant('paragraph' as const), text }),
  fc.record({ kind: fc.constant('paragraph' as const), text: fc.tuple(words) }),
  fc.record({
    kind: fc.constant('facts' as const),
    facts: fc.array(fc.record({ label: fc.string(), value: text }), { maxLength: 25 }),
  }),
  fc.record({
    kind: fc.constant('list' as const),
    ordered: fc.boolean(),
    items: fc.array(text, { maxLength: 30 }),
  }),
  fc.record({
    kind: fc.constant('table' as const),
    columns: fc.array(
      fc.record({ title: fc.string(), align: fc.constantFrom('left' as const, 'right' as const) }),
      { maxLength: 25 },
    ),
    rows: fc.array(fc.array(fc.string({ maxLength: 60 }), { maxLength: 25 }), { maxLength: 130 }),
  }),
  fc.record({ kind: fc.constant('quote' as const), text }),
  fc.record({ kind: fc.constant('code' as const), text: fc.string({ maxLength: 8000 }) }),
  fc.record({ kind: fc.constant('context' as const), text }),
  fc.record({
    kind: fc.constant('buttons' as const),
    buttons: fc.array(
      fc.record({ label: fc.string({ maxLength: 120 }), command: fc.string({ maxLength: 2500 }) }),
      { maxLength: 40 },
    ),
  }),
  fc.record({ kind: fc.constant('divider' as const) }),
);

test('whatever a document holds, Slack takes the message', () => {
  const checked = fc.check(
    fc.property(fc.string(), fc.array(block, { maxLength: 70 }), (summary, blocks) => {
      expectAccepted({ summary, blocks });
    }),
    { numRuns: 150 },
  );
  expect(fc.defaultReportMessage(checked)).toBeUndefined();
});
