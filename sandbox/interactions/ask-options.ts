import { option } from '../blocks/composition.ts';
import { placeIn } from '../blocks/problem.ts';
import type { Problem } from '../blocks/problem.ts';
import type { Core } from '../core.ts';
import { asFieldsList } from '../fields.ts';
import type { Fields } from '../fields.ts';
import { NotPossible } from '../people/not-possible.ts';
import { findElement } from './find-element.ts';
import { payloadParts } from './payload-parts.ts';
import { blocksOf, surfaceParts } from './surface.ts';
import type { Surface } from './surface.ts';

const mostOptions = 100;

/**
 * A person types into an external select; the bot is asked what to offer. No valid answer means an empty menu, as in
 * Slack.
 */
export async function askOptions(
  core: Core,
  user: string,
  typed: { readonly surface: Surface; readonly actionId: string; readonly query: string },
): Promise<readonly Fields[]> {
  const { element, blockId } = findElement(blocksOf(typed.surface), typed.actionId);
  if (element['type'] !== 'external_select' && element['type'] !== 'multi_external_select') {
    throw new NotPossible('not_supported', `"${typed.actionId}" is not an external select.`);
  }
  const ack = await core.delivery.ask('interactive', {
    type: 'block_suggestion',
    ...payloadParts(core, user),
    ...surfaceParts(core, user, typed.surface),
    action_id: typed.actionId,
    block_id: blockId,
    value: typed.query,
  });
  if (ack.outcome !== 'acked') return [];
  const groups = asFieldsList(ack.body['option_groups']).flatMap((group) => asFieldsList(group['options']));
  const offered = [...asFieldsList(ack.body['options']), ...groups];
  return offered.length <= mostOptions && offered.every(isOption) ? offered : [];
}

function isOption(value: Fields): boolean {
  const problems: Problem[] = [];
  option(value, placeIn('message', '/options', problems));
  return problems.length === 0;
}
