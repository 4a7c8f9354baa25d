import type { z } from 'zod';
import type { Answer } from '../../checks/question.ts';
import type { PrometheusSource } from '../../config/schema/prometheus-schema.ts';
import { redact } from '../../redact/redact.ts';
import { milliseconds } from '../duration.ts';
import { readBody } from './read-body.ts';
import { ErrorReply } from './replies.ts';

type Failed = Omit<Extract<Answer, { kind: 'failed' }>, 'source'>;
export type Reply<Data> = { readonly kind: 'reply'; readonly data: Data } | Failed;

export type Request<Schema> = {
  /** Below `/api/v1/`. */
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly schema: Schema;
  readonly signal: AbortSignal;
};

/** One metrics server. Every outcome is an answer: what failed says why, in words without credentials. */
export type Connection = {
  /** Asks once, and twice more when nobody answers. Stops at the source's timeout and when the signal says so. */
  readonly ask: <Schema extends z.ZodType>(request: Request<Schema>) => Promise<Reply<z.infer<Schema>>>;
};

const attempts = 3;
const pauseMilliseconds = 200;

/** `name` is the source's in the configuration: what ran out of time names its key. */
export function connect(name: string, config: PrometheusSource): Connection {
  return {
    async ask(request) {
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await askOnce(config, request);
        if (outcome.kind === 'slow') return timedOut(outcome.message, `sources.${name}.timeout`);
        if (outcome.kind !== 'again') return outcome;
        if (attempt === attempts) return broken(`${outcome.message}, ${attempts} times`, reachHint);
        if (!(await pause(pauseMilliseconds * attempt, request.signal))) return cancelled;
      }
    },
  };
}

type Again = { readonly kind: 'again'; readonly message: string };
type Slow = { readonly kind: 'slow'; readonly message: string };

async function askOnce<Schema extends z.ZodType>(
  config: PrometheusSource,
  { path, parameters, schema, signal }: Request<Schema>,
): Promise<Reply<z.infer<Schema>> | Again | Slow> {
  const limit = milliseconds(config.timeout);
  const timeout = AbortSignal.timeout(limit);
  try {
    const long = path.startsWith('query');
    const given = new URLSearchParams(long ? { ...parameters, timeout: `${limit / 1000}s` } : parameters);
    const address = `${config.url.replace(/\/+$/, '')}/api/v1/${path}`;
    const response = await fetch(long || given.size === 0 ? address : `${address}?${given.toString()}`, {
      // A query may be longer than an address; the other questions are not taken as POST.
      ...(long ? { method: 'POST', body: given } : { method: 'GET' }),
      headers: { ...config.headers, ...credentials(config), accept: 'application/json' },
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeout]),
    });
    const body = await readBody(response);
    if (body.kind === 'too-long')
      return broken(
        `the answer is longer than ${body.megabytes} MB`,
        'ask for fewer series: narrow the selector in fishbone.yml',
      );
    if (!response.ok) return refusal(response.status, body.value);
    return understood(schema, body.value);
  } catch (error) {
    if (signal.aborted) return cancelled;
    if (timeout.aborted) return { kind: 'slow', message: `it did not answer within ${limit / 1000} s` };
    return { kind: 'again', message: `it cannot be reached (${reason(error)})` };
  }
}

function understood<Schema extends z.ZodType>(schema: Schema, body: unknown): Reply<z.infer<Schema>> | Slow {
  const failed = ErrorReply.safeParse(body);
  if (failed.success) return inWords(failed.data);
  const parsed = schema.safeParse(body);
  if (!parsed.success)
    return broken('it answered something that is no answer of Prometheus', 'check the url of the source');
  const partly = partialAnswer(body);
  if (partly !== null)
    return broken(`it answered only in part: ${told(partly)}`, 'look at the server and what it reads from');
  return { kind: 'reply', data: parsed.data };
}

/** Remarks about the query itself (since Prometheus 3) are no failure; a store that did not answer is one. */
function partialAnswer(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('warnings' in body) || !Array.isArray(body.warnings))
    return null;
  const warnings: readonly unknown[] = body.warnings;
  const grave = warnings.find(
    (warning) => typeof warning === 'string' && !/^PromQL (?:info|warning)/.test(warning),
  );
  return typeof grave === 'string' ? grave : null;
}

function refusal(status: number, body: unknown): Failed | Again | Slow {
  const failed = ErrorReply.safeParse(body);
  if (failed.success) return inWords(failed.data);
  if (status === 401 || status === 403)
    return broken(
      `it refuses access (HTTP ${status})`,
      'correct `bearer` or `basic` of the source in fishbone.yml',
    );
  if (status === 404)
    return {
      kind: 'failed',
      cause: 'missing',
      message: 'there is no Prometheus API at this address (HTTP 404)',
      hint: 'correct the url of the source in fishbone.yml, with its path prefix',
    };
  if (status >= 300 && status < 400)
    return broken(`it sends us elsewhere (HTTP ${status})`, 'give the final address as url of the source');
  if (status === 429 || status >= 500) return { kind: 'again', message: `it answered HTTP ${status}` };
  return broken(`it answered HTTP ${status}`, reachHint);
}

/** The server's own account of what went wrong. */
function inWords({ errorType, error }: z.infer<typeof ErrorReply>): Failed | Slow {
  const message = `${errorType}: ${told(error)}`;
  switch (errorType) {
    case 'timeout':
      return { kind: 'slow', message };
    case 'canceled':
      return broken(message, 'the server stopped the query: ask again');
    case 'bad_data':
      return broken(message, 'correct the query under `infra` in fishbone.yml; `fishbone doctor` tries each');
    case 'execution':
      return broken(message, 'narrow the selector in fishbone.yml, or ask about a shorter window');
    default:
      return broken(message, reachHint);
  }
}

const told = (words: string): string => redact(words.replaceAll(/[\p{Cc}\s]+/gu, ' ')).slice(0, 300);

function credentials({ bearer, basic }: PrometheusSource): Record<string, string> {
  if (bearer !== undefined) return { authorization: `Bearer ${bearer}` };
  if (basic === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${basic.user}:${basic.password}`).toString('base64')}` };
}

const reachHint = 'check that the server runs and that its url in fishbone.yml is right';

function broken(message: string, hint: string): Failed {
  return { kind: 'failed', cause: 'broken', message, hint };
}

const cancelled: Failed = {
  kind: 'failed',
  cause: 'cancelled',
  message: 'the query was cancelled',
  hint: 'ask again if the answer is still wanted',
};

function timedOut(message: string, key: string): Failed {
  const hint = `raise ${key} in fishbone.yml, or ask about a shorter window`;
  return { kind: 'failed', cause: 'timeout', message, hint };
}

function reason(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error instanceof Error ? error.message : String(error);
}

/** False when cancelled meanwhile. */
async function pause(duration: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  return new Promise((resolve) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve(true);
    }, duration);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
