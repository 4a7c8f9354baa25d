import { openRooms } from '../../src/cli/open-rooms.ts';
import type { Rooms } from '../../src/cli/rooms.ts';
import type { Alert } from '../../src/alert/alert.ts';
import type { Log, Warehouses } from '../../src/response/ports.ts';
import { configText, load } from '../config/config-text.ts';
import { fakeTerminal } from './fake-terminal.ts';

export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export const closedWarehouses: Warehouses = {
  open: () => Promise.reject(new Error('no table is opened here')),
  newestRow: async () => null,
  health: async () => [],
  queries: async () => [],
  close: async () => {},
};

/** The alert that every file holds here. */
export const someAlert: Alert = {
  source: 'alertmanager',
  status: 'firing',
  fingerprint: 'f1',
  model: 'deposit',
  signal: 'model-metric',
  metric: 'auc',
  column: null,
  segment: {},
  severity: 'critical',
  title: 'AUC of deposit is low',
  summary: '',
  value: 0.78,
  baseline: 0.86,
  startedAt: new Date('2026-03-09T14:35:00Z'),
  endedAt: null,
  links: [],
};

/** Rooms that a subcommand can be tried in; a test replaces those it is about. Those not replaced are the real ones. */
export function fakeRooms(replaced: Partial<Rooms> = {}): Rooms {
  return {
    ...openRooms(fakeTerminal(), { now: () => new Date('2026-03-09T15:00:00Z') }),
    log: async () => silentLog,
    loadConfig: async () => load(configText()),
    checks: async () => [],
    hypotheses: async () => [],
    openWarehouses: async () => closedWarehouses,
    lookAtColumns: async () => [],
    readAlert: async () => someAlert,
    ...replaced,
  };
}
