import { ConfigError } from '../../src/config/problem.ts';
import { parseConfig } from '../../src/config/load.ts';
import type { LoadOptions, LoadedConfig } from '../../src/config/load.ts';

/** A small configuration in which a test changes one thing: `replace` maps a piece of the text to another. */
export function configText(replace: Readonly<Record<string, string>> = {}): string {
  let text = `version: 1
sources:
  logs: { type: duckdb, path: ./data }
models:
  deposit:
    predictions:
      source: logs
      table: predictions
      id: request_id
      time: ts
      score: score
      decision: decision
      label: { column: label, known_at: label_ts }
      segments: [country, device]
      features: [age, balance]
    baseline: { window: 7d }
`;
  for (const [from, to] of Object.entries(replace)) {
    if (!text.includes(from)) throw new Error(`the configuration has no ${from}`);
    text = text.replace(from, () => to);
  }
  return text;
}

export function load(text: string, options: LoadOptions = {}): LoadedConfig {
  return parseConfig(text, '/etc/fishbone/fishbone.yml', { environment: {}, ...options });
}

/** What is said about a configuration that cannot be used. */
export function refused(text: string, options: LoadOptions = {}): ConfigError {
  try {
    load(text, options);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

export function messages(text: string, options: LoadOptions = {}): readonly string[] {
  return refused(text, options).problems.map(
    (each) => `${each.line}:${each.column} ${each.key}: ${each.message}`,
  );
}
