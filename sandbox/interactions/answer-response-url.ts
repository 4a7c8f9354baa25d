import { checkContent } from '../api/content.ts';
import { Refusal } from '../api/method.ts';
import { postMessage, showEphemeral } from '../api/posting.ts';
import type { Core } from '../core.ts';
import { stringAt } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Answer } from '../http/answer.ts';
import type { Content } from '../workspace/entities.ts';
import type { ResponseTarget } from './response-urls.ts';

/** What the app posts to a response URL: a new message, a replacement of the origin, or its removal. */
export function answerResponseUrl(core: Core, id: string, sent: Fields): Answer {
  const target = core.responseUrls.use(id);
  if (typeof target === 'string') return { status: 404, body: target };
  try {
    if (sent['delete_original'] === true) deleteOrigin(core, target);
    else if (sent['replace_original'] === true) replaceOrigin(core, target, readContent(core, sent));
    else respond(core, target, readContent(core, sent), sent);
    return { status: 200, body: 'ok' };
  } catch (error) {
    if (error instanceof Refusal)
      return {
        status: error.code === 'no_text' ? 400 : 404,
        body: { ok: false, error: error.code, ...error.extra },
      };
    throw error;
  }
}

/** Shows what a command or interaction was answered with: to the person alone unless the app says `in_channel`. */
export function respond(core: Core, target: ResponseTarget, content: Content, sent: Fields): void {
  const threadTs = stringAt(sent, 'thread_ts');
  if (stringAt(sent, 'response_type') === 'in_channel') {
    const channel = core.workspace.state.channels.get(target.channel);
    if (channel) postMessage(core, channel, content, { threadTs });
    return;
  }
  showEphemeral(core, { ...content, user: target.user, channel: target.channel, threadTs, from: 'app' });
}

export function readContent(core: Core, sent: Fields): Content {
  return checkContent(core, {
    text: stringAt(sent, 'text'),
    blocks: sent['blocks'],
    attachments: sent['attachments'],
    metadata: sent['metadata'],
  }).content;
}

function replaceOrigin(core: Core, target: ResponseTarget, content: Content): void {
  const { origin } = target;
  const { workspace } = core;
  // A slash command has no message to replace: Slack then shows a new one.
  if (!origin) return respond(core, target, content, {});
  if (origin.kind === 'message') {
    const by = workspace.state.app.botUserId;
    workspace.record({
      type: 'message_edited',
      channel: target.channel,
      ts: origin.ts,
      content,
      editedTs: workspace.nextTs(),
      by,
    });
    return;
  }
  const shown = workspace.state.ephemerals.get(origin.id);
  if (shown) workspace.record({ type: 'ephemeral_shown', ephemeral: { ...shown, ...content } });
}

function deleteOrigin(core: Core, target: ResponseTarget): void {
  const { origin } = target;
  const { workspace } = core;
  if (origin?.kind === 'ephemeral') workspace.record({ type: 'ephemeral_dismissed', id: origin.id });
  if (origin?.kind !== 'message') return;
  const by = workspace.state.app.botUserId;
  workspace.record({
    type: 'message_deleted',
    channel: target.channel,
    ts: origin.ts,
    by,
    deletedTs: workspace.nextTs(),
  });
}
