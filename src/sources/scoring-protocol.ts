import { z } from 'zod';
import type { PipelineConfig } from '../config/schema.ts';
import type { Cell } from '../sql/aggregate.ts';

export type ScoredRecord = Readonly<Record<string, Cell>>;

/** How a serving protocol asks for scores and answers them. `read` gives null when the body is not an answer. */
export type ScoringProtocol = {
  body(records: readonly ScoredRecord[]): unknown;
  read(body: unknown): readonly (number | null)[] | null;
};

export const scoringProtocols: Readonly<Record<PipelineConfig['protocol'], ScoringProtocol>> = {
  mlflow: {
    body: (records) => ({ dataframe_records: records.map(plain) }),
    read(body) {
      const parsed = MlflowAnswer.safeParse(body);
      return parsed.success ? parsed.data.predictions : null;
    },
  },
  'open-inference': {
    body: (records) => ({ inputs: tensors(records.map(plain)) }),
    read(body) {
      const parsed = OpenInferenceAnswer.safeParse(body);
      if (!parsed.success) return null;
      const { outputs } = parsed.data;
      return (outputs.find((output) => output.name === 'score') ?? outputs[0])?.data ?? null;
    },
  },
};

/** A NaN that a server writes as null stays visible as null and is refused by the caller. */
const Scores = z.array(z.union([z.number(), z.null()]));
const MlflowAnswer = z.object({ predictions: Scores });
const OpenInferenceAnswer = z.object({
  outputs: z.array(z.object({ name: z.string(), data: Scores })).min(1),
});

type Plain = Readonly<Record<string, string | number | boolean | null>>;

function plain(record: ScoredRecord): Plain {
  return Object.fromEntries(
    Object.entries(record).map(([name, cell]) => [name, cell instanceof Date ? cell.toISOString() : cell]),
  );
}

/** One tensor a feature; a column of numbers is FP64, of booleans BOOL, everything else BYTES. Null stays null. */
function tensors(records: readonly Plain[]): unknown {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return names.map((name) => {
    const data = records.map((record) => record[name] ?? null);
    const kinds = new Set(data.filter((value) => value !== null).map((value) => typeof value));
    const only = kinds.size === 1 ? [...kinds][0] : undefined;
    const datatype = only === 'number' ? 'FP64' : only === 'boolean' ? 'BOOL' : 'BYTES';
    const values = datatype === 'BYTES' ? data.map((value) => (value === null ? null : String(value))) : data;
    return { name, datatype, shape: [records.length, 1], data: values };
  });
}
