import type { Fields } from '../../../sandbox/fields.ts';

const plain = (text: string): Fields => ({ type: 'plain_text', text });
const mrkdwn = (text: string): Fields => ({ type: 'mrkdwn', text });
const rich = (...elements: Fields[]): Fields => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const options = ['one', 'two', 'three'].map((value) => ({ text: plain(`option ${value}`), value }));
const cell = (text: string): Fields => ({ type: 'raw_text', text });
const amount = (value: number): Fields => ({ type: 'raw_number', value, text: String(value) });
const series = (name: string, values: readonly number[]): Fields => ({
  name,
  data: values.map((value, at) => ({ label: `h${at}`, value })),
});
const chart = (type: string, title: string): Fields => ({
  type: 'data_visualization',
  title,
  chart: {
    type,
    series: [series('before', [3, 4, 5, 4]), series('after', [3, 2, 1, -1])],
    axis_config: { categories: ['h0', 'h1', 'h2', 'h3'], x_label: 'hour', y_label: 'score' },
  },
});

/** Messages that together hold every block a message may have, each as Slack takes it. */
export const everyBlock: readonly (readonly Fields[])[] = [
  [
    { type: 'header', text: plain('A header') },
    {
      type: 'section',
      text: mrkdwn('A *section* with `code`'),
      accessory: { type: 'button', action_id: 'beside', text: plain('Beside') },
    },
    { type: 'section', fields: [mrkdwn('*Left*\n1'), mrkdwn('*Right*\n2')] },
    { type: 'divider' },
    {
      type: 'context',
      elements: [
        mrkdwn('said in passing'),
        { type: 'image', image_url: 'https://a.example/x.png', alt_text: 'a small picture' },
      ],
    },
    { type: 'image', image_url: 'https://a.example/y.png', alt_text: 'a picture from elsewhere' },
    { type: 'markdown', text: '## Markdown\n\n- [x] a **task**\n\n| a | b |\n|---|---|\n| 1 | 2 |' },
    rich(
      { type: 'text', text: 'rich', style: { bold: true } },
      { type: 'emoji', name: 'tada' },
      { type: 'user', user_id: 'U0TEAMMATE' },
    ),
    {
      type: 'actions',
      elements: [
        { type: 'button', action_id: 'plain', text: plain('Plain') },
        {
          type: 'button',
          action_id: 'sure',
          style: 'danger',
          text: plain('Danger'),
          confirm: {
            title: plain('Really?'),
            text: mrkdwn('It is *gone* then'),
            confirm: plain('Do it'),
            deny: plain('No'),
            style: 'danger',
          },
        },
        { type: 'static_select', action_id: 'choose', placeholder: plain('Choose one'), options },
        { type: 'multi_static_select', action_id: 'many', placeholder: plain('Choose many'), options },
        { type: 'users_select', action_id: 'who', placeholder: plain('Who') },
        { type: 'overflow', action_id: 'more', options },
        { type: 'datepicker', action_id: 'day', initial_date: '2026-03-12' },
        { type: 'radio_buttons', action_id: 'radio', options },
        { type: 'checkboxes', action_id: 'boxes', options },
      ],
    },
  ],
  [
    {
      type: 'table',
      rows: [
        [cell('name'), cell('share')],
        [cell('BR'), cell('12 %')],
      ],
      column_settings: [null, { align: 'right' }],
    },
    chart('line', 'A line'),
    chart('bar', 'Bars'),
  ],
  [
    {
      type: 'data_table',
      caption: 'Every segment',
      page_size: 2,
      rows: [
        [cell('segment'), cell('n')],
        [cell('BR'), amount(30)],
        [cell('DE'), amount(200)],
        [cell('PT'), amount(7)],
      ],
    },
    chart('area', 'An area'),
    {
      type: 'data_visualization',
      title: 'A pie',
      chart: {
        type: 'pie',
        segments: [
          { label: 'iOS', value: 3 },
          { label: 'Android', value: 1 },
        ],
      },
    },
  ],
  [
    {
      type: 'plan',
      title: 'The checks',
      tasks: [
        {
          type: 'task_card',
          task_id: 't1',
          title: 'Null rate',
          status: 'complete',
          output: rich({ type: 'text', text: 'shifted' }),
        },
        { type: 'task_card', task_id: 't2', title: 'Drift', status: 'in_progress' },
        { type: 'task_card', task_id: 't3', title: 'Latency', status: 'error' },
        { type: 'task_card', task_id: 't4', title: 'Golden set', status: 'pending' },
      ],
    },
    { type: 'task_card', task_id: 't5', title: 'A step alone', status: 'pending' },
    {
      type: 'card',
      title: mrkdwn('*A card*'),
      body: mrkdwn('with a body'),
      actions: [{ type: 'button', action_id: 'card', text: plain('In the card') }],
    },
    {
      type: 'carousel',
      elements: [
        { type: 'card', title: mrkdwn('First card') },
        { type: 'card', title: mrkdwn('Second card') },
      ],
    },
    {
      type: 'container',
      title: plain('A container'),
      child_blocks: [{ type: 'section', text: mrkdwn('inside') }],
      is_collapsible: true,
    },
    {
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          action_id: 'useful',
          positive_button: { text: plain('Right'), value: 'yes' },
          negative_button: { text: plain('Wrong'), value: 'no' },
        },
        { type: 'icon_button', icon: 'trash', action_id: 'away', text: plain('Throw away') },
      ],
    },
    {
      type: 'video',
      video_url: 'https://a.example/v',
      thumbnail_url: 'https://a.example/t.png',
      alt_text: 'a film',
      title: plain('A film'),
      title_url: 'https://a.example/about',
      description: plain('of a deploy'),
      provider_name: 'Films',
      author_name: 'Priya',
    },
  ],
];
