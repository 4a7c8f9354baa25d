import type { VNode } from 'preact';
import { fieldsList, textAt, wordsAt } from '../fields.ts';
import { h } from '../h.ts';
import { Plain } from '../text/show-text.ts';
import type { ElementProps } from './element.ts';
import { use } from './element-place.ts';
import { MenuItem, Popover } from './popover.ts';

export function Overflow({ element, place }: ElementProps): VNode {
  return h(Popover, {
    label: 'More actions',
    look: 'button overflow',
    face: '•••',
    body: (close) =>
      fieldsList(element['options']).map((option) =>
        h(MenuItem, {
          face: h(Plain, { text: wordsAt(option, 'text') }),
          onPick() {
            close();
            void use(place, element, textAt(option, 'value'));
          },
        }),
      ),
  });
}
