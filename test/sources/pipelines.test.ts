import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Score } from '../../src/checks/question.ts';
import { scorer } from '../../src/sources/pipelines.ts';

type Reply =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | 'hang up'
  | 'silence';
type Asked = { readonly url: string; readonly headers: IncomingMessage['headers']; readonly body: unknown };

const Mlflow = z.object({ dataframe_records: z.array(z.record(z.string(), z.unknown())) });
const OpenInference = z.object({
  inputs: z.array(
    z.object({
      name: z.string(),
      datatype: z.string(),
      shape: z.tuple([z.number(), z.literal(1)]),
      data: z.array(z.unknown()),
    }),
  ),
});

/** A model server that answers what the test says, and remembers what it was asked. */
async function withServer(
  reply: (asked: Asked, count: number) => Reply,
  use: (url: string, asked: readonly Asked[]) => Promise<void>,
): Promise<void> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString();
      const one = {
        url: request.url ?? '',
        headers: request.headers,
        body: text === '' ? null : (JSON.parse(text) as unknown),
      };
      asked.push(one);
      const answer = reply(one, asked.length);
      if (answer === 'silence') return;
      if (answer === 'hang up') {
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
      response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {}));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function scoring(
  url: string,
  { protocol = 'mlflow', timeout = '5s' }: { protocol?: 'mlflow' | 'open-inference'; timeout?: string } = {},
) {
  const current = {
    version: 'v3',
    protocol,
    url: `${url}/current`,
    timeout,
    headers: { authorization: 'Bearer hidden-secret' },
  };
  const score = scorer({ current });
  return async (records: Score['records'], signal = new AbortController().signal) =>
    score({ kind: 'score', pipeline: 'current', records }, signal);
}

const records = (n: number): Score['records'] =>
  Array.from({ length: n }, (_, i) => ({ x: i / 1000, place: i % 2 === 0 ? 'a' : null }));

/** A model whose score is the feature x itself. */
function scoresOf(body: unknown): number[] {
  return Mlflow.parse(body).dataframe_records.map((record) => Number(record['x']));
}

describe('a pipeline', () => {
  test('scores records in batches of 200, in their order', async () => {
    await withServer(
      ({ body }) => ({ body: { predictions: scoresOf(body) } }),
      async (url, asked) => {
        const answer = await scoring(url)(records(450));
        expect(answer).toMatchObject({
          kind: 'scores',
          scores: Array.from({ length: 450 }, (_, i) => i / 1000),
        });
        expect(asked.map(({ body }) => scoresOf(body).length)).toEqual([200, 200, 50]);
        expect(asked[0]?.headers.authorization).toBe('Bearer hidden-secret');
        expect(JSON.stringify(answer)).not.toContain('hidden-secret');
      },
    );
  });

  test('is asked in tensors when it speaks the Open Inference Protocol', async () => {
    await withServer(
      ({ body }) => {
        const { inputs } = OpenInference.parse(body);
        const data = inputs.find((input) => input.name === 'x')?.data ?? [];
        return {
          body: {
            outputs: [
              { name: 'decision', data: data.map(() => 1) },
              { name: 'score', data },
            ],
          },
        };
      },
      async (url, asked) => {
        expect(await scoring(url, { protocol: 'open-inference' })(records(3))).toMatchObject({
          scores: [0, 0.001, 0.002],
        });
        expect(OpenInference.parse(asked[0]?.body).inputs).toEqual([
          { name: 'x', datatype: 'FP64', shape: [3, 1], data: [0, 0.001, 0.002] },
          { name: 'place', datatype: 'BYTES', shape: [3, 1], data: ['a', null, 'a'] },
        ]);
      },
    );
  });

  test('that fails twice for a moment is asked again, and no more than three times', async () => {
    await withServer(
      ({ body }, count) =>
        count === 1 ? 'hang up' : count === 2 ? { status: 503 } : { body: { predictions: scoresOf(body) } },
      async (url, asked) => {
        expect(await scoring(url)(records(2))).toMatchObject({ kind: 'scores' });
        expect(asked).toHaveLength(3);
      },
    );
    await withServer(
      () => ({ status: 500 }),
      async (url, asked) => {
        expect(await scoring(url)(records(2))).toMatchObject({
          kind: 'failed',
          cause: 'broken',
          message: 'the pipeline answered HTTP 500, 3 times',
        });
        expect(asked).toHaveLength(3);
      },
    );
  });

  test('that refuses the request is not asked again', async () => {
    await withServer(
      () => ({ status: 400 }),
      async (url, asked) => {
        expect(await scoring(url)(records(2))).toMatchObject({
          kind: 'failed',
          cause: 'broken',
          source: 'pipeline current (v3)',
        });
        expect(asked).toHaveLength(1);
      },
    );
  });

  test('is never left for another address', async () => {
    await withServer(
      () => ({ body: { predictions: [0.5] } }),
      async (elsewhere, askedElsewhere) => {
        await withServer(
          () => ({ status: 307, headers: { location: `${elsewhere}/current` } }),
          async (url) => {
            expect(await scoring(url)(records(1))).toMatchObject({
              kind: 'failed',
              cause: 'broken',
              message: 'the pipeline answered HTTP 307',
            });
            expect(askedElsewhere).toHaveLength(0);
          },
        );
      },
    );
  });

  test.each([
    ['too few predictions', { predictions: [0.5] }, '1 predictions for 2 records'],
    ['NaN', '{"predictions": [0.5, NaN]}', 'no list of predictions'],
    ['a null for a NaN', { predictions: [0.5, null] }, '1 of 2 predictions are no finite numbers'],
    ['a probability above 1', { predictions: [0.5, 1.5] }, '1 of 2 predictions lie outside 0..1'],
    ['words', { predictions: ['yes', 'no'] }, 'no list of predictions'],
    ['a page of HTML', '<html>login</html>', 'no list of predictions'],
  ])('that answers with %s is broken', async (_, body, message) => {
    await withServer(
      () => ({ body }),
      async (url) => {
        const answer = await scoring(url)(records(2));
        expect(answer).toMatchObject({ kind: 'failed', cause: 'broken' });
        expect(answer.kind === 'failed' ? answer.message : '').toContain(message);
      },
    );
  });

  test('that does not answer is given up after its timeout, and at once when cancelled', async () => {
    await withServer(
      () => 'silence',
      async (url) => {
        expect(await scoring(url, { timeout: '1s' })(records(1))).toMatchObject({
          kind: 'failed',
          cause: 'timeout',
        });
        const controller = new AbortController();
        setTimeout(() => controller.abort(), 50);
        const started = performance.now();
        expect(await scoring(url)(records(1), controller.signal)).toMatchObject({
          kind: 'failed',
          cause: 'cancelled',
        });
        expect(performance.now() - started).toBeLessThan(4000);
      },
    );
  });

  test('that is not there, or not configured, says so', async () => {
    expect(await scoring('http://127.0.0.1:1')(records(1))).toMatchObject({
      kind: 'failed',
      cause: 'broken',
    });
    const unconfigured = scorer(undefined);
    expect(
      await unconfigured({ kind: 'score', pipeline: 'previous', records: [] }, new AbortController().signal),
    ).toMatchObject({ kind: 'failed', cause: 'not-configured' });
  });
});
