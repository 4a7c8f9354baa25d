import { expect, test } from 'vitest';
import { createAuthorize } from '../../../src/slack/people/authorize.ts';
import type { Directory, PersonCard } from '../../../src/slack/people/directory.ts';

const home = { team: 'T1', enterprise: null as string | null };
const card: PersonCard = {
  id: 'U1',
  name: 'ana',
  team: 'T1',
  enterprise: null,
  isGuest: false,
  isStranger: false,
  isBot: false,
  isGone: false,
};
const asking = { team: 'T1', user: 'U1', channel: 'C1' };

function authorize(
  person: Partial<PersonCard> | null,
  more: { shared?: boolean; allow?: readonly string[]; enterprise?: string } = {},
) {
  const directory: Directory = {
    person: async () => (person === null ? null : { ...card, ...person }),
    channel: async (id) => ({ id, name: 'ml', isExternallyShared: more.shared ?? false }),
    group: async (id) => (id === 'S0ONCALL' ? ['U1', 'U7'] : null),
  };
  return createAuthorize({
    directory,
    home: { ...home, enterprise: more.enterprise ?? null },
    allow: more.allow ?? [],
    restrict: { resolve: ['S0ONCALL'], reopen: ['U1', 'S0GONE'], mitigate: [] },
  });
}

test('a person of the house is known by team and user', async () => {
  expect(await authorize({})(asking)).toEqual({ kind: 'allowed', person: 'T1:U1', name: 'ana' });
});

test.each([
  ['a guest', { isGuest: true }, 'guest'],
  ['somebody of another organization', { isStranger: true }, 'other-organization'],
  ['somebody of another workspace', { team: 'T2' }, 'other-organization'],
  ['a bot', { isBot: true }, 'not-a-person'],
  ['somebody who left', { isGone: true }, 'not-a-person'],
  ['an id that Slack does not know', null, 'not-a-person'],
] as const)('%s is refused', async (_, person, reason) => {
  expect(await authorize(person)(asking)).toMatchObject({ kind: 'refused', reason });
});

test('somebody who asks from another workspace is refused, whatever the profile says', async () => {
  expect(await authorize({})({ ...asking, team: 'T9' })).toMatchObject({ reason: 'other-organization' });
});

test('workspaces of one enterprise are one house', async () => {
  const one = authorize({ team: 'T2', enterprise: 'E1' }, { enterprise: 'E1' });
  expect((await one({ ...asking, team: 'T2' })).kind).toBe('allowed');
});

test('in a shared channel everybody is refused, in a direct message nobody for that reason', async () => {
  expect(await authorize({}, { shared: true })(asking)).toMatchObject({ reason: 'shared-channel' });
  expect((await authorize({}, { shared: true })({ ...asking, channel: null })).kind).toBe('allowed');
});

test.each(['U1', 'T1:U1', 'C1'])('the allow list knows %s', async (id) => {
  expect((await authorize({ isGuest: true }, { shared: true, allow: [id] })(asking)).kind).toBe('allowed');
});

test('a bot is not let in by the allow list', async () => {
  expect((await authorize({ isBot: true }, { allow: ['U1'] })(asking)).kind).toBe('refused');
});

test('when Slack cannot be asked, nobody is let in', async () => {
  const directory: Directory = {
    person: () => Promise.reject(new Error('down')),
    channel: async () => null,
    group: async () => null,
  };
  await expect(createAuthorize({ directory, home, allow: ['U1'] })(asking)).rejects.toThrow('down');
});

test.each([
  ['U1', 'resolve', 'allowed'],
  ['U2', 'resolve', 'refused'],
  ['U1', 'reopen', 'allowed'],
  ['U7', 'reopen', 'refused'],
  ['U1', 'mitigate', 'refused'],
  ['U2', 'status', 'allowed'],
  ['U2', null, 'allowed'],
] as const)(
  '%s may use %s: %s, by the lists and the user groups of the configuration',
  async (user, command, kind) => {
    expect((await authorize({ id: user })({ ...asking, user, command })).kind).toBe(kind);
  },
);

test('who is listed for a command and is a guest is refused all the same', async () => {
  expect(await authorize({ isGuest: true })({ ...asking, command: 'resolve' })).toMatchObject({
    reason: 'guest',
  });
});
