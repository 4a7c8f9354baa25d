import { asFields, asFieldsList, stringAt } from '../fields.ts';
import type { Fields } from '../fields.ts';
import { NotPossible } from '../people/not-possible.ts';

/** What a person enters: text, or the value of an option; several for multi selects and checkboxes. */
export type Entered = string | readonly string[] | undefined;

/** What Slack reports for an element after a person used it, in the shape of actions and of view state. */
export function valueOf(element: Fields, entered: Entered): Fields {
  const one = typeof entered === 'string' ? entered : undefined;
  const many = typeof entered === 'string' ? [entered] : (entered ?? []);
  const type = stringAt(element, 'type') ?? '';
  switch (type) {
    case 'button':
    case 'workflow_button':
    case 'icon_button':
      return { text: element['text'], value: element['value'], style: element['style'] };
    case 'feedback_buttons':
      return feedback(element, one);
    case 'static_select':
    case 'radio_buttons':
    case 'overflow':
      return { selected_option: one === undefined ? null : option(element, one) };
    case 'external_select':
      return {
        selected_option: one === undefined ? null : { text: { type: 'plain_text', text: one }, value: one },
      };
    case 'multi_static_select':
    case 'checkboxes':
      return { selected_options: many.map((value) => option(element, value)) };
    case 'multi_external_select':
      return {
        selected_options: many.map((value) => ({ text: { type: 'plain_text', text: value }, value })),
      };
    case 'users_select':
      return { selected_user: one ?? null };
    case 'multi_users_select':
      return { selected_users: many };
    case 'channels_select':
      return { selected_channel: one ?? null };
    case 'multi_channels_select':
      return { selected_channels: many };
    case 'conversations_select':
      return { selected_conversation: one ?? null };
    case 'multi_conversations_select':
      return { selected_conversations: many };
    case 'datepicker':
      return { selected_date: one ?? null };
    case 'timepicker':
      return { selected_time: one ?? null };
    case 'datetimepicker':
      return { selected_date_time: one === undefined ? null : Number(one) };
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { value: text(element, one) };
    case 'rich_text_input':
      return { rich_text_value: one === undefined || one === '' ? null : richText(one) };
    default:
      throw new NotPossible('not_supported', `The sandbox cannot fill in an element of type "${type}".`);
  }
}

function option(element: Fields, value: string): Fields {
  const groups = asFieldsList(element['option_groups']).flatMap((group) => asFieldsList(group['options']));
  const offered = [...asFieldsList(element['options']), ...groups];
  const found = offered.find((it) => it['value'] === value);
  if (found) return found;
  const values = offered.map((it) => String(it['value'])).join(', ');
  throw new NotPossible('no_such_option', `There is no option "${value}". Offered: ${values}.`);
}

function feedback(element: Fields, chosen: string | undefined): Fields {
  const buttons = [asFields(element['positive_button']), asFields(element['negative_button'])];
  const button = buttons.find((it) => it?.['value'] === chosen) ?? buttons[0];
  return { text: button?.['text'], value: button?.['value'] };
}

/** What is typed without any formatting, as Slack's editor hands it over. */
function richText(typed: string): Fields {
  const section = { type: 'rich_text_section', elements: [{ type: 'text', text: typed }] };
  return { type: 'rich_text', elements: [section] };
}

function text(element: Fields, entered: string | undefined): string | null {
  const shortest = Number(element['min_length'] ?? 0);
  const longest = Number(element['max_length'] ?? 3000);
  if (entered !== undefined && entered !== '' && (entered.length < shortest || entered.length > longest)) {
    throw new NotPossible('text_length', `The text must have ${shortest} to ${longest} characters.`);
  }
  return entered === undefined || entered === '' ? null : entered;
}
