import { parse } from 'yaml';

/** The manifest as Slack's command line reads it, from the YAML that people write. */
export function manifestJson(yaml: string): string {
  const manifest: unknown = parse(yaml);
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
