import type { Metered } from '../../checks/serving/metered.ts';
import type { Answer } from '../../checks/question.ts';
import type { Infra } from '../../config/schema/infra-schema.ts';
import type { PrometheusSource } from '../../config/schema/prometheus-schema.ts';
import type { FishboneConfig } from '../../config/schema.ts';
import { connect } from './connection.ts';
import { meter } from './meter.ts';
import { BuildReply, VectorReply } from './replies.ts';

/** What answers a model's questions to its metrics server, as of `now`. */
export function metererOf(sources: FishboneConfig['sources'], infra: Infra | undefined, now: Date) {
  const config = infra === undefined ? undefined : sources[infra.source];
  if (infra === undefined || config?.type !== 'prometheus') return async () => notConfigured;
  const connection = connect(infra.source, config);
  return (question: Metered, signal: AbortSignal): Promise<Answer> =>
    meter({ connection, config, infra, now }, question, signal);
}

const notConfigured: Answer = {
  kind: 'failed',
  cause: 'not-configured',
  source: 'fishbone.yml',
  message: 'the model has no queries to a metrics server',
  hint: 'add "infra: { source: …, requests: … }" to the model in fishbone.yml',
};

/** Whether the server answers, and to us. */
export async function greet(
  name: string,
  config: PrometheusSource,
): Promise<{ readonly ok: boolean; readonly message: string }> {
  const { signal } = new AbortController();
  const connection = connect(name, config);
  const reply = await connection.ask({
    path: 'query',
    parameters: { query: 'vector(1)' },
    schema: VectorReply,
    signal,
  });
  if (reply.kind === 'failed') return { ok: false, message: `${reply.message}; ${reply.hint}` };
  const build = await connection.ask({
    path: 'status/buildinfo',
    parameters: {},
    schema: BuildReply,
    signal,
  });
  return {
    ok: true,
    message: build.kind === 'reply' ? `answers, version ${build.data.data.version}` : 'answers',
  };
}
