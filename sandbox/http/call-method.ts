import { Refusal } from '../api/method.ts';
import type { Method } from '../api/method.ts';
import { methods } from '../api/registry.ts';
import { missingScope } from '../api/channels.ts';
import type { Core } from '../core.ts';
import { stringAt } from '../fields.ts';
import type { Fields } from '../fields.ts';
import { rateLimited } from './answer.ts';
import type { Answer } from './answer.ts';

/** Serves one Web API call: token, scope, rate limit, arguments, then the method itself. */
export async function callMethod(
  core: Core,
  name: string,
  args: Fields,
  token: string | undefined,
): Promise<Answer> {
  const method = methods.get(name);
  if (!method) return refused('unknown_method', { req_method: name });
  try {
    checkToken(core, method, token);
    checkScope(core, method);
    const channel = stringAt(args, 'channel') ?? stringAt(args, 'channel_id');
    const waitSeconds = method.limit && core.rates.refuse(name, method.limit, channel);
    if (waitSeconds !== undefined) return rateLimited(waitSeconds);
    const result = await method.run(args, core);
    return { status: 200, headers: scopeHeaders(core, method), body: { ok: true, ...result } };
  } catch (error) {
    if (error instanceof Refusal) return refused(error.code, error.extra);
    throw error;
  }
}

function checkToken(core: Core, method: Method, token: string | undefined): void {
  if (method.token === 'none') return;
  if (token === undefined || token === '') throw new Refusal('not_authed');
  const expected = method.token === 'app' ? core.settings.appToken : core.settings.botToken;
  const other = method.token === 'app' ? core.settings.botToken : core.settings.appToken;
  if (token === other) throw new Refusal('not_allowed_token_type');
  if (token !== expected) throw new Refusal('invalid_auth');
  if (!core.workspace.state.isInstalled && method.token === 'bot') throw new Refusal('token_revoked');
}

function checkScope(core: Core, method: Method): void {
  const [first] = method.scopes;
  if (first === undefined || method.scopes.some((scope) => core.permissions.hasScope(scope))) return;
  throw missingScope(core, first);
}

function scopeHeaders(core: Core, method: Method): Record<string, string> {
  const granted = [...(core.permissions.scopes ?? [])].join(',');
  return {
    ...(granted && { 'x-oauth-scopes': granted }),
    ...(method.scopes.length > 0 && { 'x-accepted-oauth-scopes': method.scopes.join(',') }),
  };
}

function refused(error: string, extra: Fields): Answer {
  return { status: 200, body: { ok: false, error, ...extra } };
}
