import type { VNode } from 'preact';
import type { Fields } from '../contract.ts';
import { textAt } from '../fields.ts';
import { h } from '../h.ts';
import { Unknown } from '../blocks/unknown.ts';
import { BlockImage } from '../blocks/image.ts';
import { Button, FeedbackButtons, IconButton } from './buttons.ts';
import { Choices } from './choices.ts';
import type { ElementPlace } from './element-place.ts';
import { FileInput } from './file-input.ts';
import { MomentInput } from './moments.ts';
import { MultiSelect } from './multi-select.ts';
import { Overflow } from './overflow.ts';
import { ExternalSelect, Select } from './select.ts';
import { TypedInput } from './typed-input.ts';

export type ElementProps = { readonly element: Fields; readonly place: ElementPlace };

/** Any interactive element, or an image beside a text. */
export function Element(props: ElementProps): VNode {
  const { element } = props;
  switch (textAt(element, 'type')) {
    case 'button':
    case 'workflow_button':
      return h(Button, props);
    case 'icon_button':
      return h(IconButton, props);
    case 'feedback_buttons':
      return h(FeedbackButtons, props);
    case 'overflow':
      return h(Overflow, props);
    case 'static_select':
    case 'users_select':
    case 'channels_select':
    case 'conversations_select':
      return h(Select, props);
    case 'external_select':
    case 'multi_external_select':
      return h(ExternalSelect, props);
    case 'multi_static_select':
    case 'multi_users_select':
    case 'multi_channels_select':
    case 'multi_conversations_select':
      return h(MultiSelect, props);
    case 'checkboxes':
    case 'radio_buttons':
      return h(Choices, props);
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return h(MomentInput, props);
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
    case 'rich_text_input':
      return h(TypedInput, props);
    case 'file_input':
      return h(FileInput, props);
    case 'image':
      return h(BlockImage, { image: element, size: 'thumb' });
    default:
      return h(Unknown, { what: 'element', value: element });
  }
}
