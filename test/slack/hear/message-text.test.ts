import { expect, test } from 'vitest';
import { messageText } from '../../../src/slack/hear/message-text.ts';
import { SlackMessageBody } from '../../../src/slack/hear/payloads.ts';

const said = (message: object): string => messageText(SlackMessageBody.parse({ ts: '1.2', ...message }));

test('a monitor that puts a summary in the text and the facts in blocks is read whole', () => {
  const text = said({
    bot_id: 'B1',
    text: '[FIRING:1] ModelAucLow',
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: '[FIRING:1] ModelAucLow' } },
      {
        type: 'section',
        text: { type: 'mrkdwn', text: 'AUC of deposit is 0.78' },
        fields: [{ type: 'mrkdwn', text: '*model:* deposit' }],
      },
      {
        type: 'context',
        elements: [
          { type: 'mrkdwn', text: 'since 14:05' },
          { type: 'image', image_url: 'x' },
        ],
      },
      { type: 'divider' },
    ],
  });
  expect(text.split('\n')).toEqual([
    '[FIRING:1] ModelAucLow',
    'AUC of deposit is 0.78',
    '*model:* deposit',
    'since 14:05',
  ]);
});

test('facts in an attachment, in fields and in its own blocks', () => {
  const text = said({
    bot_id: 'B1',
    text: 'Alert',
    attachments: [
      { title: 'AUC low', fields: [{ title: 'model', value: 'deposit' }] },
      { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'auc 0.78 &lt; 0.8' } }] },
    ],
  });
  expect(text).toBe('Alert\nAUC low\nmodel: deposit\nauc 0.78 < 0.8');
});

test('a rich text is put together again, line by line', () => {
  const section = (...words: readonly string[]) => ({
    type: 'rich_text_section',
    elements: words.map((word) => ({ type: 'text', text: word })),
  });
  const blocks = [
    {
      type: 'rich_text',
      elements: [section('AUC ', 'fell'), { type: 'rich_text_list', elements: [section('a'), section('b')] }],
    },
  ];
  expect(said({ bot_id: 'B1', text: '', blocks })).toBe('AUC fell\na\nb');
});

test('what a person typed is said once, although Slack sends it twice', () => {
  const blocks = [
    {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'hello there' }] }],
    },
  ];
  expect(said({ user: 'U1', text: 'hello <@U2> there', blocks })).toBe('hello @U2 there');
});

test('blocks of a shape that nobody knows do no harm', () => {
  const deep = (levels: number): object =>
    levels === 0 ? { text: 'far' } : { elements: [deep(levels - 1)] };
  const blocks = [
    { type: 'rich_text', ...deep(50) },
    { type: 7, text: 'bare' },
    { type: 'section', fields: 'none' },
  ];
  expect(said({ bot_id: 'B1', text: 'AUC low', blocks })).toBe('AUC low');
});
