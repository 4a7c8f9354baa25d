import type { LoadedConfig } from '../config/load.ts';
import type { Log } from '../response/ports.ts';
import { systemClock } from '../time/clock.ts';
import type { Clock } from '../time/clock.ts';
import type { Rooms } from './rooms.ts';
import type { Terminal } from './terminal.ts';

/** The real rooms. Whatever is heavy (DuckDB, SQLite, Bolt) is loaded when a subcommand first asks for it. */
export function openRooms(terminal: Terminal, clock: Clock = systemClock): Rooms {
  let opened: Promise<Log> | null = null;
  const log = (level: 'info' | 'warn' = 'warn'): Promise<Log> =>
    (opened ??= openLog(terminal, level, terminal.errIsTerminal));
  return {
    now: () => clock.now(),
    log,
    logForPerson: () => openLog(terminal, 'warn', true),
    async loadConfig(path) {
      const { loadConfig } = await import('../config/load.ts');
      return loadConfig(path, { environment: terminal.environment, checks: await knownChecks() });
    },
    checks: knownChecks,
    async hypotheses() {
      const { HYPOTHESES } = await import('../suspects/list.ts');
      return HYPOTHESES;
    },
    async openWarehouses({ config, folder }) {
      const { openWarehouses } = await import('../sources/warehouses.ts');
      return openWarehouses({ config, folder, log: await log(), clock });
    },
    async lookAtColumns(loaded, warehouses, model) {
      const { checkColumns } = await import('../config/columns.ts');
      const { models } = loaded.config;
      const only = Object.fromEntries(Object.entries(models).filter(([name]) => name === (model ?? name)));
      return checkColumns({ ...loaded, config: { ...loaded.config, models: only } }, warehouses);
    },
    async readAlert(file, loaded) {
      const { alertIn, readAlertFile } = await import('./alert-file.ts');
      return alertIn(await readAlertFile(file), loaded, clock.now());
    },
    async investigate(input) {
      const { investigate } = await import('../response/triage/investigate.ts');
      return investigate(input);
    },
    async writeCharts(folder, charted) {
      const { writeCharts } = await import('./write-charts.ts');
      return writeCharts(folder, charted);
    },
    async checkOnce(input) {
      const { runCheckOnce } = await import('./run-check-once.ts');
      return runCheckOnce(input, clock);
    },
    async defaultMonitors(models) {
      const { defaultSetText } = await import('./monitors-at-terminal.ts');
      return defaultSetText(models);
    },
    async runMonitor(input) {
      const { runMonitorOnce } = await import('./monitors-at-terminal.ts');
      const { openWarehouses } = await import('../sources/warehouses.ts');
      const { config, folder } = input.loaded;
      const warehouses = openWarehouses({ config, folder, log: await log(), clock });
      try {
        return await runMonitorOnce(input, { warehouses, clock });
      } finally {
        await warehouses.close();
      }
    },
    async backtest(input) {
      const { backtest } = await import('../response/monitors/backtest.ts');
      return backtest(input);
    },
    async learn(loaded, tests) {
      const { keepReplayed } = await import('./monitors-at-terminal.ts');
      await keepReplayed(loaded, tests, clock);
    },
    async runCanary(held) {
      const { runCanary } = await import('../response/monitors/hold-gates.ts');
      return runCanary(held);
    },
    async writeContract(held) {
      const { writeContract } = await import('../response/monitors/hold-gates.ts');
      return writeContract(held);
    },
    async runContract(held, asked) {
      const { runContract } = await import('../response/monitors/hold-gates.ts');
      return runContract(held, asked);
    },
    deliverAlert: async (file, loaded) => deliver(file, loaded, { clock, log: await log() }),
    async storageHealth(path) {
      const { storageHealth } = await import('./storage-health.ts');
      return storageHealth(path, clock);
    },
    async slackHealth(tokens) {
      const { slackHealth } = await import('./slack-health.ts');
      return slackHealth(tokens, { slackApiUrl: terminal.environment['SLACK_API_URL'], log: await log() });
    },
    async lookAtTables(folder) {
      const { lookAtFolder } = await import('./init/look-at-tables.ts');
      return lookAtFolder(folder);
    },
    async note(incident, { config }) {
      const { noteOf } = await import('./note-of.ts');
      return noteOf(incident, config.storage.path, clock);
    },
    async backup({ config }, to) {
      const { backUp } = await import('./care-for-storage.ts');
      return backUp(config.storage.path, to, clock);
    },
    async restore({ config }, from) {
      const { restore } = await import('./care-for-storage.ts');
      return restore(config.storage.path, from, clock);
    },
    async forget({ config }, incident, reason) {
      const { forget } = await import('./care-for-storage.ts');
      await forget(config.storage.path, incident, { reason, clock });
    },
    async start(options) {
      const { start } = await import('../main.ts');
      await start(options);
    },
    async demo(options) {
      const { demo } = await import('../main.ts');
      await demo(options);
    },
  };
}

async function knownChecks() {
  const { CHECKS } = await import('../checks/list.ts');
  return CHECKS.map((check) => check.about);
}

async function openLog(terminal: Terminal, level: 'info' | 'warn', forPerson: boolean): Promise<Log> {
  const { errIsTerminal, environment } = terminal;
  const { createLog, logLevel } = await import('./log.ts');
  return createLog({
    write: (line) => terminal.err(line),
    forPerson,
    colours: errIsTerminal && (environment['NO_COLOR'] ?? '') === '',
    level: logLevel(environment['LOG_LEVEL'], level),
  });
}

async function deliver(
  file: string,
  { config }: LoadedConfig,
  ports: { readonly clock: Clock; readonly log: Log },
) {
  const { formatOf, readAlertFile } = await import('./alert-file.ts');
  const { deliverAlert } = await import('./deliver-alert.ts');
  const { keepInInbox } = await import('./keep-in-inbox.ts');
  const read = await readAlertFile(file);
  const alert = { source: formatOf(read).name, bytes: read.bytes, now: ports.clock.now() };
  return deliverAlert(alert, config, () => keepInInbox(alert, config, ports));
}
