/**
 * What of Slack the sandbox serves. A test holds this list equal to what is routed, sent and validated, and every
 * behaviour to a test that shows it.
 */
export type Coverage = {
  readonly name: string;
  /** `partial` says what is missing; `absent` is what a bot like ours might look for and not find. */
  readonly state: 'full' | 'absent' | `partial: ${string}`;
};

export type BehaviourCoverage = Coverage & {
  /** The title of the test that shows it; absent behaviours have none. */
  readonly shownBy?: string;
};

const full = (...names: readonly string[]): Coverage[] => names.map((name) => ({ name, state: 'full' }));
const absent = (...names: readonly string[]): Coverage[] => names.map((name) => ({ name, state: 'absent' }));

export const methodCoverage: readonly Coverage[] = [
  ...full(
    'api.test',
    'apps.connections.open',
    'auth.test',
    'bookmarks.add',
    'bookmarks.edit',
    'bookmarks.list',
    'bookmarks.remove',
    'chat.delete',
    'chat.getPermalink',
    'chat.postEphemeral',
    'conversations.history',
    'conversations.info',
    'conversations.join',
    'conversations.list',
    'conversations.members',
    'conversations.replies',
    'files.delete',
    'files.getUploadURLExternal',
    'pins.add',
    'pins.list',
    'pins.remove',
    'reactions.add',
    'reactions.get',
    'reactions.remove',
    'team.info',
    'usergroups.users.list',
    'users.info',
    'users.list',
    'views.open',
    'views.publish',
    'views.push',
    'views.update',
  ),
  {
    name: 'canvases.create',
    state: 'partial: channel canvases and their access rules are plain canvases here',
  },
  {
    name: 'canvases.edit',
    state: 'partial: sections cannot be looked up, inserted before or after, or deleted',
  },
  {
    name: 'chat.postMessage',
    state: 'partial: no unfurling, no username or icon, text is not parsed for links',
  },
  { name: 'chat.update', state: 'partial: no edit window, files of a message cannot be changed' },
  { name: 'conversations.create', state: 'partial: one workspace, so no team_id' },
  { name: 'conversations.open', state: 'partial: one person at a time, no group messages' },
  { name: 'files.completeUploadExternal', state: 'partial: one channel a call' },
  { name: 'files.info', state: 'partial: addresses of thumbnails lead nowhere; no comments or pages' },
  ...absent(
    'chat.appendStream',
    'chat.scheduleMessage',
    'chat.startStream',
    'chat.stopStream',
    'chat.unfurl',
    'conversations.archive',
    'conversations.invite',
    'conversations.kick',
    'conversations.leave',
    'conversations.rename',
    'conversations.setTopic',
    'files.list',
    'reactions.list',
    'users.conversations',
    'users.lookupByEmail',
  ),
];

/** By the name under which a manifest subscribes. */
export const eventCoverage: readonly Coverage[] = [
  ...full(
    'app_home_opened',
    'app_mention',
    'app_uninstalled',
    'channel_archive',
    'channel_created',
    'file_deleted',
    'file_shared',
    'member_joined_channel',
    'member_left_channel',
    'pin_added',
    'pin_removed',
    'reaction_added',
    'reaction_removed',
    'tokens_revoked',
  ),
  {
    name: 'message.channels',
    state: 'partial: people’s messages carry text, not the rich text blocks Slack adds',
  },
  { name: 'message.groups', state: 'partial: as message.channels' },
  { name: 'message.im', state: 'partial: as message.channels' },
  ...absent('channel_rename', 'channel_unarchive', 'message.mpim', 'team_join', 'user_change'),
];

export const blockCoverage: readonly Coverage[] = [
  ...full(
    'actions',
    'alert',
    'card',
    'carousel',
    'context',
    'context_actions',
    'data_table',
    'data_visualization',
    'divider',
    'file',
    'header',
    'image',
    'input',
    'markdown',
    'section',
    'table',
  ),
  { name: 'container', state: 'partial: the limits of its titles are a guess' },
  { name: 'plan', state: 'partial: the number of tasks is a guess' },
  { name: 'rich_text', state: 'partial: styles are not looked into' },
  { name: 'task_card', state: 'partial: the lengths of title and sources are a guess' },
  { name: 'video', state: 'partial: the links.embed:write scope and the domain are not checked' },
  ...absent('call', 'contact_card'),
];

