import type { Core } from '../core.ts';
import type { Fields } from '../fields.ts';

/** What every interaction payload says about where it comes from. */
export function payloadParts(core: Core, userId: string): Fields {
  const { team, app, users } = core.workspace.state;
  const user = users.get(userId);
  return {
    team: { id: team.id, domain: team.domain },
    user: { id: userId, username: user?.name, name: user?.name, team_id: team.id },
    api_app_id: app.appId,
    token: 'sandbox-verification-token',
    enterprise: null,
    is_enterprise_install: false,
  };
}
