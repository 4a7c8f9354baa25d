import { z } from 'zod';
import type { Core } from '../core.ts';
import { compact, parseJson } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { RateLimit } from '../rate-limits.ts';

/** A method of the Web API as the sandbox serves it. */
export type Method = {
  readonly name: string;
  readonly token: 'bot' | 'app' | 'none';
  /** Any one of these lets the app call it; none listed means no scope is needed. */
  readonly scopes: readonly string[];
  readonly limit: RateLimit | undefined;
  /** Parses the arguments and answers; throws a Refusal for Slack's `ok: false`. */
  run(args: Fields, core: Core): Fields | Promise<Fields>;
};

type MethodDefinition<Args> = {
  readonly name: string;
  readonly token?: Method['token'];
  readonly scopes?: readonly string[];
  readonly limit?: RateLimit;
  readonly args: z.ZodType<Args>;
  readonly run: (args: Args, core: Core) => Fields | Promise<Fields>;
};

export function method<Args>(definition: MethodDefinition<Args>): Method {
  return {
    name: definition.name,
    token: definition.token ?? 'bot',
    scopes: definition.scopes ?? [],
    limit: definition.limit,
    run: (args, core) => definition.run(parseArguments(definition.args, args), core),
  };
}

/** Slack's `ok: false`, with the error name and what else goes into the answer. */
export class Refusal extends Error {
  readonly code: string;
  readonly extra: Fields;

  constructor(code: string, extra: Fields = {}) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.extra = extra;
  }
}

function parseArguments<Args>(schema: z.ZodType<Args>, args: Fields): Args {
  const parsed = schema.safeParse(compact(args));
  if (parsed.success) return parsed.data;
  const messages = parsed.error.issues.map((issue) => {
    const pointer = issue.path.map((key) => `/${String(key)}`).join('');
    const isMissing = args[String(issue.path[0])] === undefined;
    return isMissing
      ? `[ERROR] missing required field: ${String(issue.path[0])}`
      : `[ERROR] ${issue.message} [json-pointer:${pointer}]`;
  });
  throw new Refusal('invalid_arguments', { response_metadata: { messages } });
}

/** Arguments arrive as form text or as JSON; these read both. */
export const arg = {
  text: z.union([z.string(), z.number()]).transform(String),
  flag: z
    .union([z.boolean(), z.enum(['true', 'false', '1', '0'])])
    .transform((it) => it === true || it === 'true' || it === '1'),
  count: z.coerce.number().int().min(1).max(1000),
  /** A JSON value, spelled out or as text. */
  json: z.unknown().transform((value) => (typeof value === 'string' ? parseJson(value) : value)),
};
