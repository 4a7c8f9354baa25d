import type { ActionsBlock, Button as SlackButton } from '@slack/types';
import type { Button } from '../../message/document.ts';
import { cleanText } from './clean-text.ts';
import { plainText } from './text-objects.ts';

/** Slack's own limits. */
const most = { perBlock: 25, label: 75, value: 2000, title: 100, text: 300, answer: 30 };

/** A press carries `command:<n>` as its action id, unique within the message, and the command line as its value. */
export const commandAction = /^command:\d+$/;

/**
 * @param from how many buttons of the message came before these.
 * @returns the blocks, and how many buttons had to be left out because their command does not fit into a button.
 */
export function renderButtons(
  buttons: readonly Button[],
  from: number,
): { readonly blocks: readonly ActionsBlock[]; readonly left: number } {
  const fitting = buttons.filter((button) => button.command.length <= most.value && button.command !== '');
  const elements = fitting.map((button, index) => slackButton(button, from + index));
  const blocks: ActionsBlock[] = [];
  for (let at = 0; at < elements.length; at += most.perBlock) {
    blocks.push({ type: 'actions', elements: elements.slice(at, at + most.perBlock) });
  }
  return { blocks, left: buttons.length - fitting.length };
}

function slackButton(button: Button, number: number): SlackButton {
  const label = cleanText(button.label).trim();
  return {
    type: 'button',
    action_id: `command:${number}`,
    text: plainText(label === '' ? button.command : label, most.label),
    value: button.command,
    ...(button.style && { style: button.style }),
    ...(button.confirm && {
      confirm: {
        title: plainText(button.confirm.title, most.title),
        text: plainText(button.confirm.text, most.text),
        confirm: plainText(button.confirm.yes, most.answer),
        deny: plainText(button.confirm.no, most.answer),
        ...(button.style === 'danger' && { style: 'danger' as const }),
      },
    }),
  };
}
