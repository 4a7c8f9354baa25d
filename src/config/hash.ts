import { createHash } from 'node:crypto';
import { withoutCredentials } from './found.ts';
import type {
  FishboneConfig,
  IntakeSourceConfig,
  ModelConfig,
  PipelineConfig,
  SourceConfig,
} from './schema.ts';

/**
 * Names the configuration in force, so that evidence can say under which one it was measured: 16 hexadecimal digits of
 * SHA-256 over the values with their defaults, keys sorted. Secrets are left out before: a rotated token is the same
 * configuration, and the hash tells nobody anything about one.
 */
export function hashConfig(config: FishboneConfig): string {
  return createHash('sha256')
    .update(stableText(withoutSecrets(config)))
    .digest('hex')
    .slice(0, 16);
}

/** The configuration as it may be shown: secrets and header values as `…`, URLs without credentials. */
export function withoutSecrets(config: FishboneConfig): FishboneConfig {
  return {
    ...config,
    sources: mapValues(config.sources, sourceWithoutSecrets),
    models: mapValues(config.models, modelWithoutSecrets),
    intake: {
      ...config.intake,
      sources: mapValues(config.intake.sources, (sender) =>
        sender === undefined ? undefined : senderWithoutSecrets(sender),
      ),
    },
  };
}

function sourceWithoutSecrets(source: SourceConfig): SourceConfig {
  switch (source.type) {
    case 'duckdb':
      return { ...source, path: withoutCredentials(source.path) };
    case 'prometheus': {
      const { bearer, basic, headers } = source;
      return {
        ...source,
        url: withoutCredentials(source.url),
        ...(bearer === undefined ? {} : { bearer: '…' }),
        ...(basic === undefined ? {} : { basic: { ...basic, password: '…' } }),
        ...(headers === undefined ? {} : { headers: mapValues(headers, () => '…') }),
      };
    }
  }
}

function modelWithoutSecrets(model: ModelConfig): ModelConfig {
  if (model.pipelines === undefined) return model;
  const { current, previous } = model.pipelines;
  return {
    ...model,
    pipelines: {
      current: pipelineWithoutSecrets(current),
      ...(previous === undefined ? {} : { previous: pipelineWithoutSecrets(previous) }),
    },
  };
}

function pipelineWithoutSecrets(pipeline: PipelineConfig): PipelineConfig {
  const url = withoutCredentials(pipeline.url);
  if (pipeline.headers === undefined) return { ...pipeline, url };
  return { ...pipeline, url, headers: mapValues(pipeline.headers, () => '…') };
}

function senderWithoutSecrets(sender: IntakeSourceConfig): IntakeSourceConfig {
  if ('bearer' in sender) return { bearer: '…' };
  return { hmac: { ...sender.hmac, secret: '…' } };
}

function mapValues<Value, Result>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** JSON with sorted keys: the same values give the same text in whatever order they were written. */
function stableText(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
