import { checkColumns } from '../config/columns.ts';
import type { ColumnFinding } from '../config/columns.ts';
import type { LoadedConfig } from '../config/load.ts';
import { ConfigError, problemLine } from '../config/problem.ts';
import type { Log, Warehouses } from '../response/ports.ts';

/** A source that hangs at night must not keep the alerts out. */
const LONGEST_MS = 5000;

/**
 * Says what does not fit between configuration and tables. The bot goes on with a renamed column, a missing table and a
 * source that is away, because alerts, timeline and note need none of them; it does not start when the configuration
 * leaves no model that could be looked into.
 * @throws {ConfigError} when every model lacks its predictions, their time or their score
 */
export async function lookAtTables(
  loaded: LoadedConfig,
  warehouses: Pick<Warehouses, 'open'>,
  log: Log,
): Promise<void> {
  const look = checkColumns(loaded, warehouses).then((findings) => {
    for (const finding of findings) say(finding, log);
    return findings;
  });
  look.catch((error: unknown) => log.error('the tables cannot be looked at', { error: String(error) }));
  const late = new Promise<readonly ColumnFinding[]>((resolve) =>
    setTimeout(resolve, LONGEST_MS, []).unref(),
  );
  const findings = await Promise.race([look.catch(() => []), late]);
  const lost = findings.filter(
    ({ vital, level, because }) => vital && level === 'problem' && because === 'not there',
  );
  const left = Object.keys(loaded.config.models).filter((name) => lost.every(({ model }) => model !== name));
  if (left.length > 0) return;
  throw new ConfigError({
    code: 'config-invalid',
    message: `${loaded.path} names what the tables do not have, and leaves no model to look into:`,
    hint: 'Name it as the table spells it; `fishbone doctor` looks at everything else, too.',
    problems: lost,
  });
}

function say(finding: ColumnFinding, log: Log): void {
  const line = problemLine(finding);
  const words = `${line}${/[.?]$/.test(line) ? '' : '.'} ${finding.level === 'problem' ? consequence(finding) : 'Checks that need it say inconclusive.'}`;
  if (finding.level === 'problem') log.error(words);
  else log.warn(words);
}

function consequence({ model, because }: ColumnFinding): string {
  return because === 'unreadable'
    ? `Until it can be read, ${model} is not diagnosed; alerts are taken.`
    : `${model} is diagnosed without it, or not at all; correct the line and restart.`;
}
