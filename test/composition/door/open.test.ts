import { expect, onTestFinished, test } from 'vitest';
import { openDoor } from '../../../src/composition/door/open.ts';
import { parseConfig } from '../../../src/config/load.ts';
import { createCounters } from '../../../src/intake/counters.ts';
import { systemClock } from '../../../src/time/clock.ts';
import type { Clock } from '../../../src/time/clock.ts';
import { openStorage } from '../../../storage/open.ts';
import { known } from '../../alert/known-models.ts';
import { healthy, listeningLog } from '../../intake/door.ts';
import { temporaryFile } from '../../storage/given.ts';

const played: Clock = { now: () => new Date('2026-03-09T15:00:00Z') };

const config = `version: 1
sources: { logs: { type: duckdb, path: ./data } }
models:
  deposit:
    predictions: { source: logs, table: predictions, id: request_id, time: ts, score: score, features: [age], segments: [] }
intake: { port: 0 }
`;

test.each([
  ['a database in memory', () => ':memory:', systemClock],
  ['a clock that is played', temporaryFile, played],
  ['a database on disk and the time of this machine', temporaryFile, systemClock],
])('alerts are kept with %s', async (_, place, clock) => {
  const storagePath = place();
  const loaded = parseConfig(config, '/etc/fishbone.yml', { environment: {} });
  const storage = await openStorage(storagePath, { clock, exclusive: true });
  onTestFinished(() => storage.close());
  const door = await openDoor(
    { loaded, storagePath, clock, version: '1.2.3', log: listeningLog() },
    { storage, known, health: async () => healthy, counters: createCounters(), wake: () => {} },
  );
  onTestFinished(() => door.close());
  const answer = await fetch(`${door.url}/alerts/generic`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: known.models[0]?.name, metric: 'auc', value: 0.6 }),
  });
  expect(answer.status).toBe(202);
  const now = clock.now();
  const [item] = await storage.inbox.claim({ kind: 'alert', limit: 9, now, leaseSeconds: 9 });
  expect(item).toMatchObject({ source: 'generic', body: { metric: 'auc', value: 0.6 } });
});
