import { lintBlocks, lintAttachments } from '../blocks/lint.ts';
import type { Problem } from '../blocks/problem.ts';
import type { Core } from '../core.ts';
import { asFields, asFieldsList } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Content } from '../workspace/entities.ts';
import { Refusal } from './method.ts';

const longestText = 40_000;

/** What a bot wants a message to say, as it arrived. */
export type SentContent = {
  readonly text?: string | undefined;
  readonly blocks?: unknown;
  readonly attachments?: unknown;
  readonly metadata?: unknown;
};

export type CheckedContent = { readonly content: Content; readonly warnings: readonly string[] };

/** Checks a message the way Slack does and says what was wrong in Slack's words. Throws a Refusal. */
export function checkContent(core: Core, sent: SentContent): CheckedContent {
  const blocks = readBlocks(core, sent.blocks);
  const attachments = asFieldsList(sent.attachments);
  const problems = lintAttachments(attachments);
  if (problems.length > 0) throw new Refusal('invalid_attachments', problemAnswer(problems));
  const text = sent.text ?? '';
  if (text === '' && blocks.length === 0 && attachments.length === 0) throw new Refusal('no_text');
  const warnings = [];
  if (text === '') warnings.push('missing_text_in_message');
  if (text.length > longestText) warnings.push('message_truncated');
  return {
    warnings,
    content: { text: text.slice(0, longestText), blocks, attachments, metadata: readMetadata(sent.metadata) },
  };
}

function readBlocks(core: Core, sent: unknown): readonly Fields[] {
  if (sent === undefined || sent === '') return [];
  if (!Array.isArray(sent)) throw new Refusal('invalid_blocks_format');
  const problems = [...lintBlocks('message', sent), ...unreadyFiles(core, sent)];
  const tooLong = problems.some((problem) => problem.code === 'msg_blocks_too_long');
  if (tooLong) throw new Refusal('msg_blocks_too_long');
  if (problems.length > 0) throw new Refusal('invalid_blocks', problemAnswer(problems));
  return numberBlocks(asFieldsList(sent));
}

/** Slack's answer to bad blocks: the same messages twice, once with the pointer in `errors`. */
export function problemAnswer(problems: readonly Problem[]): Fields {
  const errors = problems.map((problem) => `${problem.message} [json-pointer:${problem.pointer}]`);
  return { errors, response_metadata: { messages: errors.map((error) => `[ERROR] ${error}`) } };
}

/** Slack gives every block an id of its own when the app gave none. */
export function numberBlocks(blocks: readonly Fields[]): Fields[] {
  return blocks.map((block, index) => ({
    block_id: `auto-${index}`,
    ...block,
  }));
}

/** An image of a file that is unknown, or too fresh to be shown, makes the whole message invalid. */
function unreadyFiles(core: Core, blocks: readonly unknown[]): Problem[] {
  return asFieldsList(blocks).flatMap((block, index) => {
    const id = asFields(block['slack_file'])?.['id'];
    if (block['type'] !== 'image' || typeof id !== 'string') return [];
    const file = core.workspace.state.files.get(id);
    const isReady =
      file && core.settings.now().getTime() - file.createdAt.getTime() >= core.settings.fileProcessingMs;
    return isReady ? [] : [{ pointer: `/blocks/${index}/slack_file`, message: 'invalid slack file' }];
  });
}

function readMetadata(sent: unknown): Fields | undefined {
  const metadata = asFields(sent);
  if (!metadata || Object.keys(metadata).length === 0) return undefined;
  if (metadata['entities'] === undefined) {
    if (typeof metadata['event_type'] !== 'string') throw new Refusal('invalid_metadata_format');
    if (!asFields(metadata['event_payload'])) throw new Refusal('invalid_metadata_schema');
  }
  return metadata;
}
