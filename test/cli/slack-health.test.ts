import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';
import { slackHealth } from '../../src/cli/slack-health.ts';
import { silentLog } from './fake-rooms.ts';

const bot = 'xoxb-sandbox-bot-token';
const app = 'xapp-sandbox-app-token';

async function asked(tokens: { readonly bot: string; readonly app: string }) {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  return slackHealth(tokens, { slackApiUrl: sandbox.apiUrl, log: silentLog });
}

test('tokens that Slack knows are valid, and it says whose they are', async () => {
  const health = await asked({ bot, app });
  expect([health.bot.kind, health.app.kind]).toEqual(['valid', 'valid']);
});

test('a token that Slack does not know is refused in its own word', async () => {
  expect(await asked({ bot: 'xoxb-nobody', app: 'xapp-nobody' })).toEqual({
    bot: { kind: 'refused', reason: 'invalid_auth' },
    app: { kind: 'refused', reason: 'invalid_auth' },
  });
});
