import type { ApiFault } from '../../sandbox/faults.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import type { SeededRandom } from '../statistics/seeded-random.ts';

const methods = [
  'chat.postMessage',
  'chat.postMessage',
  'chat.update',
  'conversations.replies',
  'users.info',
  '*',
];
const apiFaults: readonly ApiFault[] = [
  { kind: 'drop' },
  { kind: 'apply_then_drop' },
  { kind: 'apply_then_drop' },
  { kind: 'delay', ms: 40 },
  { kind: 'rate_limit', retryAfterSeconds: 1 },
  { kind: 'status', status: 503 },
  { kind: 'error', error: 'internal_error' },
];
const eventTypes = ['app_mention', 'reaction_added', 'slash_commands', 'interactive', '*'];

/** Switches on one or two things that go wrong between the bot and Slack, each a few times. */
export function makeTrouble(sandbox: Sandbox, random: SeededRandom): string {
  const pick = <One>(list: readonly One[], otherwise: One): One =>
    list[random.whole(list.length)] ?? otherwise;
  const times = 1 + random.whole(2);
  const timing = { times, after: random.whole(4) };
  if (random.uniform() < 0.5) {
    const method = pick(methods, '*');
    const fault = pick(apiFaults, { kind: 'drop' });
    sandbox.faults.api(method, fault, timing);
    return `${times} × ${fault.kind} of ${method}`;
  }
  const type = pick(eventTypes, '*');
  switch (random.whole(4)) {
    case 0:
      sandbox.faults.delivery(type, { kind: 'lose' }, timing);
      return `${times} × ${type} lost`;
    case 1:
      sandbox.faults.delivery(type, { kind: 'disconnect' }, timing);
      return `${times} × cut at ${type}`;
    case 2:
      sandbox.faults.delivery(type, { kind: 'duplicate', copies: 11, eventIds: 'same' }, timing);
      return `${times} × ${type} 11 times`;
    default:
      sandbox.faults.delivery(type, { kind: 'duplicate', copies: 11, eventIds: 'different' }, timing);
      return `${times} × ${type} 11 times under other event ids`;
  }
}
