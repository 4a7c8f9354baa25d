import { z } from 'zod';
import { lintView } from '../blocks/view.ts';
import type { Core } from '../core.ts';
import { asFields, asFieldsList, stringAt } from '../fields.ts';
import type { Fields } from '../fields.ts';
import { limits } from '../rate-limits.ts';
import type { OpenView } from '../workspace/entities.ts';
import { viewToWire } from '../workspace/wire.ts';
import { numberBlocks, problemAnswer } from './content.ts';
import { arg, method, Refusal } from './method.ts';

const deepestStack = 3;

const open = method({
  name: 'views.open',
  limit: limits.perMinute100,
  args: z.object({ trigger_id: arg.text, view: arg.json }),
  run(args, core) {
    const body = checkView(args.view, 'modal');
    const { user } = redeemTrigger(core, args.trigger_id);
    return answer(core, openModal(core, user, body));
  },
});

const push = method({
  name: 'views.push',
  limit: limits.perMinute100,
  args: z.object({ trigger_id: arg.text, view: arg.json }),
  run(args, core) {
    const body = checkView(args.view, 'modal');
    const { user, viewId } = redeemTrigger(core, args.trigger_id);
    const below = viewId === undefined ? undefined : core.workspace.state.views.get(viewId);
    if (!below) throw new Refusal('not_found');
    return answer(core, pushModal(core, user, below, body));
  },
});

const update = method({
  name: 'views.update',
  limit: limits.perMinute100,
  args: z.object({
    view: arg.json,
    view_id: arg.text.optional(),
    external_id: arg.text.optional(),
    hash: arg.text.optional(),
  }),
  run(args, core) {
    const all = [...core.workspace.state.views.values()];
    const known = all.find(
      (it) =>
        it.id === args.view_id ||
        (args.external_id !== undefined && it.body['external_id'] === args.external_id),
    );
    if (!known) throw new Refusal('not_found');
    const body = checkView(args.view, 'modal');
    if (args.hash !== undefined && args.hash !== known.hash) throw new Refusal('hash_conflict');
    return answer(core, updateModal(core, known, body));
  },
});

const publish = method({
  name: 'views.publish',
  limit: limits.perMinute100,
  args: z.object({ user_id: arg.text, view: arg.json, hash: arg.text.optional() }),
  run(args, core) {
    if (!core.workspace.state.users.has(args.user_id)) throw new Refusal('user_not_found');
    const body = checkView(args.view, 'home');
    const known = core.workspace.state.homes.get(args.user_id);
    if (args.hash !== undefined && known && args.hash !== known.hash) throw new Refusal('hash_conflict');
    const id = known?.id ?? core.workspace.nextId('V');
    const view: OpenView = {
      id,
      user: args.user_id,
      type: 'home',
      body,
      hash: newHash(core),
      rootId: id,
      values: {},
    };
    core.workspace.record({ type: 'home_published', view });
    return answer(core, view);
  },
});

export const views = [open, push, update, publish];

/** A modal on an empty screen: whatever the person had open is gone. */
function openModal(core: Core, user: string, body: Fields): OpenView {
  for (const view of viewStack(core, user)) core.workspace.record({ type: 'view_closed', id: view.id });
  const id = core.workspace.nextId('V');
  return show(core, {
    id,
    user,
    type: 'modal',
    body,
    hash: newHash(core),
    rootId: id,
    values: initialValues(body),
  });
}

/** A modal on top of another. Throws `push_limit_reached` above three. */
export function pushModal(core: Core, user: string, below: OpenView, body: Fields): OpenView {
  if (viewStack(core, user).length >= deepestStack) throw new Refusal('push_limit_reached');
  return show(core, {
    id: core.workspace.nextId('V'),
    user,
    type: 'modal',
    body,
    hash: newHash(core),
    rootId: below.rootId,
    previousId: below.id,
    values: initialValues(body),
  });
}

/** New content for an open modal; what the person typed stays where block_id and action_id stay. */
export function updateModal(core: Core, view: OpenView, body: Fields): OpenView {
  const values = initialValues(body);
  for (const [blockId, actions] of Object.entries(view.values)) {
    for (const [actionId, value] of Object.entries(actions)) {
      const kept = values[blockId];
      if (kept?.[actionId]) kept[actionId] = value;
    }
  }
  const updated: OpenView = { ...view, body, hash: newHash(core), values };
  core.workspace.record({ type: 'view_updated', view: updated });
  return updated;
}

/** The person's modals, the one on top last. */
export function viewStack(core: Core, user: string): OpenView[] {
  return [...core.workspace.state.views.values()].filter((view) => view.user === user);
}

/** The view as a JSON object with valid blocks. Throws `invalid_arguments` with Slack's messages. */
export function checkView(sent: unknown, type: 'modal' | 'home'): Fields {
  const view = asFields(sent);
  if (!view)
    throw new Refusal('invalid_arguments', {
      response_metadata: { messages: ['[ERROR] must provide an object [json-pointer:/view]'] },
    });
  const problems = lintView(type, view);
  if (problems.length > 0) throw new Refusal('invalid_arguments', problemAnswer(problems));
  return { ...view, blocks: numberBlocks(asFieldsList(view['blocks'])) };
}

function show(core: Core, view: OpenView): OpenView {
  core.workspace.record({ type: 'view_opened', view });
  return view;
}

function redeemTrigger(core: Core, triggerId: string): { user: string; viewId?: string | undefined } {
  const trigger = core.triggers.redeem(triggerId);
  if (typeof trigger === 'string') throw new Refusal(trigger);
  return trigger;
}

function answer(core: Core, view: OpenView): Fields {
  return { view: viewToWire(core.workspace.state, view) };
}

function newHash(core: Core): string {
  return `${Math.floor(Date.now() / 1000)}.${core.workspace.nextId('h')}`;
}

/** Slack's view state starts with every input, holding its initial value or nothing. */
function initialValues(body: Fields): OpenView['values'] {
  const values: OpenView['values'] = {};
  for (const block of asFieldsList(body['blocks'])) {
    const inputs = [
      asFields(block['element']),
      asFields(block['accessory']),
      ...asFieldsList(block['elements']),
    ];
    const blockId = stringAt(block, 'block_id');
    for (const input of inputs) {
      const actionId = input && stringAt(input, 'action_id');
      if (!input || actionId === undefined || blockId === undefined || input['type'] === 'button') continue;
      values[blockId] = { ...values[blockId], [actionId]: initialValue(input) };
    }
  }
  return values;
}

function initialValue(input: Fields): Fields {
  const type = input['type'];
  if (input['initial_value'] !== undefined) return { type, value: input['initial_value'] };
  if (input['initial_option'] !== undefined) return { type, selected_option: input['initial_option'] };
  if (input['initial_options'] !== undefined) return { type, selected_options: input['initial_options'] };
  if (input['initial_user'] !== undefined) return { type, selected_user: input['initial_user'] };
  if (input['initial_date'] !== undefined) return { type, selected_date: input['initial_date'] };
  if (input['initial_date_time'] !== undefined)
    return { type, selected_date_time: input['initial_date_time'] };
  if (type === 'file_input') return { type, files: [] };
  return typeof type === 'string' && type.endsWith('_input') ? { type, value: null } : { type };
}
