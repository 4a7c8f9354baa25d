import { expect, test } from 'vitest';
import type { Reply } from '../../commands/command.ts';
import { monitors } from '../../commands/monitors.ts';
import { parseConfig } from '../../src/config/load.ts';
import { messageLines } from '../../src/composition/message-lines.ts';
import { createResponder } from '../../src/response/create-responder.ts';
import { renderBlocks } from '../../src/slack/render/render-blocks.ts';
import { openOffice } from '../response/office.ts';
import type { Office } from '../response/office.ts';

const style = { bold: (text: string) => text, dim: (text: string) => text, nameOf: (user: string) => user };

async function typing(text: string) {
  const office = await openOffice({ triages: false });
  const config = parseConfig(text, '/etc/fishbone.yml', { environment: {} });
  const responder = createResponder({ ...office.services, config, monitors: office.storage.monitors });
  const type = async (line: string): Promise<string> => {
    const request = {
      words: line.split(' ').slice(1),
      person: 'T1:U1',
      door: 'mention' as const,
      incident: null,
      channel: 'C1',
      now: office.now,
      origin: null,
    };
    return wordsOf(await monitors.run(request, responder));
  };
  return { office, type };
}

const wordsOf = (reply: Reply): string =>
  reply.kind === 'tell' ? messageLines(renderBlocks(reply.document), style).join('\n') : reply.kind;

const watched = `version: 1
sources: { logs: { type: duckdb, path: ./data } }
models:
  deposit:
    predictions: { source: logs, table: predictions, id: request_id, time: ts, score: score, features: [age] }
monitors:
  nulls: { model: deposit, check: null-rate, schedule: { cron: "0 * * * *" } }
`;

async function ran({ storage, now }: Office, values: readonly number[]): Promise<void> {
  for (const [n, value] of values.entries()) {
    const slot = new Date(now.getTime() - (values.length - n) * 3_600_000);
    const claim = {
      monitor: 'nulls',
      slot,
      cause: 'scheduled',
      missed: 0,
      now: slot,
      leaseSeconds: 60,
    } as const;
    await storage.monitors.claim(claim);
    const firing = value > 0.1;
    await storage.monitors.finish({
      monitor: 'nulls',
      slot,
      finishedAt: slot,
      outcome: firing ? 'shifted' : 'steady',
      value,
      size: value,
      threshold: 0.01,
      n: 500,
      reason: firing ? 'age is null in 30 % of requests' : 'as before',
      firing,
      alerted: firing,
    });
  }
}

test('a line a monitor: what it watches, how it stands, its last values, when it runs next', async () => {
  const { office, type } = await typing(watched);
  expect(await type('monitors')).toContain('nulls null-rate of deposit: not run yet');
  await ran(office, [0.01, 0.02, 0.3]);
  const said = await type('monitors');
  expect(said).toContain('alert out · ▁▁█ 0.3 · age is null in 30 % of requests · next');
});

test('a mute has a reason and an end, and can be taken back', async () => {
  const { type } = await typing(watched);
  expect(await type('monitors mute nulls 2h')).toContain('A mute needs a reason');
  expect(await type('monitors mute nulls soon the backfill')).toContain("'soon' is no duration");
  expect(await type('monitors mute nulls 2020-01-01 the backfill')).toContain('an end that is to come');
  expect(await type('monitors mute nulls 2026-02-31 the backfill')).toContain('is no duration');
  expect(await type('monitors mute nulls 91d the backfill')).toContain('90 days at most');
  expect(await type('monitors mute nulls 99999999999999d the backfill')).toContain('90 days at most');
  expect(await type('monitors mute nuls 2h the backfill')).toContain("did you mean 'nulls'?");
  expect(await type('monitors mute nulls 2h the backfill')).toContain('sends nothing until');
  expect(await type('monitors')).toContain('(the backfill)');
  expect(await type('monitors unmute nulls')).toContain('may send alerts again');
  expect(await type('monitors unmute nulls')).toContain('is not muted');
});

test('where nothing is watched, it says how to begin', async () => {
  const { type } = await typing(watched.split('monitors:')[0] ?? '');
  expect(await type('monitors')).toContain('fishbone monitors init');
});
