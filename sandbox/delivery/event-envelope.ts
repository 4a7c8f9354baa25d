import { asFields, stringAt } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Slack's outer event around an inner one, under a new event id. */
export function envelopEvent(workspace: Workspace, event: Fields): Fields {
  const { team, app, channels } = workspace.state;
  const channel = channels.get(
    stringAt(event, 'channel') ?? stringAt(asFields(event['item']) ?? {}, 'channel') ?? '',
  );
  return {
    token: 'sandbox-verification-token',
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: app.appId,
    event,
    type: 'event_callback',
    event_id: workspace.nextId('Ev'),
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: team.id,
        user_id: app.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: channel?.isExternallyShared ?? false,
    event_context: `4-${app.appId}`,
  };
}
