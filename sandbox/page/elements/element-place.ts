import type { DeedTarget, Fields } from '../contract.ts';
import { asFields, textAt } from '../fields.ts';
import { act } from '../net/ask.ts';
import { desk } from '../state/desk.ts';
import { confirmed } from './confirm.ts';

export type Entered = string | readonly string[];

/** Where an element stands, and what becomes of what a person does with it. */
export type ElementPlace = {
  readonly target: DeedTarget;
  readonly blockId: string;
  /** False where nothing can be pressed: messages of other apps. */
  readonly isLive: boolean;
  /** What is on the form now; undefined outside of forms and before anything was entered. */
  readonly entered?: Entered | undefined;
  /** Set in forms: keeps what was entered until the form is sent. */
  readonly enter?: (value: Entered) => void;
  readonly isInvalid?: boolean;
  readonly labelledBy?: string;
  readonly describedBy?: string;
};

/** Uses an element: asks first where the app wants that, and tells the app. */
export async function use(place: ElementPlace, element: Fields, value?: Entered): Promise<void> {
  if (!place.isLive) return;
  if (!(await confirmed(asFields(element['confirm'])))) return;
  desk.set({ pressed: desk.get().pressed + 1 });
  await act({
    do: 'use',
    target: place.target,
    action: textAt(element, 'action_id'),
    ...(place.blockId !== '' && { block: place.blockId }),
    ...(value !== undefined && { value }),
  });
}

/** A choice was made: on a form it is kept, elsewhere the app hears of it at once. */
export function choose(place: ElementPlace, element: Fields, value: Entered): void {
  if (place.enter) place.enter(value);
  else void use(place, element, value);
}
