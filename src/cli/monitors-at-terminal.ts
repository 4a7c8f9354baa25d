import { stringify } from 'yaml';
import { openStorage } from '../../storage/open.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { FishboneConfig } from '../config/schema.ts';
import type { NamedMonitor } from '../monitors/alert-of.ts';
import { defaultMonitors } from '../monitors/default-set.ts';
import type { Judged } from '../monitors/judge.ts';
import { runOf } from '../response/monitors/backtest.ts';
import type { Backtest } from '../response/monitors/backtest.ts';
import { lookOnce } from '../response/monitors/look-once.ts';
import type { Warehouses } from '../response/ports.ts';
import type { Clock } from '../time/clock.ts';

/** The default set of every model as YAML; with several models their names stand in front. */
export function defaultSetText(models: FishboneConfig['models']): string {
  const several = Object.keys(models).length > 1;
  const monitors = Object.entries(models).flatMap(([model, config]) =>
    Object.entries(defaultMonitors(model, config)).map(
      ([name, monitor]) => [several ? `${model}-${name}` : name, monitor] as const,
    ),
  );
  return `# Monitors to begin with: put them into fishbone.yml, then see what they would have said: fishbone backtest
${stringify({ monitors: Object.fromEntries(monitors) }, { lineWidth: 110, aliasDuplicateObjects: false })}`;
}

/** A monitor as of a moment, with the runs that are kept as its history. */
export async function runMonitorOnce(
  input: {
    readonly loaded: LoadedConfig;
    readonly named: NamedMonitor;
    readonly now: Date | null;
    readonly signal: AbortSignal;
  },
  ports: { readonly warehouses: Warehouses; readonly clock: Clock },
): Promise<Judged> {
  const { loaded, named, signal } = input;
  const { warehouses, clock } = ports;
  const model = loaded.config.models[named.monitor.model];
  if (model === undefined) throw new Error(`there is no model ${named.monitor.model}`);
  const at = input.now ?? (await warehouses.newestRow(named.monitor.model)) ?? clock.now();
  const earlier =
    named.monitor.false_alarms === undefined
      ? []
      : await runsKept(loaded.config.storage.path, named.name, clock);
  return lookOnce({ named, model, at, earlier, warehouses, signal });
}

async function runsKept(path: string, monitor: string, clock: Clock) {
  const storage = await openStorage(path, { clock, exclusive: false });
  try {
    return await storage.monitors.runs(monitor, 5000);
  } finally {
    storage.close();
  }
}

/** Keeps what a replay measured, for thresholds to be learnt from. */
export async function keepReplayed(
  { config }: LoadedConfig,
  tests: readonly Backtest[],
  clock: Clock,
): Promise<void> {
  const storage = await openStorage(config.storage.path, { clock, exclusive: false });
  try {
    for (const { monitor, runs } of tests)
      for (const { slot, judged } of runs)
        await storage.monitors.keepReplayed(runOf(monitor, slot, judged, { firing: false, alerted: false }));
  } finally {
    storage.close();
  }
}