export const elementCoverage: readonly Coverage[] = [
  ...full(
    'button',
    'channels_select',
    'checkboxes',
    'conversations_select',
    'datepicker',
    'datetimepicker',
    'email_text_input',
    'external_select',
    'feedback_buttons',
    'file_input',
    'icon_button',
    'multi_channels_select',
    'multi_conversations_select',
    'multi_external_select',
    'multi_static_select',
    'multi_users_select',
    'number_input',
    'overflow',
    'plain_text_input',
    'radio_buttons',
    'static_select',
    'timepicker',
    'url_text_input',
    'users_select',
  ),
  { name: 'rich_text_input', state: 'partial: validated, but no person can fill it in' },
  { name: 'workflow_button', state: 'partial: validated, and starts no workflow' },
];

const shown = (name: string, shownBy: string, state: Coverage['state'] = 'full'): BehaviourCoverage => ({
  name,
  state,
  shownBy,
});

export const behaviourCoverage: readonly BehaviourCoverage[] = [
  shown(
    'Socket Mode: hello, envelopes, acks, one connection a payload',
    'of several connections each payload reaches exactly one, and all get their share',
  ),
  shown(
    'Socket Mode: warning, refresh_requested, reconnect',
    'reconnects after Slack asked it to refresh, and misses nothing',
  ),
  shown('Socket Mode: single-use URL', 'a socket URL serves once'),
  shown('Socket Mode: no ack in time', 'an event nobody acks in time is sent again with the reason'),
  shown(
    'signed HTTP: verification, events, commands, interactions',
    'a Bolt app with the HTTP receiver is verified, mentioned, commanded, clicked and submitted to',
  ),
  shown(
    'signed HTTP: retries at once, after 1 and 5 minutes, no-retry header',
    'a failing server sees the event again with retry headers, on Slack’s schedule, until it says no more',
  ),
  shown(
    'events only when subscribed, scoped, member',
    'come only when subscribed, permitted, and from channels the bot is in',
  ),
  shown(
    'the app’s own messages as events',
    'tell of reactions, edits, deletions, joins, other bots, and the app’s own messages',
  ),
  shown('scopes', 'a method without its scope says what is needed and what is there'),
  shown('tokens', 'missing, wrong, of the wrong kind, and revoked'),
  shown('missing thread parent', 'a reply to a parent that is gone lands top-level, without an error'),
  shown(
    'deleted parent of a thread',
    'a deleted message is gone, and only the author deletes it',
    'partial: no tombstone stays where replies remain',
  ),
  shown('metadata', 'metadata comes back only to who asks for it'),
  shown('pagination', 'history comes in pages, newest first'),
  shown('commands: not in threads', 'cannot be typed in a thread'),
  shown('commands: ack limit', 'nobody acks in time ends in operation_timeout on the person’s screen'),
  shown(
    'commands: should_escape',
    'names people and channels by id when should_escape is %s',
    'partial: whether Slack also turns & < > into entities there is undocumented; they stay as typed',
  ),
  shown('response URLs: five uses, thirty minutes', 'serves five times, and not after thirty minutes'),
  shown(
    'response URLs: replace and delete',
    'of a button replaces or deletes the message the button sits on',
  ),
  shown('block_actions', 'gets a press of a button and edits the message it sits on'),
  shown(
    'selections inside messages in state.values',
    'what a person picked in a message comes along with the button they press next',
  ),
  shown('block_suggestion', 'an external select asks the app what to offer'),
  shown('message shortcuts', 'message shortcuts and selects reach the app with what was picked'),
  shown('trigger ids: once, three seconds', 'serves once'),
  shown('view stack of three', 'holds three and no fourth'),
  shown('view hash', 'a stale hash loses the race'),
  shown('view_submission answers', 'can be answered with errors, an update, a push and a clear'),
  shown('view_closed', 'closing is told only to who asked to know'),
  shown('Home tab', 'the Home tab is published per person and seen when it is opened'),
  shown('rate limits', '%s is refused when called too often'),
  shown('uploads', 'an uploaded chart appears in the thread, byte for byte'),
  shown(
    'files of people: file_share, file_shared',
    'reaches the bot as a message with what Slack tells of a file',
    'partial: ten files of 10 MB; url_private leads nowhere',
  ),
  shown(
    'fresh files in image blocks',
    'a fresh file cannot be shown in an image block at once, and can a moment later',
    'partial: looked for in top-level image blocks only',
  ),
  shown(
    'faults: drop, apply and drop',
    'that is applied and then dropped has been done, though the bot cannot know',
  ),
  shown('faults: duplicates', 'comes several times under one event id, or under eleven'),
  shown('block limits', 'says everything that is wrong, not only the first thing'),
  shown(
    'msg_blocks_too_long',
    'is too long in all, though each of its blocks is fine',
    'partial: Slack’s exact count is unknown; visible characters are counted, at 13,000',
  ),
  { name: 'Enterprise Grid, Slack Connect between two workspaces', state: 'absent' },
  { name: 'OAuth installation', state: 'absent' },
  { name: 'workflow steps and custom functions', state: 'absent' },
];
