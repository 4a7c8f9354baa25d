import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { Document } from '../../message/document.ts';
import type { Field, Form, Option } from '../../message/forms/form.ts';
import { clip } from './clean-text.ts';
import type { FormPlace } from '../forms/form-place.ts';
import { renderBlocks } from './render-blocks.ts';
import { plainText, section } from './text-objects.ts';

const most = {
  title: 24,
  label: 150,
  hint: 300,
  initial: 3000,
  warning: 200,
  option: 75,
  value: 150,
  options: 100,
  metadata: 3000,
};

/** A view's callback id names the command that takes it. */
export const formCallback = /^form:[a-z]+$/;

/** A form as a modal. Throws when what it keeps does not fit: that is a bug of the form. */
export function renderForm(form: Form, place: FormPlace): ModalView {
  const metadata = JSON.stringify({ ...place, incident: form.incident, kept: form.kept });
  if (metadata.length > most.metadata)
    throw new Error(`the form of ${form.command} keeps ${metadata.length} characters; ${most.metadata} fit`);
  return {
    type: 'modal',
    callback_id: `form:${form.command}`,
    title: plainText(form.title, most.title),
    submit: plainText(form.submit, most.title),
    close: plainText('Cancel', most.title),
    private_metadata: metadata,
    blocks: [...form.intro.flatMap(introBlocks), ...form.fields.map(inputBlock)],
  };
}

/** What stands in the modal until the form is there. */
export function loadingView(external: string): ModalView {
  return { ...messageView({ summary: 'One moment …', blocks: [] }), external_id: external };
}

/** A modal that only says something: the answer when there is no form to show. */
export function messageView(document: Document): ModalView {
  const { text, blocks } = renderBlocks(document);
  return {
    type: 'modal',
    title: plainText('Fishbone', most.title),
    close: plainText('Close', most.title),
    // Buttons of a message know their channel; here they would not.
    blocks: blocks.length === 0 ? [section(text)] : blocks.filter((block) => block.type !== 'actions'),
  };
}

function introBlocks(block: Form['intro'][number]): readonly KnownBlock[] {
  if (block.kind === 'warning')
    return [{ type: 'alert', level: 'warning', text: plainText(block.text, most.warning) }];
  return renderBlocks({ summary: 'form', blocks: [block] }).blocks;
}

function inputBlock(field: Field): InputBlock {
  return {
    type: 'input',
    block_id: field.id,
    label: plainText(field.label, most.label),
    ...(field.hint !== undefined && { hint: plainText(field.hint, most.hint) }),
    optional: field.optional ?? false,
    element: elementOf(field),
  };
}

function elementOf(field: Field): InputBlock['element'] {
  const action_id = field.id;
  switch (field.kind) {
    case 'text':
      return {
        type: 'plain_text_input',
        action_id,
        multiline: field.long ?? false,
        ...(field.initial !== undefined &&
          field.initial !== '' && { initial_value: clip(field.initial, most.initial) }),
      };
    case 'choice': {
      const options = field.options.slice(0, most.options).map(slackOption);
      const initial = field.options.find((one) => one.value === field.initial);
      return {
        type: 'static_select',
        action_id,
        options,
        ...(initial !== undefined && { initial_option: slackOption(initial) }),
      };
    }
    case 'person':
      return {
        type: 'users_select',
        action_id,
        ...(field.initial !== undefined && { initial_user: field.initial }),
      };
    case 'day':
      return {
        type: 'datepicker',
        action_id,
        ...(field.initial !== undefined && { initial_date: field.initial }),
      };
  }
}

const slackOption = (option: Option): PlainTextOption => ({
  text: plainText(option.label, most.option),
  value: option.value.slice(0, most.value),
});
