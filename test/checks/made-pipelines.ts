import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { z } from 'zod';

const Body = z.union([
  z.object({ dataframe_records: z.array(z.record(z.string(), z.unknown())) }),
  z.object({ inputs: z.array(z.object({ name: z.string(), data: z.array(z.unknown()) })) }),
]);
type Record = Readonly<{ [name: string]: unknown }>;

/** How a made pipeline behaves: a score of each record, or a way to fail. */
export type Behaviour =
  | { readonly kind: 'scores'; readonly of: (record: Record) => number }
  /** Whatever is said of each record, as it stands in the answer. */
  | { readonly kind: 'answers'; readonly of: (record: Record) => unknown }
  | { readonly kind: 'status'; readonly status: number; readonly says?: string }
  | { readonly kind: 'silent' }
  | { readonly kind: 'one too few' };

export type MadePipeline = {
  readonly config: (version: string, protocol?: 'mlflow' | 'open-inference') => object;
  /** When each batch came (ms), and how many records it held. */
  readonly batches: { readonly at: number; readonly records: number }[];
  readonly seen: Record[];
  close(): void;
};

/** A serving pipeline that ends with the test. */
export async function madePipeline(behaviour: Behaviour): Promise<MadePipeline> {
  const pipeline = await openPipeline(behaviour);
  onTestFinished(() => pipeline.close());
  return pipeline;
}

/** A serving pipeline on a free port that speaks both protocols. */
export async function openPipeline(behaviour: Behaviour): Promise<MadePipeline> {
  const batches: { at: number; records: number }[] = [];
  const seen: Record[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Body.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      const records = recordsIn(body);
      batches.push({ at: performance.now(), records: records.length });
      seen.push(...records);
      if (behaviour.kind === 'silent') return;
      if (behaviour.kind === 'status') {
        response.writeHead(behaviour.status).end(behaviour.says ?? '');
        return;
      }
      const scores =
        behaviour.kind === 'scores' || behaviour.kind === 'answers'
          ? records.map(behaviour.of)
          : records.slice(1).map(() => 0.5);
      const answer =
        'inputs' in body ? { outputs: [{ name: 'score', data: scores }] } : { predictions: scores };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    batches,
    seen,
    close() {
      server.closeAllConnections();
      server.close();
    },
    config: (version, protocol = 'mlflow') => ({
      version,
      protocol,
      url: `http://127.0.0.1:${port}/invocations`,
      timeout: '1s',
    }),
  };
}

function recordsIn(body: z.infer<typeof Body>): Record[] {
  if ('dataframe_records' in body) return body.dataframe_records;
  const [first] = body.inputs;
  return (first?.data ?? []).map((_, i) =>
    Object.fromEntries(body.inputs.map((input) => [input.name, input.data[i] ?? null])),
  );
}
