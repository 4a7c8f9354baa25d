import { DuckDBInstance } from '@duckdb/node-api';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Alert } from '../../../src/alert/alert.ts';
import type { ModelConfig } from '../../../src/config/schema.ts';
import { CHECKS } from '../../../src/checks/list.ts';
import { parseConfig } from '../../../src/config/load.ts';
import type { LoadedConfig } from '../../../src/config/load.ts';
import { investigate } from '../../../src/response/triage/investigate.ts';
import type { Investigation } from '../../../src/response/triage/investigate.ts';
import { createResponder } from '../../../src/response/create-responder.ts';
import type { Responder } from '../../../src/response/responder.ts';
import { createRunningWork } from '../../../src/response/checks/running-work.ts';
import type { IncidentStore } from '../../../src/response/store/store.ts';
import type { Warehouses } from '../../../src/response/ports.ts';
import { openWarehouses } from '../../../src/sources/warehouses.ts';
import { systemClock } from '../../../src/time/clock.ts';
import { openStorage } from '../../../storage/open.ts';
import { layTables } from './lay-tables.ts';

/** A small shop whose model guesses who will buy: four healthy days, until a test breaks something at the onset. */
export type World = {
  readonly onset: Date;
  readonly end: Date;
  /** The onset as SQL. */
  readonly since: string;
  /** Changes the tables; `u('salt')` is a draw between 0 and 1 for each row with an `n`. */
  run(...statements: readonly string[]): Promise<void>;
  number(sql: string): Promise<number>;
  /** Writes the tables down and opens what reads them. */
  written(): Promise<{ readonly config: LoadedConfig; readonly warehouses: Warehouses }>;
  /** Writes the tables down and gives the verbs of a bot that reads them; `cut` is the moment to which it can read. */
  bot(cut: () => Date): Promise<Bot>;
  /** Writes the tables down and investigates the alert, as `fishbone investigate` does. */
  investigate(alert: Partial<Alert>): Promise<Investigation>;
  close(): Promise<void>;
};

export type Bot = {
  readonly responder: Responder;
  readonly incidents: IncidentStore;
  close(): Promise<void>;
};

const onset = new Date('2026-03-12T14:00:00Z');
const end = new Date('2026-03-12T20:00:00Z');
const start = new Date('2026-03-08T00:00:00Z');

const CONFIG = `
version: 1
sources: { logs: { type: duckdb, path: ./data } }
models:
  ranker:
    predictions: { source: logs, table: predictions, id: request_id, time: ts, version: model_version, score: score, decision: decision,
      label: { column: label, known_at: label_ts }, segments: [country, device, user_type, content], features: [device_type, price, recency, sessions, hour_of_day] }
    reference: { source: logs, table: training }
    offline_features: { source: logs, table: features_offline, id: request_id, time: ts }
    feature_reads: { source: logs, table: feature_reads, time: ts }
    requests: { source: logs, table: requests, time: ts, id: request_id, host: host, status: status, error: error_type, fallback: fallback,
      stages: [feature_fetch_ms, preprocess_ms, embedding_ms, inference_ms] }
    hosts: { source: logs, table: hosts, time: ts }
    business: { source: logs, table: business, time: ts, kpi: { name: conversion, numerator: conversions, denominator: visits } }
    changes: { source: logs, table: changes }
    baseline: { window: 4d }
`;

const TABLES = [
  'predictions',
  'requests',
  'feature_reads',
  'features_offline',
  'training',
  'business',
  'hosts',
  'changes',
];
const silent = { debug() {}, info() {}, warn() {}, error() {} };

export async function openWorld(seed: number): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'fishbone-guide-'));
  await mkdir(join(folder, 'data'));
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const run = async (...statements: readonly string[]): Promise<void> => {
    for (const statement of statements) await connection.run(statement);
  };
  await run(...layTables({ seed, start, end }));
  const written = async () => {
    for (const table of TABLES)
      await run(`COPY ${table} TO '${join(folder, 'data', table)}.parquet' (FORMAT parquet)`);
    const config = parseConfig(CONFIG, join(folder, 'fishbone.yml'), {
      environment: {},
      checks: CHECKS.map((check) => check.about),
    });
    return {
      config,
      warehouses: openWarehouses({ config: config.config, folder, log: silent, clock: systemClock }),
    };
  };
  return {
    onset,
    end,
    since: `ts >= ${moment(onset)}`,
    run,
    written,
    async number(sql) {
      const answer = await connection.runAndReadAll(`SELECT (${sql})::DOUBLE AS value`);
      return Number(answer.getRowsJS()[0]?.[0]);
    },
    async bot(cut) {
      const { config, warehouses } = await written();
      const clock = { now: cut };
      const storage = await openStorage(':memory:', { clock, exclusive: false });
      const responder = createResponder({
        config,
        incidents: storage.incidents,
        warehouses,
        clock,
        log: silent,
        version: 'test',
        dataNow: cut,
        wake: () => {},
        background: () => {},
        running: createRunningWork(),
      });
      return {
        responder,
        incidents: storage.incidents,
        async close() {
          storage.close();
          await warehouses.close();
        },
      };
    },
    async investigate(alert) {
      const { config, warehouses } = await written();
      try {
        return await investigate({
          config,
          warehouses,
          alert: alertOf(alert),
          now: null,
          clock: systemClock,
          log: silent,
          version: 'test',
          signal: new AbortController().signal,
        });
      } finally {
        await warehouses.close();
      }
    },
    async close() {
      connection.closeSync();
      instance.closeSync();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An alert as this world's monitors send them. */
export const alertOf = (alert: Partial<Alert>): Alert => ({ ...plainAlert, ...alert });

export function modelOf(): ModelConfig {
  const model = parseConfig(CONFIG, '/made/fishbone.yml').config.models['ranker'];
  if (model === undefined) throw new Error('the configuration names no ranker');
  return model;
}

const moment = (at: Date): string => `TIMESTAMP '${at.toISOString().slice(0, 19).replace('T', ' ')}'`;

const plainAlert: Alert = {
  source: 'alertmanager',
  status: 'firing',
  fingerprint: 'guide',
  model: 'ranker',
  signal: 'model-metric',
  metric: 'auc',
  column: null,
  segment: {},
  severity: 'critical',
  title: 'AUC of ranker is low',
  summary: '',
  value: null,
  baseline: null,
  startedAt: new Date('2026-03-12T14:30:00Z'),
  endedAt: null,
  links: [],
};
