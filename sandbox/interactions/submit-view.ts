import { checkView, pushModal, updateModal } from '../api/views.ts';
import { Refusal } from '../api/method.ts';
import type { Core } from '../core.ts';
import { asFields, asFieldsList, stringAt } from '../fields.ts';
import type { Fields } from '../fields.ts';
import { NotPossible } from '../people/not-possible.ts';
import type { OpenView } from '../workspace/entities.ts';
import { viewToWire } from '../workspace/wire.ts';
import { valueOf } from './element-values.ts';
import type { Entered } from './element-values.ts';
import { filesValue } from './file-values.ts';
import { findElement } from './find-element.ts';
import { payloadParts } from './payload-parts.ts';
import { failureOf } from './run-command.ts';

/** Values by block_id and action_id. */
export type EnteredValues = Readonly<Record<string, Readonly<Record<string, Entered>>>>;

/** What the person saw after pressing submit. */
export type SubmitOutcome =
  | { readonly outcome: 'closed' | 'cleared' }
  | { readonly outcome: 'updated' | 'pushed'; readonly view: OpenView }
  /** The app refused the input: messages by block_id. The view stays open. */
  | { readonly outcome: 'errors'; readonly errors: Fields }
  /** No ack, or an answer Slack could not show: "We had some trouble connecting. Try again?" */
  | { readonly outcome: 'failed'; readonly error: string };

/** A person fills in a modal and submits it. Throws NotPossible when required fields are empty. */
export async function submitView(core: Core, view: OpenView, entered: EnteredValues): Promise<SubmitOutcome> {
  const filled = fillIn(core, view, entered);
  refuseEmptyFields(filled);
  const ack = await core.delivery.ask('interactive', {
    type: 'view_submission',
    ...payloadParts(core, view.user),
    trigger_id: core.triggers.issue(view.user, view.id),
    view: viewToWire(core.workspace.state, filled),
    response_urls: [],
  });
  const failure = failureOf(ack);
  if (failure !== undefined || ack.outcome !== 'acked')
    return { outcome: 'failed', error: failure ?? 'dispatch_failed' };
  try {
    return followAnswer(core, filled, ack.body);
  } catch (error) {
    if (error instanceof Refusal) return { outcome: 'failed', error: error.code };
    throw error;
  }
}

/** A person closes a modal; the app hears of it only if it asked to. `all` closes the stack at once. */
export async function closeView(core: Core, view: OpenView, all: boolean): Promise<void> {
  const isCleared = all || view.body['clear_on_close'] === true;
  const stack = [...core.workspace.state.views.values()].filter((it) => it.rootId === view.rootId);
  for (const closed of isCleared ? stack : [view])
    core.workspace.record({ type: 'view_closed', id: closed.id });
  if (view.body['notify_on_close'] !== true) return;
  await core.delivery.ask('interactive', {
    type: 'view_closed',
    ...payloadParts(core, view.user),
    view: viewToWire(core.workspace.state, view),
    is_cleared: isCleared,
  });
}

function fillIn(core: Core, view: OpenView, entered: EnteredValues): OpenView {
  const blocks = asFieldsList(view.body['blocks']);
  const values = { ...view.values };
  for (const [blockId, actions] of Object.entries(entered)) {
    for (const [actionId, value] of Object.entries(actions)) {
      const { element } = findElement(blocks, actionId, blockId);
      values[blockId] = {
        ...values[blockId],
        [actionId]: { type: element['type'], ...enteredValue(core, view.user, { element, value }) },
      };
    }
  }
  const filled = { ...view, values };
  core.workspace.record({ type: 'view_updated', view: filled });
  return filled;
}

function enteredValue(
  core: Core,
  user: string,
  { element, value }: { readonly element: Fields; readonly value: Entered },
): Fields {
  if (element['type'] !== 'file_input') return valueOf(element, value);
  const ids = typeof value === 'string' ? [value] : (value ?? []);
  return filesValue(core, user, { element, ids });
}

function refuseEmptyFields(view: OpenView): void {
  for (const block of asFieldsList(view.body['blocks'])) {
    if (block['type'] !== 'input' || block['optional'] === true) continue;
    const blockId = stringAt(block, 'block_id') ?? '';
    for (const value of Object.values(view.values[blockId] ?? {})) {
      if (isEmpty(value))
        throw new NotPossible('required_field', `Please complete this required field: ${blockId}.`);
    }
  }
}

function isEmpty(value: Fields): boolean {
  const held = Object.entries(value).filter(([key]) => key !== 'type');
  return held.every(([, it]) => it === null || it === undefined || (Array.isArray(it) && it.length === 0));
}

function followAnswer(core: Core, view: OpenView, body: Fields): SubmitOutcome {
  const close = (views: readonly OpenView[]): void => {
    for (const it of views) core.workspace.record({ type: 'view_closed', id: it.id });
  };
  const stack = [...core.workspace.state.views.values()].filter((it) => it.rootId === view.rootId);
  switch (stringAt(body, 'response_action')) {
    case undefined:
      close([view]);
      return { outcome: 'closed' };
    case 'clear':
      close(stack);
      return { outcome: 'cleared' };
    case 'errors':
      return { outcome: 'errors', errors: readErrors(view, body['errors']) };
    case 'update':
      return { outcome: 'updated', view: updateModal(core, view, checkView(body['view'], 'modal')) };
    case 'push':
      return { outcome: 'pushed', view: pushModal(core, view.user, view, checkView(body['view'], 'modal')) };
    default:
      return { outcome: 'failed', error: 'invalid_response_action' };
  }
}

/** Errors count only under the block_id of an input; anything else Slack cannot show. */
function readErrors(view: OpenView, sent: unknown): Fields {
  const errors = asFields(sent) ?? {};
  const inputs = asFieldsList(view.body['blocks']).filter((block) => block['type'] === 'input');
  const known = new Set(inputs.map((block) => block['block_id']));
  const isShown =
    Object.keys(errors).length > 0 && Object.keys(errors).every((blockId) => known.has(blockId));
  if (!isShown) throw new Refusal('invalid_response_errors');
  return errors;
}
