import type { App } from '@slack/bolt';
import { ChangedEventBody } from './payloads.ts';
import { commandAction } from '../render/render-buttons.ts';
import { formCallback } from '../render/render-form.ts';

/** Handles one payload; what it throws makes the payload come again. */
type Door = (body: unknown) => Promise<void>;

/** One function a door. */
export type Doors = {
  readonly slash: Door;
  readonly mention: Door;
  readonly button: Door;
  readonly shortcut: Door;
  readonly reaction: Door;
  readonly botMessage: Door;
  readonly changed: Door;
  readonly submit: Door;
  readonly home: Door;
  readonly removed: Door;
};

/** Every listener of the bot; the manifest asks Slack for exactly these. */
export function listen(app: App, doors: Doors): void {
  app.command('/rca', ({ body }) => doors.slash(body));
  app.event('app_mention', ({ body }) => doors.mention(body));
  app.action(commandAction, ({ body }) => doors.button(body));
  app.view(formCallback, ({ body }) => doors.submit(body));
  app.shortcut('timeline_add', ({ body }) => doors.shortcut(body));
  app.event('reaction_added', ({ body }) => doors.reaction(body));
  app.event('reaction_removed', ({ body }) => doors.reaction(body));
  app.event('message', ({ body }) =>
    ChangedEventBody.safeParse(body).success ? doors.changed(body) : doors.botMessage(body),
  );
  app.event('app_home_opened', ({ body }) => doors.home(body));
  app.event('tokens_revoked', ({ body }) => doors.removed(body));
  app.event('app_uninstalled', ({ body }) => doors.removed(body));
}
