import type { Answer, ClassPrediction, Score } from '../checks/question.ts';
import type { ModelConfig, PipelineConfig } from '../config/schema.ts';
import { redact } from '../redact/redact.ts';
import { readClassPredictions } from './class-predictions.ts';
import { milliseconds } from './duration.ts';
import { scoringProtocols } from './scoring-protocol.ts';

const batchSize = 200;
const attempts = 3;
const pauseMilliseconds = 200;

/**
 * Scores records with a configured serving pipeline: batches of 200, each with the pipeline's timeout, asked again up to
 * twice when the connection fails or the server answers 5xx. Only the configured URL is called; a redirect is a failure.
 * Anything but one finite number a record, within 0..1 for a classifier, is `broken`; of several classes, anything but a known class
 * or a score for each (see class-predictions.ts).
 */
export function scorer(
  pipelines: ModelConfig['pipelines'],
  task: ModelConfig['task'] = 'classification',
  predictions: ModelConfig['predictions'] | null = null,
) {
  return async (question: Score, signal: AbortSignal): Promise<Answer> => {
    const pipeline = pipelines?.[question.pipeline];
    if (pipeline === undefined)
      return {
        kind: 'failed',
        cause: 'not-configured',
        source: `pipeline ${question.pipeline}`,
        message: `the model has no ${question.pipeline} pipeline`,
        hint: `add "pipelines: { ${question.pipeline}: … }" to the model in fishbone.yml`,
      };
    const started = performance.now();
    const scores: number[] = [];
    const classes: ClassPrediction[] = [];
    const several = task === 'multiclass' ? predictions : null;
    const size = Math.min(batchSize, Math.max(1, Math.floor(question.perSecond ?? batchSize)));
    for (let from = 0; from < question.records.length; from += size) {
      if (question.perSecond !== undefined && !(await untilDue(started, from / question.perSecond, signal)))
        return { ...cancelled, source: `pipeline ${question.pipeline} (${pipeline.version})` };
      const records = question.records.slice(from, from + size);
      const outcome = await scoreBatch(pipeline, records, { signal, task, several });
      if (outcome.kind === 'failed')
        return { ...outcome, source: `pipeline ${question.pipeline} (${pipeline.version})` };
      if (outcome.kind === 'classes') classes.push(...outcome.predictions);
      else scores.push(...outcome.scores);
    }
    return {
      ...(several === null
        ? { kind: 'scores' as const, scores }
        : { kind: 'classes' as const, predictions: classes }),
      asked: {
        source: `pipeline ${question.pipeline} (${pipeline.version})`,
        text: `POST ${withoutSecrets(pipeline.url)}`,
        parameters: [question.records.length],
        milliseconds: Math.round(performance.now() - started),
      },
    };
  };
}

type Batch =
  | { readonly kind: 'scores'; readonly scores: readonly number[] }
  | { readonly kind: 'classes'; readonly predictions: readonly ClassPrediction[] }
  | {
      readonly kind: 'failed';
      readonly cause: 'timeout' | 'cancelled' | 'broken';
      readonly message: string;
      readonly hint: string;
    };

type BatchOptions = {
  readonly signal: AbortSignal;
  readonly task: ModelConfig['task'];
  /** Where the classes of a model of several are named. */
  readonly several: ModelConfig['predictions'] | null;
};

async function scoreBatch(
  pipeline: PipelineConfig,
  records: Score['records'],
  { signal, task, several }: BatchOptions,
): Promise<Batch> {
  const protocol = scoringProtocols[pipeline.protocol];
  const reply = await post(pipeline, JSON.stringify(protocol.body(records)), signal);
  if (reply.kind === 'failed') return reply;
  if (several !== null) {
    const asked = { records: records.length, predictions: several };
    const found = readClassPredictions(pipeline.protocol, reply.body, asked);
    return 'reason' in found ? broken(found.reason) : { kind: 'classes', predictions: found.read };
  }
  return checked(protocol.read(reply.body), records.length, task);
}

