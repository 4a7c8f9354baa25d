import { asFieldsList } from '../fields.ts';
import type { Fields } from '../fields.ts';
import { plainText } from './composition.ts';
import { lintBlocks } from './lint.ts';
import { placeIn } from './problem.ts';
import type { Check, Problem } from './problem.ts';
import { anything, flag, object, optional, string } from './shapes.ts';

const common = {
  blocks: anything,
  private_metadata: optional(string(3000, 0)),
  callback_id: optional(string(255, 0)),
  external_id: optional(string(255, 0)),
};
const shapes: Readonly<Record<'modal' | 'home', Check>> = {
  modal: object({
    ...common,
    title: plainText(24),
    submit: optional(plainText(24)),
    close: optional(plainText(24)),
    clear_on_close: optional(flag),
    notify_on_close: optional(flag),
    submit_disabled: optional(flag),
  }),
  home: object(common),
};

/** What Slack would refuse about a modal or a Home tab, its blocks included. An empty list means it would take it. */
export function lintView(type: 'modal' | 'home', view: Fields): Problem[] {
  const problems: Problem[] = [];
  const root = placeIn(type, '/view', problems);
  if (view['type'] !== type) root.inside('type').say(`must be "${type}"`);
  shapes[type](view, root);
  const hasInput = asFieldsList(view['blocks']).some((block) => block['type'] === 'input');
  if (type === 'modal' && hasInput && view['submit'] === undefined)
    root.say('missing required field: submit');
  return [...problems, ...lintBlocks(type, view['blocks'])];
}
