import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Alert } from '../../src/alert/alert.ts';
import { contextOf, type Basis } from '../../src/checks/context.ts';
import { FishboneConfig } from '../../src/config/schema.ts';
import { ModelConfig } from '../../src/config/schema/model-schema.ts';
import { runInquiry } from '../../src/response/checks/run-inquiries.ts';
import { measureScope } from '../../src/scope/measure.ts';
import type { Scope } from '../../src/scope/scope.ts';
import { measureSymptom } from '../../src/symptom/measure.ts';
import type { Symptom } from '../../src/symptom/symptom.ts';
import { statements, usualModel, type Made } from '../checks/made-model.ts';
import { folderFor, lay, unhurried, warehousesOf } from '../sources/made-tables.ts';

export type MadeIncident = {
  readonly made?: Made;
  readonly alert?: Partial<Alert>;
  readonly now?: Date;
  /** Dimensions to break down by; none: look for the segments. */
  readonly dimensions?: readonly string[];
  readonly model?: (usual: typeof usualModel) => object;
};

/** Half an hour after the onset of the made models. */
const alertedAt = new Date('2026-03-09T12:40:00Z');

const alert: Alert = {
  source: 'generic',
  status: 'firing',
  fingerprint: 'made',
  model: 'risk',
  signal: 'model-metric',
  metric: 'auc',
  column: null,
  segment: {},
  severity: 'critical',
  title: 'AUC low',
  summary: '',
  value: null,
  baseline: null,
  startedAt: alertedAt,
  endedAt: null,
  links: [],
};

/** Symptom and scope of a made model, measured on a real DuckDB over Parquet. */
export async function investigated(
  incident: MadeIncident,
): Promise<{ readonly symptom: Symptom; readonly scope: Scope }> {
  let found: { readonly symptom: Symptom; readonly scope: Scope } | null = null;
  await folderFor(async (folder) => {
    const data = join(folder, 'data');
    await mkdir(data);
    await lay(...statements(data, incident.made ?? {}));
    const config = FishboneConfig.parse({
      version: 1,
      sources: { logs: { type: 'duckdb', path: './data', threads: 2 } },
      models: { risk: incident.model?.(usualModel) ?? usualModel },
    });
    const warehouses = warehousesOf(folder, config);
    const warehouse = await warehouses.open('risk', incident.now ?? null);
    const basis: Basis = {
      modelName: 'risk',
      model: ModelConfig.parse(config.models['risk']),
      alert: { ...alert, ...incident.alert },
      now: warehouse.now,
    };
    const symptom = (await runInquiry(measureSymptom(basis), warehouse, unhurried.signal)).result;
    const context = contextOf(basis, symptom);
    const scope = (
      await runInquiry(measureScope(context, incident.dimensions ?? []), warehouse, unhurried.signal)
    ).result;
    found = { symptom, scope };
    await warehouses.close();
  });
  if (found === null) throw new Error('nothing was measured');
  return found;
}

export function minutesFrom(at: Date | undefined, truth: Date): number {
  return at === undefined ? Infinity : (at.getTime() - truth.getTime()) / 60_000;
}
