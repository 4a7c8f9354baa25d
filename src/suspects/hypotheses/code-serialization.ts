import type { Hypothesis } from '../hypothesis.ts';
import { servedOtherwise } from './culprits.ts';

export const codeSerialization: Hypothesis = {
  id: 'code.serialization',
  category: 'code',
  sentence: '{culprit} is changed on its way into the model: order, type, precision or spelling.',
  culprits: servedOtherwise,
  expects: {
    disagrees: 0.95,
    serialTransform: 0.85,
    fixedTransform: 0.15,
    noTransform: 0.15,
    servedNull: 0.04,
    nulls: 0.06,
    misses: 0.02,
    stale: 0.02,
    buildDiffers: 0.82,
    shadowBuildDiffers: 0.78,
    shadowDiffers: 0.2,
    drift: 0.6,
    offlineToo: 0.02,
    outOfRange: 0.3,
    newValues: 0.4,
  },
  change: {
    kinds: { code: 0.7, config: 0.06, model: 0.08, infra: 0.04 },
    words:
      /seriali|protobuf|proto|json|avro|arrow|parquet|schema|codec|wire|payload|order|column|position|float|int|precision|encoding|utf|case|trim|client|sdk|grpc|onnx|pickle|format/i,
  },
  mitigations: [
    { kind: 'rollback', words: 'Roll back {change}.', reversible: true },
    { kind: 'hotfix', words: 'Write {culprit} in the format the model expects.', reversible: true },
  ],
  guardrails: [
    'schema check on the model input by name, type and order',
    'round-trip test of the wire format',
  ],
  why: 'Why could the wire format of {culprit} change without a schema check at the model?',
};
