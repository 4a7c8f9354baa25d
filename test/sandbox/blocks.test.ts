import { describe, expect, test } from 'vitest';
import { lintBlocks } from '../../sandbox/blocks/lint.ts';
import { lintView } from '../../sandbox/blocks/view.ts';

const text = (length: number): string => 'x'.repeat(length);
const plain = (length: number) => ({ type: 'plain_text', text: text(length) });
const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: text(length) });
const section = (length = 5) => ({ type: 'section', text: mrkdwn(length) });
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const button = (fields: object = {}) => ({ type: 'button', text: plain(5), ...fields });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const option = (fields: object = {}) => ({ text: plain(5), value: 'v', ...fields });
const select = (options: object[]) => ({ type: 'static_select', action_id: 'pick', options });
const cell = (words = 'a') => ({ type: 'raw_text', text: words });
const table = (rows: number, columns: number) => ({
  type: 'table',
  rows: many(rows, () => many(columns, () => cell())),
});
const dataTable = (rows: number, columns = 2, fields: object = {}) => ({
  type: 'data_table',
  caption: 'segments',
  rows: many(rows, () => many(columns, () => cell())),
  ...fields,
});
const labels = (count: number) => many(count, (index) => `c${index}`);
const line = (series: number, categories: string[], title = 'precision', wanted = categories) => ({
  type: 'data_visualization',
  title,
  chart: {
    type: 'line',
    series: many(series, (index) => ({
      name: `s${index}`,
      data: categories.map((label) => ({ label, value: 1 })),
    })),
    axis_config: { categories: wanted },
  },
});

const feedback = {
  type: 'feedback_buttons',
  positive_button: { text: plain(4), value: 'good' },
  negative_button: { text: plain(4), value: 'bad' },
};

