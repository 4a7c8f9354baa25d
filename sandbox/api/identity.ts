import { z } from 'zod';
import { limits } from '../rate-limits.ts';
import { method } from './method.ts';

const authTest = method({
  name: 'auth.test',
  args: z.object({}),
  run(_args, core) {
    const { team, app } = core.workspace.state;
    return {
      url: `https://${team.domain}.slack.com/`,
      team: team.name,
      user: app.name,
      team_id: team.id,
      user_id: app.botUserId,
      bot_id: app.botId,
      is_enterprise_install: false,
    };
  },
});

const teamInfo = method({
  name: 'team.info',
  scopes: ['team:read'],
  limit: limits.perMinute50,
  args: z.object({}),
  run(_args, core) {
    const { team } = core.workspace.state;
    return { team: { id: team.id, name: team.name, domain: team.domain, email_domain: '' } };
  },
});

const apiTest = method({
  name: 'api.test',
  token: 'none',
  args: z.record(z.string(), z.unknown()),
  run: (args) => ({ args }),
});

const connectionsOpen = method({
  name: 'apps.connections.open',
  token: 'app',
  args: z.object({}),
  run: (_args, core) => ({ url: core.newSocketUrl() }),
});

export const identity = [authTest, teamInfo, apiTest, connectionsOpen];
