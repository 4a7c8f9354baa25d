import type { ModelConfig } from '../../config/schema.ts';
import type { NamedMonitor } from '../../monitors/alert-of.ts';
import { failed, judge } from '../../monitors/judge.ts';
import type { Judged } from '../../monitors/judge.ts';
import { noProfilesYet } from '../../monitors/known-profiles.ts';
import { milliseconds, spansAt } from '../../monitors/spans.ts';
import { measureMonitors } from './measure-monitors.ts';
import type { MonitorRun } from '../store/monitor-store.ts';
import type { Warehouses } from '../ports.ts';

/** What a monitor would say at a moment, outside its schedule: nothing is kept and nothing is sent. */
export async function lookOnce(input: {
  readonly named: NamedMonitor;
  readonly model: ModelConfig;
  readonly at: Date;
  readonly earlier: readonly MonitorRun[];
  readonly warehouses: Pick<Warehouses, 'open'>;
  readonly signal: AbortSignal;
}): Promise<Judged> {
  const { named, model, at, warehouses, signal } = input;
  const { monitor } = named;
  const about = {
    modelName: monitor.model,
    model,
    monitors: [named],
    slot: at,
    cut: at,
    known: noProfilesYet(),
  };
  const seconds = milliseconds(monitor.timeout) / 1000;
  const outcome = (await measureMonitors(warehouses, about, { seconds, signal })).get(named.name);
  if (outcome === undefined || 'failure' in outcome)
    return failed(outcome?.failure ?? 'the run ended without an answer');
  const history = input.earlier
    .filter((run) => run.slot < at)
    .map((run) => ({ slot: run.slot, size: run.size, alerted: run.outcome === 'shifted' }));
  return judge({ monitor, windows: spansAt(monitor, model, at), watched: outcome, history, mute: null });
}