const limits: [what: string, within: unknown[], beyond: unknown[], pointer: string, message: string][] = [
  [
    '50 blocks a message',
    many(50, () => ({ type: 'divider' })),
    many(51, () => ({ type: 'divider' })),
    '/blocks',
    'no more than 50 items allowed',
  ],
  [
    '3000 characters a section',
    [section(3000)],
    [section(3001)],
    '/blocks/0/text/text',
    'must be less than 3001 characters',
  ],
  [
    '10 fields a section',
    [{ type: 'section', fields: many(10, () => mrkdwn(5)) }],
    [{ type: 'section', fields: many(11, () => mrkdwn(5)) }],
    '/blocks/0/fields',
    'no more than 10 items allowed',
  ],
  [
    '2000 characters a field',
    [{ type: 'section', fields: [mrkdwn(2000)] }],
    [{ type: 'section', fields: [mrkdwn(2001)] }],
    '/blocks/0/fields/0/text',
    'must be less than 2001 characters',
  ],
  [
    '150 characters a header',
    [{ type: 'header', text: plain(150) }],
    [{ type: 'header', text: plain(151) }],
    '/blocks/0/text/text',
    'must be less than 151 characters',
  ],
  [
    '25 elements an actions block',
    [actions(...many(25, () => button()))],
    [actions(...many(26, () => button()))],
    '/blocks/0/elements',
    'no more than 25 items allowed',
  ],
  [
    '10 elements a context block',
    [{ type: 'context', elements: many(10, () => mrkdwn(5)) }],
    [{ type: 'context', elements: many(11, () => mrkdwn(5)) }],
    '/blocks/0/elements',
    'no more than 10 items allowed',
  ],
  [
    '75 characters a button',
    [actions(button({ text: plain(75) }))],
    [actions(button({ text: plain(76) }))],
    '/blocks/0/elements/0/text/text',
    'must be less than 76 characters',
  ],
  [
    '2000 characters a button value',
    [actions(button({ value: text(2000) }))],
    [actions(button({ value: text(2001) }))],
    '/blocks/0/elements/0/value',
    'must be less than 2001 characters',
  ],
  [
    '255 characters an action_id',
    [actions(button({ action_id: text(255) }))],
    [actions(button({ action_id: text(256) }))],
    '/blocks/0/elements/0/action_id',
    'must be less than 256 characters',
  ],
  [
    '255 characters a block_id',
    [{ type: 'divider', block_id: text(255) }],
    [{ type: 'divider', block_id: text(256) }],
    '/blocks/0/block_id',
    'must be less than 256 characters',
  ],
  [
    '75 characters an option',
    [actions(select([option({ text: plain(75) })]))],
    [actions(select([option({ text: plain(76) })]))],
    '/blocks/0/elements/0/options/0/text/text',
    'must be less than 76 characters',
  ],
  [
    '150 characters an option value',
    [actions(select([option({ value: text(150) })]))],
    [actions(select([option({ value: text(151) })]))],
    '/blocks/0/elements/0/options/0/value',
    'must be less than 151 characters',
  ],
  [
    '100 options a menu',
    [actions(select(many(100, () => option())))],
    [actions(select(many(101, () => option())))],
    '/blocks/0/elements/0/options',
    'no more than 100 items allowed',
  ],
  [
    '100 characters a confirm title',
    [actions(button({ confirm: { title: plain(100), text: plain(300) } }))],
    [actions(button({ confirm: { title: plain(101), text: plain(300) } }))],
    '/blocks/0/elements/0/confirm/title/text',
    'must be less than 101 characters',
  ],
  [
    '300 characters a confirm text',
    [actions(button({ confirm: { text: plain(300) } }))],
    [actions(button({ confirm: { text: plain(301) } }))],
    '/blocks/0/elements/0/confirm/text/text',
    'must be less than 301 characters',
  ],
  [
    '12000 characters of markdown in all',
    [
      { type: 'markdown', text: text(6000) },
      { type: 'markdown', text: text(6000) },
    ],
    [
      { type: 'markdown', text: text(6000) },
      { type: 'markdown', text: text(6001) },
    ],
    '/blocks',
    'markdown blocks must be less than 12001 characters in total',
  ],
  ['100 rows a table', [table(100, 2)], [table(101, 2)], '/blocks/0/rows', 'no more than 100 items allowed'],
  ['20 columns a table', [table(2, 20)], [table(2, 21)], '/blocks/0/rows/0', 'no more than 20 items allowed'],
  [
    'no empty table cell',
    [table(1, 1)],
    [{ type: 'table', rows: [[cell('')]] }],
    '/blocks/0/rows/0/0/text',
    'must be more than 0 characters',
  ],
  [
    '10000 characters a table',
    [{ type: 'table', rows: many(4, () => [cell(text(2500))]) }],
    [{ type: 'table', rows: many(4, () => [cell(text(2501))]) }],
    '/blocks/0',
    'must be less than 10001 characters in all cells',
  ],
  ['one table a message', [table(2, 2)], [table(2, 2), dataTable(2)], '/blocks', 'only_one_table_allowed'],
  [
    '201 rows a data table',
    [dataTable(201)],
    [dataTable(202)],
    '/blocks/0/rows',
    'no more than 201 items allowed',
  ],
  [
    'a row below the header of a data table',
    [dataTable(2)],
    [dataTable(1)],
    '/blocks/0/rows',
    'must have at least 2 items',
  ],
  [
    '20 columns a data table',
    [dataTable(2, 20)],
    [dataTable(2, 21)],
    '/blocks/0/rows/0',
    'no more than 20 items allowed',
  ],
  [
    'a caption for a data table',
    [dataTable(2)],
    [dataTable(2, 2, { caption: undefined })],
    '/blocks/0',
    'missing required field: caption',
  ],
  [
    '2 charts a message',
    many(2, () => line(1, labels(3))),
    many(3, () => line(1, labels(3))),
    '/blocks',
    'no more than 2 data_visualization blocks allowed',
  ],
  [
    '50 characters a chart title',
    [line(1, labels(3), text(50))],
    [line(1, labels(3), text(51))],
    '/blocks/0/title',
    'must be less than 51 characters',
  ],
  [
    '12 series a chart',
    [line(12, labels(3))],
    [line(13, labels(3))],
    '/blocks/0/chart/series',
    'no more than 12 items allowed',
  ],
  [
    '20 categories a chart',
    [line(1, labels(20))],
    [line(1, labels(21))],
    '/blocks/0/chart/axis_config/categories',
    'no more than 20 items allowed',
  ],
  [
    '20 characters a category',
    [line(1, [text(20)])],
    [line(1, [text(21)])],
    '/blocks/0/chart/axis_config/categories/0',
    'must be less than 21 characters',
  ],
  [
    'every series has every category',
    [line(1, labels(3))],
    [line(1, labels(3), 'precision', labels(4))],
    '/blocks/0/chart',
    'series "s0" must have one value for every category',
  ],
  [
    'an action_id once a block',
    [actions(button({ action_id: 'a' }), button({ action_id: 'b' }))],
    [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
    '/blocks/0/elements/1/action_id',
    '`action_id` "a" already exists for block_id ""',
  ],
  [
    'a block_id once a message',
    [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'b' },
    ],
    [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ],
    '/blocks/1/block_id',
    '`block_id` a already exists',
  ],
  ['a text in a section', [section()], [{ type: 'section' }], '/blocks/0', 'missing required field: text'],
  [
    'no unknown block',
    [section()],
    [{ type: 'sections', text: mrkdwn(5) }],
    '/blocks/0/type',
    'unsupported type: sections',
  ],
  [
    'no unknown field',
    [section()],
    [{ ...section(), texts: 'x' }],
    '/blocks/0',
    'invalid additional property: texts',
  ],
  [
    'no markdown in a header',
    [{ type: 'header', text: plain(5) }],
    [{ type: 'header', text: mrkdwn(5) }],
    '/blocks/0/text/type',
    'unsupported type: mrkdwn',
  ],
  [
    'a text input only in an input block',
    [{ type: 'input', label: plain(5), element: { type: 'plain_text_input' } }],
    [actions({ type: 'plain_text_input' })],
    '/blocks/0/elements/0/type',
    'unsupported type: plain_text_input',
  ],
  [
    'no alert in a message',
    [section()],
    [{ type: 'alert', text: plain(5) }],
    '/blocks/0/type',
    'unsupported type: alert in a message',
  ],
  [
    '5 feedback elements a context_actions block',
    [{ type: 'context_actions', elements: many(5, () => feedback) }],
    [{ type: 'context_actions', elements: many(6, () => feedback) }],
    '/blocks/0/elements',
    'no more than 5 items allowed',
  ],
];

