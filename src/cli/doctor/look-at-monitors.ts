import type { LoadedConfig } from '../../config/load.ts';
import { milliseconds } from '../../monitors/spans.ts';
import type { Judged } from '../../monitors/judge.ts';
import type { NamedMonitor } from '../../monitors/alert-of.ts';
import { problem, warning, ok } from './line.ts';
import type { Line } from './line.ts';

/** Runs every monitor once, as of the newest row: one that has no data is found now, and not by its silence. */
export async function lookAtMonitors(
  { config }: Pick<LoadedConfig, 'config'>,
  run: (named: NamedMonitor) => Promise<Judged>,
): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const [name, monitor] of Object.entries(config.monitors)) {
    const about = `monitor ${name}`;
    const started = performance.now();
    const { outcome, reason } = await run({ name, monitor });
    const took = performance.now() - started;
    switch (outcome) {
      case 'failed':
        lines.push(problem(about, reason, 'Until that is put right its runs are reported as missed.'));
        break;
      case 'inconclusive':
        lines.push(warning(about, reason, 'Give it what it needs, a longer window or a smaller minimum.'));
        break;
      case 'steady':
      case 'quiet':
      case 'shifted':
        lines.push(
          took > milliseconds(monitor.timeout) / 2
            ? warning(
                about,
                `it took ${(took / 1000).toFixed(0)} s`,
                'Give it a longer timeout or a shorter window.',
              )
            : ok(about, `${outcome}: ${reason}`),
        );
    }
  }
  return lines;
}
