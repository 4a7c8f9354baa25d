import { expect, test } from 'vitest';
import { checkFinished, declared, later, noon, reopened, resolved, said } from './events.ts';
import { declareFor, failureOf, openForTest, temporaryFile } from './given.ts';

test('what was stored comes back with its place and both its times', async () => {
  const { incidents } = await openForTest(':memory:');
  const incident = await declareFor({ incidents }, 'ranker/nulls');
  const finished = checkFinished('E-1', 'shifted', 'null rate of device_type 0.5 % → 18 %');
  const happened = { ...finished, at: later(-600) };

  const answer = await incidents.append({ incident, expected: 1, events: [happened], announcements: [] });
  const events = await incidents.read(incident);

  expect(answer).toEqual({ kind: 'appended', seq: 2 });
  expect(events.map(({ seq, version }) => ({ seq, version }))).toEqual([
    { seq: 1, version: 1 },
    { seq: 2, version: 1 },
  ]);
  expect(events[1]).toEqual({ incident, seq: 2, version: 1, recordedAt: noon, ...happened });
});

test('a second alert with the same key does not open a second incident', async () => {
  const storage = await openForTest(':memory:');
  const incident = await declareFor(storage, 'ranker/nulls');

  const again = await storage.incidents.declare({
    key: 'ranker/nulls',
    channel: 'C2',
    events: [declared('ranker/nulls')],
    announcements: [{ kind: 'root' }],
  });

  expect(again).toEqual({ kind: 'already-open', incident });
  expect(await storage.incidents.list({})).toHaveLength(1);
  expect(await storage.outbox.depth()).toEqual({ waiting: 0, dropped: 0 });
});

test('a resolved incident frees its key, and numbers go on', async () => {
  const storage = await openForTest(':memory:');
  const first = await declareFor(storage, 'ranker/nulls');
  await storage.incidents.append({ incident: first, expected: 1, events: [resolved], announcements: [] });

  const second = await declareFor(storage, 'ranker/nulls');

  expect([first, second]).toEqual(['INC-1', 'INC-2']);
  expect(await storage.incidents.summary(first)).toMatchObject({
    status: 'resolved',
    resolvedAt: later(3_600),
  });
  expect((await storage.incidents.openByKey('ranker/nulls'))?.id).toBe(second);
});

test('a reopened incident is open again', async () => {
  const storage = await openForTest(':memory:');
  const incident = await declareFor(storage, 'ranker/nulls');
  await storage.incidents.append({ incident, expected: 1, events: [resolved], announcements: [] });

  const answer = await storage.incidents.append({
    incident,
    expected: 2,
    events: [reopened],
    announcements: [],
  });

  expect(answer).toEqual({ kind: 'appended', seq: 3 });
  expect(await storage.incidents.openByKey('ranker/nulls')).toMatchObject({ id: incident, resolvedAt: null });
});

test('an incident cannot be reopened beside a newer open one with its key', async () => {
  const storage = await openForTest(':memory:');
  const first = await declareFor(storage, 'ranker/nulls');
  await storage.incidents.append({ incident: first, expected: 1, events: [resolved], announcements: [] });
  const second = await declareFor(storage, 'ranker/nulls');

  const answer = await storage.incidents.append({
    incident: first,
    expected: 2,
    events: [said('country'), reopened],
    announcements: [{ kind: 'reply', event: 1 }],
  });

  expect(answer).toEqual({ kind: 'already-open', incident: second });
  expect(await storage.incidents.read(first)).toHaveLength(2);
  expect((await storage.incidents.summary(first))?.status).toBe('resolved');
  expect((await storage.outbox.depth()).waiting).toBe(0);
});

test('of two who read the same history, the second is told to read again', async () => {
  const { incidents } = await openForTest(':memory:');
  const incident = await declareFor({ incidents }, 'ranker/nulls');
  await incidents.append({ incident, expected: 1, events: [said('country')], announcements: [] });

  const late = await incidents.append({
    incident,
    expected: 1,
    events: [said('device')],
    announcements: [],
  });

  expect(late).toEqual({ kind: 'conflict', seq: 2 });
  expect(await incidents.read(incident)).toHaveLength(2);
});

test('a thousand appends at the same time leave no gap and lose nothing', async () => {
  const { incidents } = await openForTest(temporaryFile());
  for (let number = 1; number <= 20; number++) await declareFor({ incidents }, `key ${number}`);
  const append = async (incident: string, text: string): Promise<void> => {
    for (let expected = 1; ;) {
      const answer = await incidents.append({ incident, expected, events: [said(text)], announcements: [] });
      if (answer.kind === 'appended') return;
      if (answer.kind === 'conflict') expected = answer.seq;
    }
  };

  const numbers = Array.from({ length: 1_000 }, (_, index) => index);
  await Promise.all(numbers.map((number) => append(`INC-${1 + (number % 20)}`, `line ${number}`)));

  const lines = new Set<string>();
  for (let number = 1; number <= 20; number++) {
    const events = await incidents.read(`INC-${number}`);
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 51 }, (_, index) => index + 1));
    for (const { fact } of events) if (fact.type === 'timeline-added') lines.add(fact.text);
  }
  expect(lines.size).toBe(1_000);
});