describe('a message Slack would refuse', () => {
  test.each(limits)('%s', (_what, within, beyond, pointer, message) => {
    expect(lintBlocks('message', within)).toEqual([]);
    expect(lintBlocks('message', beyond)).toContainEqual({ pointer, message });
  });

  test('is too long in all, though each of its blocks is fine', () => {
    expect(
      lintBlocks(
        'message',
        many(4, () => section(3000)),
      ),
    ).toEqual([]);
    const problems = lintBlocks(
      'message',
      many(5, () => section(3000)),
    );
    expect(problems.map((problem) => problem.code)).toEqual(['msg_blocks_too_long']);
  });

  test('says everything that is wrong, not only the first thing', () => {
    const problems = lintBlocks('message', [section(3001), { type: 'nope' }, 'text']);
    expect(problems.map((problem) => problem.pointer)).toEqual([
      '/blocks/0/text/text',
      '/blocks/1/type',
      '/blocks/2',
    ]);
  });
});

describe('what an incident bot shows', () => {
  test('passes: plan with task cards, rich text, feedback, alert in a modal, image of a file', () => {
    const richText = {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'checking' }] }],
    };
    const task = {
      type: 'task_card',
      task_id: 't1',
      title: 'drift by country',
      status: 'in_progress',
      details: richText,
    };
    const blocks = [
      { type: 'plan', title: 'checks', tasks: [task] },
      richText,
      { type: 'context_actions', elements: [feedback] },
      { type: 'image', slack_file: { id: 'F1' }, alt_text: 'precision by hour' },
      {
        type: 'data_visualization',
        title: 'share',
        chart: { type: 'pie', segments: [{ label: 'DE', value: 3 }] },
      },
    ];
    expect(lintBlocks('message', blocks)).toEqual([]);
    expect(lintBlocks('modal', [{ type: 'alert', level: 'warning', text: plain(20) }])).toEqual([]);
  });
});

describe('a view Slack would refuse', () => {
  const modal = (fields: object = {}) => ({
    type: 'modal',
    title: plain(24),
    blocks: [section()],
    ...fields,
  });

  test.each([
    ['24 characters a title', { title: plain(25) }, '/view/title/text'],
    ['24 characters a submit button', { submit: plain(25) }, '/view/submit/text'],
    ['24 characters a close button', { close: plain(25) }, '/view/close/text'],
    ['3000 characters of private metadata', { private_metadata: text(3001) }, '/view/private_metadata'],
    ['100 blocks', { blocks: many(101, () => section()) }, '/view/blocks'],
    ['messages only: markdown', { blocks: [{ type: 'markdown', text: 'x' }] }, '/view/blocks/0/type'],
    ['messages only: charts', { blocks: [line(1, labels(2))] }, '/view/blocks/0/type'],
    [
      'a submit button for an input',
      { blocks: [{ type: 'input', label: plain(3), element: { type: 'plain_text_input' } }] },
      '/view',
    ],
  ])('%s', (_what, fields, pointer) => {
    expect(lintView('modal', modal())).toEqual([]);
    expect(lintView('modal', modal(fields)).map((problem) => problem.pointer)).toEqual([pointer]);
  });
});
