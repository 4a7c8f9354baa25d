import { asFields, asFieldsList, stringAt } from '../fields.ts';
import type { Fields } from '../fields.ts';
import { visibleCharacters } from './characters.ts';
import { blockRules } from './layout.ts';
import { placeIn } from './problem.ts';
import type { Place, Problem, Surface } from './problem.ts';

const mostBlocks = { message: 50, modal: 100, home: 100 };
const mostCharacters = 13_000;
const mostMarkdown = 12_000;
const mostCharts = 2;
const mostAttachments = 100;

/**
 * What Slack would refuse about a list of blocks, in Slack's words, with a JSON pointer from `/blocks`. An empty list
 * means Slack would take it.
 */
export function lintBlocks(surface: Surface, blocks: unknown): Problem[] {
  return lintAt(surface, blocks, surface === 'message' ? '/blocks' : '/view/blocks');
}

/** The same for the blocks inside legacy attachments. */
export function lintAttachments(attachments: readonly Fields[]): Problem[] {
  const problems: Problem[] = [];
  if (attachments.length > mostAttachments)
    problems.push({ pointer: '/attachments', message: 'too_many_attachments' });
  for (const [index, attachment] of attachments.entries()) {
    if (attachment['blocks'] !== undefined)
      problems.push(...lintAt('message', attachment['blocks'], `/attachments/${index}/blocks`));
  }
  return problems;
}

function lintAt(surface: Surface, blocks: unknown, pointer: string): Problem[] {
  const problems: Problem[] = [];
  const root = placeIn(surface, pointer, problems);
  if (!Array.isArray(blocks)) {
    root.say('must provide an array');
    return problems;
  }
  if (blocks.length > mostBlocks[surface]) root.say(`no more than ${mostBlocks[surface]} items allowed`);
  for (const [index, block] of blocks.entries()) lintBlock(block, root.inside(index));
  const all = asFieldsList(blocks);
  lintIds(all, root);
  if (surface === 'message') {
    lintMessageTotals(all, root);
    if (visibleCharacters(all) > mostCharacters) {
      problems.push({ pointer, message: 'msg_blocks_too_long', code: 'msg_blocks_too_long' });
    }
  }
  return problems;
}

function lintBlock(block: unknown, at: Place): void {
  const fields = asFields(block);
  if (!fields) return at.say('must provide an object');
  const type = fields['type'];
  if (typeof type !== 'string') return at.say('missing required field: type');
  const rule = blockRules[type];
  if (!rule) return at.inside('type').say(`unsupported type: ${type}`);
  if (!rule.surfaces.includes(at.surface))
    return at.inside('type').say(`unsupported type: ${type} in a ${at.surface}`);
  rule.check(block, at);
}

/** A block_id occurs once in a payload, an action_id once in a block. */
function lintIds(blocks: readonly Fields[], root: Place): void {
  const seen = new Set<string>();
  for (const [index, block] of blocks.entries()) {
    const blockId = stringAt(block, 'block_id');
    if (blockId !== undefined && seen.has(blockId)) {
      root.inside(index).inside('block_id').say(`\`block_id\` ${blockId} already exists`);
    }
    if (blockId !== undefined) seen.add(blockId);
    const actions = new Set<string>();
    for (const [position, element] of asFieldsList(block['elements']).entries()) {
      const actionId = stringAt(element, 'action_id');
      if (actionId === undefined) continue;
      const place = root.inside(index).inside('elements').inside(position).inside('action_id');
      if (actions.has(actionId))
        place.say(`\`action_id\` "${actionId}" already exists for block_id "${blockId ?? ''}"`);
      actions.add(actionId);
    }
  }
}

function lintMessageTotals(blocks: readonly Fields[], root: Place): void {
  const ofType = (...types: string[]): number =>
    blocks.filter((it) => types.includes(String(it['type']))).length;
  if (ofType('table', 'data_table') > 1) root.say('only_one_table_allowed');
  if (ofType('data_visualization') > mostCharts)
    root.say(`no more than ${mostCharts} data_visualization blocks allowed`);
  const markdown = blocks.filter((it) => it['type'] === 'markdown').map((it) => String(it['text']).length);
  if (markdown.reduce((sum, length) => sum + length, 0) > mostMarkdown) {
    root.say(`markdown blocks must be less than ${mostMarkdown + 1} characters in total`);
  }
}