function checked(read: readonly (number | null)[] | null, asked: number, task: ModelConfig['task']): Batch {
  if (read === null) return broken('the pipeline answered something that is no list of predictions');
  if (read.length !== asked)
    return broken(`the pipeline answered ${read.length} predictions for ${asked} records`);
  const scores = read.filter((score): score is number => Number.isFinite(score));
  if (scores.length !== asked)
    return broken(`${asked - scores.length} of ${asked} predictions are no finite numbers`);
  const outside = task === 'regression' ? 0 : scores.filter((score) => score < 0 || score > 1).length;
  if (outside > 0) return broken(`${outside} of ${asked} predictions lie outside 0..1`);
  return { kind: 'scores', scores };
}

type Reply = { readonly kind: 'body'; readonly body: unknown } | Extract<Batch, { kind: 'failed' }>;

async function post(pipeline: PipelineConfig, body: string, signal: AbortSignal): Promise<Reply> {
  for (let attempt = 1; ; attempt += 1) {
    const reply = await postOnce(pipeline, body, signal);
    if (reply.kind !== 'again') return reply;
    if (attempt === attempts) return broken(`${reply.message}, ${attempts} times`);
    if (!(await pause(pauseMilliseconds * attempt, signal))) return cancelled;
  }
}

type Once = Reply | { readonly kind: 'again'; readonly message: string };

async function postOnce(pipeline: PipelineConfig, body: string, signal: AbortSignal): Promise<Once> {
  const limit = milliseconds(pipeline.timeout);
  const timeout = AbortSignal.timeout(limit);
  try {
    const response = await fetch(pipeline.url, {
      method: 'POST',
      headers: { ...pipeline.headers, 'content-type': 'application/json', accept: 'application/json' },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeout]),
    });
    if (response.ok) return { kind: 'body', body: parseJson(await response.text()) };
    if (response.status >= 500) {
      await response.body?.cancel();
      return { kind: 'again', message: `the pipeline answered HTTP ${response.status}` };
    }
    const says = response.status >= 400 ? wordsOf(await response.text()) : '';
    return broken(`the pipeline answered HTTP ${response.status}${says}`);
  } catch (error) {
    if (signal.aborted) return cancelled;
    if (timeout.aborted)
      return {
        kind: 'failed',
        cause: 'timeout',
        message: `the pipeline did not answer within ${limit / 1000} s`,
        hint: "check the pipeline's health, or raise its timeout in fishbone.yml",
      };
    return { kind: 'again', message: `the pipeline cannot be reached (${reason(error)})` };
  }
}

/** What a server says about a request that it refuses, such as a feature it does not know: short, and without secrets. */
function wordsOf(body: string): string {
  const words = redact(body.slice(0, 2000).replaceAll(/\s+/g, ' ').trim());
  return words === '' ? '' : `: ${words.slice(0, 160)}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Waits until so many seconds after `started`; false when cancelled meanwhile. */
async function untilDue(started: number, seconds: number, signal: AbortSignal): Promise<boolean> {
  const left = started + seconds * 1000 - performance.now();
  return left <= 0 ? !signal.aborted : pause(left, signal);
}

/** False when cancelled meanwhile. */
async function pause(duration: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve(true);
    }, duration);
    const onAbort = () => {
      clearTimeout(timer);
      resolve(false);
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

const cancelled: Extract<Batch, { kind: 'failed' }> = {
  kind: 'failed',
  cause: 'cancelled',
  message: 'scoring was cancelled',
  hint: 'ask again if the answer is still wanted',
};

function broken(message: string): Extract<Batch, { kind: 'failed' }> {
  return {
    kind: 'failed',
    cause: 'broken',
    message,
    hint: 'check that the pipeline runs and that its url and protocol in fishbone.yml are right',
  };
}

function reason(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error instanceof Error ? error.message : String(error);
}

/** Credentials and query of a URL stay out of evidence. */
function withoutSecrets(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