test('an announcement about an event that is not there stores nothing at all', async () => {
  const storage = await openForTest(':memory:');
  const incident = await declareFor(storage, 'ranker/nulls');

  const append = storage.incidents.append({
    incident,
    expected: 1,
    events: [checkFinished('E-1', 'steady', 'no nulls')],
    announcements: [{ kind: 'root' }, { kind: 'reply', event: 1 }],
  });

  await expect(append).rejects.toMatchObject({ code: 'invalid-event' });
  expect(await storage.incidents.read(incident)).toHaveLength(1);
  expect((await storage.outbox.depth()).waiting).toBe(0);
  expect(await storage.evidence.search({ limit: 10 })).toEqual([]);
});

test('an event that could not be read back is refused before it is stored', async () => {
  const { incidents } = await openForTest(':memory:');
  const incident = await declareFor({ incidents }, 'ranker/nulls');
  const { fact } = checkFinished('E-1', 'steady', 'no nulls');
  if (fact.type !== 'check-finished') throw new Error('not a finished check');
  const [query] = fact.evidence.queries;
  if (query === undefined) throw new Error('evidence without a query');
  const queries = [{ ...query, milliseconds: Number.NaN }];
  const broken = { ...resolved, fact: { ...fact, evidence: { ...fact.evidence, queries } } };

  const { code, message } = await failureOf(() =>
    incidents.append({ incident, expected: 1, events: [broken], announcements: [] }),
  );

  expect(code).toBe('invalid-event');
  expect(message).toContain('milliseconds');
  expect(await incidents.read(incident)).toHaveLength(1);
});

test('nothing can be added to an incident that is not there', async () => {
  const { incidents } = await openForTest(':memory:');

  const append = incidents.append({
    incident: 'INC-7',
    expected: 0,
    events: [said('country')],
    announcements: [],
  });

  await expect(append).rejects.toMatchObject({ code: 'unknown-incident' });
  expect(await incidents.read('INC-7')).toEqual([]);
  expect(await incidents.summary('INC-7')).toBeNull();
});

test('an incident begins with being declared under its key, once', async () => {
  const { incidents } = await openForTest(':memory:');
  const other = { key: 'other/key', channel: null, events: [declared('ranker/nulls')], announcements: [] };
  const twice = declared('ranker/nulls');

  await expect(incidents.declare(other)).rejects.toMatchObject({ code: 'invalid-event' });
  await expect(incidents.declare({ ...other, events: [] })).rejects.toMatchObject({ code: 'invalid-event' });
  const incident = await declareFor({ incidents }, 'ranker/nulls');
  await expect(
    incidents.append({ incident, expected: 1, events: [twice], announcements: [] }),
  ).rejects.toMatchObject({ code: 'invalid-event' });
});

test('the list shows the newest first and can be narrowed', async () => {
  const storage = await openForTest(':memory:');
  for (let number = 1; number <= 11; number++)
    await declareFor(storage, `key ${number}`, number % 2 === 0 ? 'ranker' : 'fraud');
  await storage.incidents.append({ incident: 'INC-3', expected: 1, events: [resolved], announcements: [] });
  const ids = async (filter: Parameters<typeof storage.incidents.list>[0]): Promise<readonly string[]> =>
    (await storage.incidents.list(filter)).map(({ id }) => id);

  expect(await ids({ limit: 3 })).toEqual(['INC-11', 'INC-10', 'INC-9']);
  expect(await ids({ status: 'resolved' })).toEqual(['INC-3']);
  expect(await ids({ model: 'ranker', limit: 2 })).toEqual(['INC-10', 'INC-8']);
  expect(await ids({ channel: 'C9' })).toEqual([]);
  expect(await ids({ channel: 'C1' })).toHaveLength(11);
});

test('what checks answered can be searched across incidents', async () => {
  const storage = await openForTest(':memory:');
  const first = await declareFor(storage, 'a');
  const second = await declareFor(storage, 'b');
  const add = (incident: string, ...events: readonly ReturnType<typeof checkFinished>[]) =>
    storage.incidents.append({ incident, expected: 1, events, announcements: [] });
  await add(first, checkFinished('E-1', 'shifted', 'Null rate of device_type 0.5 % → 18 %'));
  await add(second, checkFinished('E-2', 'steady', 'no nulls'), checkFinished('E-3', 'inconclusive', 'few'));

  const byText = await storage.evidence.search({ text: 'DEVICE_TYPE', limit: 5 });
  const byAnswer = await storage.evidence.search({ answer: 'steady', check: 'null-rate', limit: 5 });

  expect(byText.map(({ incident, seq, id }) => ({ incident, seq, id }))).toEqual([
    { incident: first, seq: 2, id: 'E-1' },
  ]);
  expect(byAnswer.map(({ id }) => id)).toEqual(['E-2']);
  expect(await storage.evidence.search({ incident: second, limit: 5 })).toHaveLength(2);
});
