import type { Recorded } from './recorded.ts';
import type { Serving } from './rescore.ts';

/** Tables that a team may do without, with the line of fishbone.yml that names each. */
export const optionalTables = {
  feature_reads: 'feature_reads',
  features_offline: 'offline_features',
  hosts: 'hosts',
  business: 'business',
  golden: 'golden',
  changes: 'changes',
} as const;
export type OptionalTable = keyof typeof optionalTables;

/** The recorded fishbone.yml with the versions that serve now, and without the table that is missing. */
export function configurationText(
  recorded: Recorded,
  serving: Serving,
  missing: OptionalTable | null,
): string {
  const lines = recorded.configuration.split('\n').map((line) => {
    const which = /^\s+(current|previous):\s/.exec(line)?.[1];
    if (which === 'current' || which === 'previous')
      return line
        .replace(/version: [^,]+/, `version: ${serving[which].version}`)
        .replace(/url: "[^"]+"/, `url: "\${PIPELINES_URL:-http://127.0.0.1:7300}/${which}/invocations"`);
    return line;
  });
  const without = missing === null ? null : new RegExp(`^    ${optionalTables[missing]}: \\{`);
  return lines.filter((line) => without === null || !without.test(line)).join('\n');
}
