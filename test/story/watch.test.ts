import { join } from 'node:path';
import { expect, test } from 'vitest';
import { knownFrom } from '../../src/alert/known.ts';
import { parseConfig } from '../../src/config/load.ts';
import { stateOf } from '../../src/incident/evolve.ts';
import { startAlertWorker } from '../../src/intake/worker.ts';
import { noProfilesYet } from '../../src/monitors/known-profiles.ts';
import { createResponder } from '../../src/response/create-responder.ts';
import { runDueMonitors } from '../../src/response/run-monitors.ts';
import { createRunningWork } from '../../src/response/running-work.ts';
import { openStorage } from '../../storage/open.ts';
import { onset, statements } from '../checks/made-model.ts';
import { folderFor, lay, warehousesOf } from '../sources/made-tables.ts';

const config = `version: 1
sources: { logs: { type: duckdb, path: . } }
models:
  risk:
    predictions: { source: logs, table: predictions, id: request_id, time: ts, version: model_version, score: score,
      label: { column: label, known_at: label_ts }, segments: [country, device], features: [income, age] }
    offline_features: { source: logs, table: features_offline, id: request_id, time: ts }
    changes: { source: logs, table: changes }
monitors:
  parity:
    model: risk
    check: parity
    top_features: 1
    schedule: { cron: "0 * * * *" }
    window: { incident: 2h }
    severity: critical
`;

const offline = (folder: string): string =>
  `COPY (SELECT i AS request_id, ts, true_income AS income, age FROM made WHERE i % 2 = 0) TO '${folder}/features_offline.parquet' (FORMAT parquet)`;
const changes = (folder: string): string =>
  `COPY (SELECT 'chg-7' AS change_id, TIMESTAMP '2026-03-09 11:58:00' AS ts, 'code' AS kind, 'preprocess' AS component,
    'income in thousands' AS title, 'dana' AS author, '1.4' AS "from", '1.5' AS "to", true AS reversible) TO '${folder}/changes.parquet' (FORMAT parquet)`;

const log = { debug() {}, info() {}, warn() {}, error() {} };

test('a monitor sees the parity break, opens the incident by itself, and the suspect is right', async () => {
  await folderFor(async (folder) => {
    const served = 'CASE WHEN broken THEN true_income * 0.3 ELSE true_income END';
    await lay(...statements(folder, { served }), offline(folder), changes(folder));
    const loaded = parseConfig(config, join(folder, 'fishbone.yml'), { environment: {} });
    const warehouses = warehousesOf(folder, loaded.config);
    let now = new Date(onset.getTime() - 30 * 60_000);
    const clock = { now: () => now };
    const storage = await openStorage(':memory:', { clock, exclusive: false });
    const works: Promise<void>[] = [];
    const services = {
      config: loaded,
      incidents: storage.incidents,
      monitors: storage.monitors,
      warehouses,
      clock,
      log,
      version: '0',
      dataNow: () => now,
      wake: () => {},
      running: createRunningWork(),
      background: (_name: string, work: (signal: AbortSignal) => Promise<void>) =>
        void works.push(work(new AbortController().signal)),
    };
    const responder = createResponder(services);
    const watching = { ...services, inbox: storage.inbox, known: noProfilesYet() };
    const look = async (at: Date) => {
      now = at;
      await runDueMonitors(watching, now, new AbortController().signal);
      const worker = startAlertWorker({
        inbox: storage.inbox,
        handle: (alert, when) => responder.receiveAlert(alert, when),
        known: knownFrom(loaded.config.models),
        clock,
        log,
      });
      await worker.close();
      await Promise.all(works);
    };

    await look(now);
    expect(await storage.incidents.list({})).toEqual([]);
    await look(new Date(onset.getTime() + 2 * 3_600_000 + 60_000));
    const [incident] = await storage.incidents.list({});
    expect(incident).toMatchObject({ model: 'risk', title: 'parity: parity of income shifted' });
    const state = stateOf(await storage.incidents.read(incident?.id ?? ''));
    expect(state?.alerts[0]?.alert).toMatchObject({ source: 'monitor', severity: 'critical' });
    const [top] = state?.ranking?.suspects ?? [];
    expect(top).toMatchObject({ id: 'code.preprocessing', culprit: { kind: 'feature', name: 'income' } });
    const shown = await responder.monitors(now);
    expect(shown).toMatchObject([{ name: 'parity', last: { outcome: 'shifted', firing: true } }]);
    storage.close();
    await warehouses.close();
  });
}, 90_000);
