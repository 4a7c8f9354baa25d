import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { z } from 'zod';
import { findWrongRules } from './sense/channel-rules.ts';
import { findWrongDurations } from './durations.ts';
import type { Environment } from './environment.ts';
import { numbersFromEnvironment } from './environment-numbers.ts';
import { explainIssues } from './explain.ts';
import { hashConfig } from './hash.ts';
import { findClassNonsense } from './sense/class-sense.ts';
import { findModelNonsense } from './sense/model-sense.ts';
import { resolvePaths } from './paths.ts';
import { ConfigError, dotted } from './problem.ts';
import type { ConfigProblem, Finding, KeyPath, Position } from './problem.ts';
import { readYaml } from './read-yaml.ts';
import type { Reading } from './read-yaml.ts';
import { findWrongQueries } from './sense/infra-sense.ts';
import { findMonitorNonsense } from './sense/monitor-sense.ts';
import { findWrongReferences } from './sense/references.ts';
import { FishboneConfig } from './schema.ts';
import { findWrongThresholds } from './thresholds.ts';
import { valueAt } from './value-at.ts';
import type { KnownChecks } from './thresholds.ts';

/** A configuration in force. Paths in `config` are absolute; `positions` says by dotted key where each stands. */
export type LoadedConfig = {
  readonly config: FishboneConfig;
  readonly path: string;
  readonly folder: string;
  readonly hash: string;
  readonly positions: ReadonlyMap<string, Position>;
  /** Worth knowing, and no reason to stop. */
  readonly notes: readonly ConfigProblem[];
};

export type LoadOptions = {
  readonly environment?: Environment;
  /** The checks there are, to judge `checks:` by; without them thresholds are not looked at. */
  readonly checks?: KnownChecks;
};

const largestFileBytes = 1_000_000;

/**
 * Reads fishbone.yml. Everything that is wrong is said at once, each with its place.
 * @throws {ConfigError} when it cannot be read, is not YAML, or is not a configuration
 */
export async function loadConfig(path: string, options: LoadOptions = {}): Promise<LoadedConfig> {
  const absolute = resolve(path);
  return parseConfig(await readText(absolute), absolute, options);
}

/** The same for a text that is already at hand; `path` says where it would stand. */
export function parseConfig(text: string, path: string, options: LoadOptions = {}): LoadedConfig {
  const reading = readYaml(text, options.environment ?? process.env);
  const file = basename(path);
  const [first] = reading.syntax;
  if (first !== undefined) {
    throw new ConfigError({
      code: 'config-not-yaml',
      message: `${file} cannot be read as YAML.`,
      hint: `Correct line ${first.line} and try again.`,
      problems: reading.syntax.map((each) => ({ file, key: '', ...each })),
    });
  }
  const { parsed, root } = parse(reading);
  const findings = [
    ...reading.findings,
    ...(parsed.success ? [] : explainIssues(parsed.error.issues, { ...reading, value: root })),
    ...crossFindings(root, options.checks),
  ];
  const problems = located(findings, 'problem', { file, reading });
  if (problems.length > 0 || !parsed.success) throw invalid(file, problems);
  const folder = dirname(path);
  return {
    config: resolvePaths(parsed.data, folder),
    path,
    folder,
    hash: hashConfig(parsed.data),
    positions: reading.positions,
    notes: located(findings, 'note', { file, reading }),
  };
}

/** A number that came as a variable is still a text after the first look: the schema says where numbers belong. */
function parse(reading: Reading): { parsed: z.ZodSafeParseResult<FishboneConfig>; root: unknown } {
  const parsed = FishboneConfig.safeParse(reading.value);
  if (parsed.success || reading.variables.size === 0) return { parsed, root: reading.value };
  const root = numbersFromEnvironment(reading, parsed.error.issues);
  return { parsed: FishboneConfig.safeParse(root), root };
}

function crossFindings(root: unknown, checks: KnownChecks | undefined): readonly Finding[] {
  return [
    ...findWrongReferences(root),
    ...findModelNonsense(root),
    ...findClassNonsense(root),
    ...findWrongQueries(root),
    ...findWrongRules(root),
    ...findWrongDurations(root),
    ...findMonitorNonsense(root, checks),
    ...(checks === undefined ? [] : findWrongThresholds(root, checks)),
  ];
}

async function readText(path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    if (bytes.length <= largestFileBytes) return bytes.toString('utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new ConfigError({
      code: 'config-not-readable',
      message: missing ? `There is no file ${path}.` : `${path} cannot be read: ${String(error)}`,
      hint: missing
        ? 'Name the configuration with --config, or write one with `fishbone init <folder of tables>`.'
        : 'Check that it is a file and that this user may read it.',
    });
  }
  throw new ConfigError({
    code: 'config-not-readable',
    message: `${path} is larger than a configuration can be (1 MB).`,
    hint: 'Name the fishbone.yml itself with --config, not a table.',
  });
}

function invalid(file: string, problems: readonly ConfigProblem[]): ConfigError {
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  return new ConfigError({
    code: 'config-invalid',
    message: `${file} has ${count}:`,
    hint: 'docs/configuration.md describes every key; `fishbone doctor` looks at the tables too.',
    problems,
  });
}

/** Gives each its place: that of its key, or of the nearest key above that is written. In the order of the file. */
function located(
  findings: readonly Finding[],
  level: Finding['level'],
  at: { readonly file: string; readonly reading: Reading },
): readonly ConfigProblem[] {
  return findings
    .filter((finding) => finding.level === level)
    .map(({ path, message }) => ({
      file: at.file,
      ...positionOf(path, at.reading.positions),
      key: dotted(path),
      message: withoutVariables(message, path, at.reading),
    }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

/** What came from the environment is named, not quoted. */
function withoutVariables(message: string, path: KeyPath, reading: Reading): string {
  const [name] = reading.variables.get(dotted(path)) ?? [];
  const value = valueAt(reading.value, path);
  if (name === undefined || typeof value !== 'string') return message;
  return message.replaceAll(`'${value}'`, () => `'\${${name}}'`);
}

/** Where a key stands, or the nearest key above it that is written in the file. */
export function positionOf(path: KeyPath, positions: ReadonlyMap<string, Position>): Position {
  for (let length = path.length; length > 0; length -= 1) {
    const position = positions.get(dotted(path.slice(0, length)));
    if (position !== undefined) return position;
  }
  return { line: 1, column: 1 };
}
