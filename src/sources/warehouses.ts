import { resolve } from 'node:path';
import type { FishboneConfig, ModelConfig } from '../config/schema.ts';
import type { Log, Warehouses } from '../response/ports.ts';
import { column, instant, maximum, secondsBetween, table } from '../sql/build.ts';
import { layoutOf, tableNames } from '../sql/layout.ts';
import { render } from '../sql/render.ts';
import { SqlError } from '../sql/sql-error.ts';
import type { Clock } from '../time/clock.ts';
import { openDuckDB } from './duckdb.ts';
import { scorer } from './pipelines.ts';
import { examineQueries } from './prometheus/examine.ts';
import { greet, metererOf } from './prometheus/meterer.ts';
import type { Source } from './source.ts';
import { describeTable, openWarehouse } from './warehouse.ts';

export type WarehousesOptions = {
  readonly config: Pick<FishboneConfig, 'sources' | 'models'>;
  /** The folder of fishbone.yml, against which relative paths are resolved. */
  readonly folder: string;
  readonly log: Log;
  readonly clock: Clock;
};

/** Sources are opened when first needed, once, and shared by the warehouses of all models. */
export function openWarehouses({ config, folder, log, clock }: WarehousesOptions): Warehouses {
  const opened = new Map<string, Promise<Source>>();

  function source(name: string): Promise<Source> {
    const known = opened.get(name);
    if (known !== undefined) return known;
    const promise = openSource(name);
    opened.set(name, promise);
    promise.catch(() => opened.delete(name));
    return promise;
  }

  async function openSource(name: string): Promise<Source> {
    const source = config.sources[name];
    if (source === undefined)
      throw new SqlError(
        'not-configured',
        `there is no source ${name}`,
        'add it under sources in fishbone.yml',
      );
    if (source.type === 'prometheus')
      throw new SqlError(
        'broken',
        `source ${name} is a metrics server and holds no tables`,
        'name its queries under infra of the model in fishbone.yml',
      );
    const path = resolve(folder, source.path);
    log.debug('opening a source', { source: name, type: source.type, path });
    return openDuckDB(name, path, source);
  }

  function modelNamed(name: string): ModelConfig {
    const model = config.models[name];
    if (model === undefined)
      throw new SqlError(
        'not-configured',
        `there is no model ${name}`,
        'add it under models in fishbone.yml',
      );
    return model;
  }

  async function newestRow(name: string): Promise<Date | null> {
    const model = modelNamed(name);
    const newest = await Promise.all(
      tableNames
        .filter((table) => (layoutOf(model, table)?.time ?? null) !== null)
        .map(async (table) => newestIn(model, table).catch((error: unknown) => unreadable(table, error))),
    );
    const times = newest.filter((time) => time !== null).map((time) => time.getTime());
    return times.length === 0 ? null : new Date(Math.max(...times));
  }

  async function newestIn(model: ModelConfig, name: (typeof tableNames)[number]): Promise<Date | null> {
    const described = await describeTable({ model, source }, name);
    if (described.time === null) return null;
    const engine = await source(layoutOf(model, name)?.source ?? '');
    const rendered = render(
      { dialect: engine.dialect, now: endOfTime, table: () => described },
      {
        kind: 'aggregate',
        from: table(name),
        where: [],
        by: {},
        measures: { newest: maximum(secondsBetween(instant(epoch), column(described.time))) },
      },
    );
    const ran = await engine.run(rendered.query, new AbortController().signal);
    if (ran.kind === 'failed') throw new SqlError('broken', ran.message, ran.hint);
    const newest = ran.rows[0]?.[0];
    // Up to the next millisecond, or a cut there would leave out the row itself when its time has microseconds.
    return typeof newest === 'number' ? new Date(Math.ceil(Math.round(newest * 1e6) / 1000)) : null;
  }

  function unreadable(table: string, error: unknown): null {
    if (!(error instanceof SqlError)) throw error;
    // Who looks at the tables, and every check that needs this one, says it to a person.
    log.debug('a table could not be read while looking for the newest row', { table, reason: error.message });
    return null;
  }

  return {
    async open(name, now) {
      const model = modelNamed(name);
      const cut = now ?? (await newestRow(name)) ?? clock.now();
      return openWarehouse({
        model,
        now: cut,
        source,
        score: scorer(model.pipelines, model.task, model.predictions),
        meter: metererOf(config.sources, model.infra, cut),
      });
    },
    newestRow,
    async queries(name) {
      const { infra } = modelNamed(name);
      const server = infra === undefined ? undefined : config.sources[infra.source];
      if (infra === undefined || server?.type !== 'prometheus') return [];
      return examineQueries(server, infra, (await newestRow(name)) ?? clock.now());
    },
    async health() {
      return Promise.all(
        Object.entries(config.sources).map(async ([name, server]) => {
          try {
            if (server.type === 'prometheus') return { source: name, ...(await greet(name, server)) };
            const tables = await (await source(name)).tables();
            return { source: name, ok: tables.length > 0, message: `${tables.length} tables` };
          } catch (error) {
            return {
              source: name,
              ok: false,
              message: error instanceof Error ? error.message : String(error),
            };
          }
        }),
      );
    },
    async close() {
      const sources = await Promise.allSettled(opened.values());
      opened.clear();
      for (const source of sources) if (source.status === 'fulfilled') await source.value.close();
    },
  };
}

const epoch = new Date(0);

/** Year 9999: a cut that cuts nothing, for the question what the newest row is. */
const endOfTime = new Date('9999-12-31T00:00:00Z');
