import { stringify } from 'yaml';
import type { GuessedClasses } from './guess-classes.ts';
import type { GuessedPredictions } from './guess-predictions.ts';
import type { GuessedTable } from './guess-tables.ts';

/** The text of a new fishbone.yml: what was guessed, and comments that ask for what cannot be. */
export function configText(guess: {
  readonly model: string;
  /** As it is to be written: relative to where the file will lie. */
  readonly folder: string;
  readonly predictions: GuessedPredictions;
  readonly tables: readonly GuessedTable[];
}): string {
  const { model, folder, predictions, tables } = guess;
  return `# Guessed by \`fishbone init\` from the columns of the tables. Read it through, then run \`fishbone doctor\`.
version: 1
sources:
  tables: ${flow({ type: 'duckdb', path: folder })}
models:
  # The name that alerts use for the model.
  ${word(model)}:
    # title: What people call it
    # owner: The team that owns it
    task: ${predictions.task}
    predictions:
${predictionLines(predictions)}
${[...tables.map(tableLine), ...missing(tables)].join('\n')}
    # Serving pipelines, to replay records through this version and the last good one.
    # pipelines:
    #   current: { version: v2, protocol: mlflow, url: "http://localhost:5000/invocations" }
    #   previous: { version: v1, protocol: mlflow, url: "http://localhost:5001/invocations" }
    baseline: { window: 7d }
slack:
  channel: '#ml-incidents'
# Who may send alerts from other machines, each with its secret from the environment.
# intake:
#   host: 0.0.0.0
#   sources:
#     alertmanager: { bearer: "\${ALERTMANAGER_TOKEN}" }
`;
}

function predictionLines(predictions: GuessedPredictions): string {
  const { table, id, time, version, classes, score, decision, label, knownAt, segments, features } =
    predictions;
  const lines = [
    'source: tables',
    `table: ${word(table.name)}`,
    `id: ${word(id)}`,
    `time: ${word(time)}`,
    version === null ? '# version: the column with the model version' : `version: ${word(version)}`,
    ...classLines(classes),
    ...(score === null ? [] : [`score: ${word(score)}`]),
    ...(classes === null ? [decisionLine(decision)] : []),
    label === null
      ? '# label: { column: the true outcome, known_at: when it became known }'
      : `label: ${flow({ column: label, ...(knownAt === null ? {} : { known_at: knownAt }) })}`,
    '# By what traffic may be split to see who is affected.',
    `segments: ${flow(segments)}`,
    '# What the model reads.',
    `features: ${flow(features)}`,
  ];
  return lines.map((line) => `      ${line}`).join('\n');
}

const decisionLine = (decision: string | null): string =>
  decision === null ? '# decision: the column with what was done (0 or 1)' : `decision: ${word(decision)}`;

function classLines(classes: GuessedClasses | null): readonly string[] {
  if (classes === null) return [];
  const { names, areNumbers, predicted, scores, score } = classes;
  const where =
    scores === null
      ? score === null
        ? ['# scores: the column with the scores of all classes, or one for each']
        : []
      : [`scores: ${flow(scores)}`];
  return [
    '# The classes as they were found: add those that are rare, and take out what is none.',
    `classes: ${areNumbers ? `[${names.join(', ')}]` : flow(names)}`,
    `predicted: ${word(predicted)}`,
    ...where,
  ];
}

function tableLine({ key, table, keys }: GuessedTable): string {
  return `    ${key}: ${flow({ source: 'tables', table, ...keys })}`;
}

const worth: Readonly<Record<string, string>> = {
  reference: 'the training rows',
  offline_features: 'features as the training code computes them, to see parity',
  feature_reads: 'reads and misses of the feature store',
  requests: 'latency, errors and fallbacks',
  hosts: 'CPU, memory, restarts',
  business: 'the business KPI, to tell harm from noise',
  golden: 'known samples to replay',
  changes: 'deploys, flags and campaigns: without them no change can be blamed',
};

function missing(tables: readonly GuessedTable[]): readonly string[] {
  return Object.entries(worth)
    .filter(([key]) => !tables.some((table) => table.key === key))
    .map(([key, words]) => `    # ${key}: no such table was found; it would show ${words}.`);
}

/** A text as YAML wants it between brackets, in quotes where it must be. */
function word(text: string): string {
  return stringify([text], { collectionStyle: 'flow', lineWidth: 0 }).trim().slice(2, -2);
}

type Value = string | readonly string[] | { readonly [key: string]: Value };

function flow(value: Value): string {
  if (typeof value === 'string') return word(value);
  if (isList(value)) return `[${value.map(word).join(', ')}]`;
  const entries = Object.entries(value).map(([key, inner]) => `${word(key)}: ${flow(inner)}`);
  return `{ ${entries.join(', ')} }`;
}

function isList(value: Value): value is readonly string[] {
  return Array.isArray(value);
}
