import { z } from 'zod';
import { limits } from '../rate-limits.ts';
import { userToWire } from '../workspace/wire.ts';
import { arg, method, Refusal } from './method.ts';
import { pageOf } from './pages.ts';

const info = method({
  name: 'users.info',
  scopes: ['users:read'],
  limit: limits.perMinute100,
  args: z.object({ user: arg.text }),
  run(args, core) {
    const user = core.workspace.state.users.get(args.user);
    if (!user) throw new Refusal('user_not_found');
    return { user: userToWire(user, core.workspace.state) };
  },
});

const list = method({
  name: 'users.list',
  scopes: ['users:read'],
  limit: limits.perMinute20,
  args: z.object({ limit: arg.count.optional(), cursor: arg.text.optional() }),
  run(args, core) {
    const { page, nextCursor } = pageOf([...core.workspace.state.users.values()], args);
    return {
      members: page.map((user) => userToWire(user, core.workspace.state)),
      cache_ts: Math.floor(Date.now() / 1000),
      response_metadata: { next_cursor: nextCursor },
    };
  },
});

const groupUsers = method({
  name: 'usergroups.users.list',
  scopes: ['usergroups:read'],
  limit: limits.perMinute20,
  args: z.object({ usergroup: arg.text }),
  run(args, core) {
    const group = core.workspace.state.userGroups.get(args.usergroup);
    if (!group) throw new Refusal('no_such_subteam');
    return { users: group.users };
  },
});

export const users = [info, list, groupUsers];
