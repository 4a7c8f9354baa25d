import type { Channel, User } from './entities.ts';
import type { WorkspaceState } from './state.ts';

/** The people of a fresh sandbox, by what they are to an incident. */
export const people = {
  onCall: 'U0ONCALL01',
  teamMate: 'U0TEAMMATE',
  guest: 'U0GUEST001',
  manager: 'U0MANAGER1',
} as const;

/** The channels of a fresh sandbox. The bot is in all of them but `general`. */
export const channels = {
  alerts: 'C0MLALERTS',
  incidents: 'C0MLINCIDS',
  private: 'C0MLPRIVAT',
  general: 'C0GENERAL1',
  partners: 'C0PARTNERS',
  archived: 'C0OLDSTUFF',
} as const;

export const teamId = 'T0SANDBOX1';
const bot = { appId: 'A0SANDBOX1', botId: 'B0RCABOT01', botUserId: 'U0RCABOT01' };

/** A workspace as it is on its first day: people, channels, the installed bot, and not one message. */
export function seedWorkspace(botName: string): WorkspaceState {
  return {
    team: { id: teamId, name: 'Sandbox', domain: 'sandbox' },
    app: { ...bot, name: botName },
    users: new Map(seedUsers(botName).map((user) => [user.id, user])),
    userGroups: new Map([
      ['S0ONCALL01', { id: 'S0ONCALL01', handle: 'ml-oncall', users: [people.onCall, people.manager] }],
    ]),
    channels: new Map(seedChannels().map((channel) => [channel.id, channel])),
    messages: new Map(),
    ephemerals: new Map(),
    files: new Map(),
    bookmarks: new Map(),
    canvases: new Map(),
    views: new Map(),
    homes: new Map(),
    isInstalled: true,
  };
}

function seedUsers(botName: string): User[] {
  const person = (id: string, name: string, realName: string, title: string): User => ({
    id,
    name,
    realName,
    title,
    isBot: false,
    isRestricted: id === people.guest,
    isDeleted: false,
    timeZone: 'Europe/Berlin',
  });
  return [
    person(people.onCall, 'priya', 'Priya Raman', 'ML engineer, on call'),
    person(people.teamMate, 'tomas', 'Tomas Okoye', 'Data engineer'),
    person(people.guest, 'gwen', 'Gwen Abbott', 'Contractor'),
    person(people.manager, 'mika', 'Mika Larsen', 'Engineering lead'),
    { ...person(bot.botUserId, botName, botName, ''), isBot: true },
    { ...person('USLACKBOT', 'slackbot', 'Slackbot', ''), isBot: true },
  ];
}

function seedChannels(): Channel[] {
  const staff = [people.onCall, people.teamMate, people.manager];
  const channel = (id: string, name: string, members: readonly string[]): Channel => ({
    id,
    name,
    kind: 'public',
    isExternallyShared: false,
    creator: people.manager,
    createdAt: 1_760_000_000,
    isArchived: false,
    topic: '',
    members: new Set(members),
  });
  return [
    channel(channels.alerts, 'ml-alerts', [...staff, people.guest, bot.botUserId]),
    channel(channels.incidents, 'ml-incidents', [...staff, bot.botUserId]),
    { ...channel(channels.private, 'ml-private', [...staff, bot.botUserId]), kind: 'private' },
    channel(channels.general, 'general', [...staff]),
    {
      ...channel(channels.partners, 'partners', [...staff, people.guest, bot.botUserId]),
      isExternallyShared: true,
    },
    { ...channel(channels.archived, 'old-stuff', [...staff, bot.botUserId]), isArchived: true },
  ];
}
