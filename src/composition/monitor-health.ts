import type { Health } from '../intake/health.ts';
import { listMonitors } from '../response/monitors/list-monitors.ts';
import type { Services } from '../response/services.ts';

/** How everything that is watched by itself stands, for whoever scrapes the process. */
export async function monitorHealth(services: Services, now: Date): Promise<Health['monitors']> {
  const views = await listMonitors(services, now);
  return views.map(({ name, model, values, last }) => ({
    monitor: name,
    model,
    value: values.findLast((one) => one !== null) ?? null,
    firing: last?.firing ?? false,
    ranAt: last?.slot ?? null,
  }));
}
