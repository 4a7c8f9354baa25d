import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { lookAtPipelines } from '../../src/cli/doctor/look-at-pipelines.ts';
import { scorer } from '../../src/sources/pipelines.ts';
import type { Warehouses } from '../../src/response/ports.ts';
import { configText, load } from '../config/config-text.ts';
import { closedWarehouses } from './fake-rooms.ts';

/** A pipeline that answers as it is told; `scores` gives the body's predictions, null never answers. */
async function pipeline(predictions: readonly number[] | null): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    if (predictions !== null) response.end(JSON.stringify({ predictions }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  // An address of a server that listens on a port is never a text.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/invocations`;
}

/** As patient as a busy machine needs, unless the patience is what it is about. */
async function looked(urls: { readonly current: string; readonly previous: string }, longestMs = 20_000) {
  const loaded = load(
    configText({
      'baseline: { window: 7d }': `golden: { source: logs, table: golden, id: sample_id, expected: expected_score }
    pipelines:
      current: { version: v3, protocol: mlflow, url: "${urls.current}", timeout: 20s }
      previous: { version: v2, protocol: mlflow, url: "${urls.previous}", timeout: 20s }`,
    }),
  );
  const score = scorer(loaded.config.models['deposit']?.pipelines);
  const warehouses: Warehouses = {
    ...closedWarehouses,
    open: async () => ({
      now: new Date(0),
      ask: () => Promise.reject(new Error('nothing else is asked')),
      askOne: async (question, { signal }) =>
        question.kind === 'score'
          ? score(question, signal)
          : {
              kind: 'rows',
              rows: [0.1, 0.5, 0.9].map((expected) => ({ age: 40, balance: 7, 'expected score': expected })),
              asked: { source: 'logs', text: '', parameters: [], milliseconds: 1 },
            },
      columns: async () => [],
    }),
  };
  const lines = await lookAtPipelines(loaded, async () => warehouses, longestMs);
  return lines.map(({ level, about, words }) => `${level} ${about}: ${words.replace(/\d+ ms/, 'N ms')}`);
}

test('both pipelines score some golden rows, and it is said how fast', async () => {
  const scores = [0.1, 0.5, 0.9];
  const urls = { current: await pipeline(scores), previous: await pipeline(scores) };
  expect(await looked(urls)).toEqual([
    'ok pipeline current: v3 scored 3 rows in N ms',
    'ok pipeline previous: v2 scored 3 rows in N ms',
  ]);
});

test('a pipeline that counts wrongly, and another model under the address of the last good one', async () => {
  const urls = { current: await pipeline([0.1]), previous: await pipeline([0.7, 0.9, 0.2]) };
  expect(await looked(urls)).toEqual([
    'problem pipeline current: the pipeline answered 1 predictions for 3 records',
    'warning pipeline previous: v2 scored 3 rows in N ms, 3 of them not as the golden set expects: another model may answer there',
  ]);
});

test('a pipeline that hangs and one that refuses are told apart, and neither is waited for long', async () => {
  const started = performance.now();
  const [first = '', second = ''] = await looked(
    { current: await pipeline(null), previous: 'http://127.0.0.1:1/invocations' },
    300,
  );
  expect(first).toBe('problem pipeline current: no answer within 0.3 s');
  expect(second).toMatch(
    /^problem pipeline previous: (the pipeline cannot be reached \(ECONNREFUSED\)|no answer within)/,
  );
  expect(performance.now() - started).toBeLessThan(15_000);
});

test('a model without pipelines has nothing to look at', async () => {
  expect(await lookAtPipelines(load(configText()), () => Promise.reject(new Error('opened')))).toEqual([]);
});
