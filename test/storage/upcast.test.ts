import { expect, test } from 'vitest';
import { createIncidentStore } from '../../storage/incident-store.ts';
import { currentVersion, upcast } from '../../storage/upcast.ts';
import type { Upcast } from '../../storage/upcast.ts';
import { noon, said } from './events.ts';
import { connectForTest, declareFor } from './given.ts';

/** As if timeline entries had once been `{ words }`, then `{ id, text }`, and are what they are since version 3. */
const steps: readonly Upcast[] = [
  {
    type: 'timeline-added',
    from: 1,
    lift: ({ words }) => ({ id: 'unnamed', text: words, happenedAt: noon.toISOString() }),
  },
  {
    type: 'timeline-added',
    from: 2,
    lift: ({ id, ...others }) => ({ ...others, entry: id, origin: null }),
  },
];

test('an event of an older version reads as if it had been written today', async () => {
  const connection = await connectForTest(':memory:');
  const incidents = createIncidentStore(connection, steps);
  const incident = await declareFor({ incidents }, 'ranker/nulls');
  connection.database
    .prepare(
      `INSERT INTO events (incident, seq, version, type, at, recorded_at, actor, data)
       VALUES (?, 2, 1, 'timeline-added', ?, ?, '{"kind":"bot"}', '{"words":"rolled back"}')`,
    )
    .run(incident, noon.toISOString(), noon.toISOString());
  await incidents.append({ incident, expected: 2, events: [said('nulls are gone')], announcements: [] });

  const [, old, today] = await incidents.read(incident);

  expect(old).toMatchObject({
    version: 3,
    fact: {
      type: 'timeline-added',
      entry: 'unnamed',
      text: 'rolled back',
      happenedAt: noon,
      origin: null,
    },
  });
  expect(today).toMatchObject({ version: 3, fact: { text: 'nulls are gone' } });
});

test('what is current is left as it is', () => {
  const data = { entry: 'e', text: 't' };

  expect(upcast({ type: 'timeline-added', version: 3, data }, steps)).toEqual({ version: 3, data });
  expect(upcast({ type: 'asked', version: 1, data: { view: 'status' } }, steps)).toEqual({
    version: 1,
    data: { view: 'status' },
  });
  expect(currentVersion('timeline-added', steps)).toBe(3);
});

test('a version from the future and a missing step are named', () => {
  const future = { type: 'timeline-added', version: 4, data: {} };
  const gap = steps.filter(({ from }) => from !== 1).concat({ ...future, from: 3, lift: (data) => data });

  expect(() => upcast(future, steps)).toThrow('knows up to version 3');
  expect(() => upcast({ ...future, version: 1 }, gap)).toThrow('from version 1 to 2');
});
