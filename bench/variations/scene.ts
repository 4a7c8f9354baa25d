import { join } from 'node:path';
import { z } from 'zod';
import type { ModelServer, Pipeline } from './pipeline.ts';
import type { Random } from './random.ts';
import type { Recorded } from './recorded.ts';
import { draw, Figure, MaybeFigure, minutes, moment, openWorkbench, quote, text } from './workbench.ts';
import type { Workbench } from './workbench.ts';

/** The quiet days that a fault is put into: tables in memory, moments, and the pipelines that serve. */
export type Scene = {
  readonly work: Workbench;
  readonly server: ModelServer;
  readonly random: Random;
  readonly salt: string;
  readonly recorded: Recorded;
  readonly start: Date;
  readonly onset: Date;
  readonly end: Date;
  /** Of the fault: 1, 0.5 or 0.25. */
  readonly size: number;
  /** The version that serves on the quiet days. */
  readonly good: Pipeline;
  readonly hosts: readonly string[];
  /** What is served when the model does not answer. */
  readonly fallbackScore: number;
};

export type SceneOptions = {
  readonly recorded: Recorded;
  readonly server: ModelServer;
  readonly random: Random;
  readonly salt: string;
  readonly size: number;
  /** The share of requests that is kept. */
  readonly keep: number;
};

const day = 86_400_000;

/**
 * Cuts a stretch of quiet days out of a recorded bundle and moves it by whole weeks. `predictions` also carries
 * `truth` (the label, however late it is known), `served_by`, `host`, `fallback`; `requests` also the segments.
 */
export async function openScene(options: SceneOptions): Promise<Scene> {
  const { recorded, random, salt } = options;
  const work = await openWorkbench();
  const file = (table: string): string => text(join(recorded.folder, 'data', `${table}.parquet`));
  const good = await servingVersion(work, file('predictions'), recorded);
  const when = await chooseMoments(work, file('predictions'), { recorded, random, version: good.version });
  const weeks = random.whole(-20, 60);
  const shift = weeks * 7 * day;
  const cut = `ts >= ${moment(when.start)} AND ts < ${moment(when.end)}`;
  const moved = `ts + INTERVAL (${weeks * 7}) DAY`;
  const kept = `${draw(`${salt} keep`)} < ${options.keep}`;
  for (const table of ['feature_reads', 'hosts'])
    await work.run(
      `CREATE TABLE ${table} AS SELECT * REPLACE (${moved} AS ts) FROM ${file(table)} WHERE ${cut}`,
    );
  await work.run(
    `CREATE TABLE requests AS SELECT * REPLACE (${moved} AS ts), 'previous' AS served_by FROM ${file('requests')}
     WHERE ${cut} AND model_version = ${text(good.version)} AND ${kept}`,
  );
  await work.run(
    `CREATE TABLE predictions AS
     SELECT p.* REPLACE (p.${moved} AS ts, label_ts + INTERVAL (${weeks * 7}) DAY AS label_ts),
       coalesce(label, (${draw(`${salt} truth`).replace('request_id', 'p.request_id')} < score)::TINYINT) AS truth,
       r.served_by, r.host, r.fallback
     FROM ${file('predictions')} p JOIN requests r USING (request_id)`,
  );
  await work.run(
    `CREATE TABLE features_offline AS SELECT * REPLACE (${moved} AS ts) FROM ${file('features_offline')}
     WHERE request_id IN (SELECT request_id FROM predictions)`,
  );
  for (const table of ['training', 'golden'])
    await work.run(`CREATE TABLE ${table} AS SELECT * FROM ${file(table)}`);
  await segmentsOfRequests(work, recorded, salt);
  const hosts = await work.rows(
    'SELECT DISTINCT host FROM requests ORDER BY host',
    z.object({ host: z.string() }),
  );
  const { score } = await work.row(
    'SELECT round(mode(score), 4) AS score FROM predictions WHERE fallback',
    z.object({ score: MaybeFigure }),
  );
  return {
    work,
    server: options.server,
    random,
    salt,
    recorded,
    start: new Date(when.start.getTime() + shift),
    onset: new Date(when.onset.getTime() + shift),
    end: new Date(when.end.getTime() + shift),
    size: options.size,
    good,
    hosts: hosts.map(({ host }) => host),
    fallbackScore: score ?? 0.2,
  };
}

/** The version that served most; where two pipelines bear its number, the one that was good before the last build. */
async function servingVersion(work: Workbench, predictions: string, recorded: Recorded): Promise<Pipeline> {
  const { version } = await work.row(
    `SELECT mode(model_version) AS version FROM ${predictions}`,
    z.object({ version: z.string() }),
  );
  const bearing = recorded.pipelines.filter((pipeline) => pipeline.version === version);
  const good = bearing.find(({ name }) => name === 'previous') ?? bearing[0];
  if (good === undefined) throw new Error(`${recorded.name} has no pipeline of ${version}`);
  return good;
}

/** Five or six whole days, then a fault at a full five minutes, then 9 to 24 hours. */
async function chooseMoments(
  work: Workbench,
  predictions: string,
  { recorded, random, version }: { recorded: Recorded; random: Random; version: string },
): Promise<{ start: Date; onset: Date; end: Date }> {
  const span = await work.row(
    `SELECT epoch_ms(min(ts)) AS from_ms, epoch_ms(max(ts)) AS to_ms FROM ${predictions} WHERE model_version = ${text(version)}`,
    z.object({ from_ms: Figure, to_ms: Figure }),
  );
  const until = Math.min(span.to_ms, recorded.quietUntil?.getTime() ?? span.to_ms);
  const hours = random.whole(9, 24);
  const days = random.whole(5, 6);
  const firstOnset = Math.ceil(span.from_ms / day) * day + days * day;
  const lastOnset = until - hours * 3_600_000;
  if (lastOnset <= firstOnset) throw new Error(`${recorded.name} has too few quiet days`);
  const five = 300_000;
  const onset = new Date(Math.ceil(random.between(firstOnset, lastOnset) / five) * five);
  const start = new Date(Math.floor(onset.getTime() / day) * day - days * day);
  return { start, onset, end: minutes(onset, hours * 60) };
}

/** Requests that failed have no prediction, but somebody made them: they get the segments of another request. */
async function segmentsOfRequests(work: Workbench, recorded: Recorded, salt: string): Promise<void> {
  const names = recorded.segments.map(quote).join(', ');
  const { donors } = await work.row(
    'SELECT count(*) AS donors FROM predictions',
    z.object({ donors: Figure }),
  );
  await work.run(
    `CREATE TABLE donors AS SELECT row_number() OVER (ORDER BY request_id) - 1 AS place, ${names} FROM predictions`,
  );
  await work.run(
    `CREATE OR REPLACE TABLE requests AS
     SELECT r.*, ${recorded.segments.map((name) => `coalesce(p.${quote(name)}, d.${quote(name)}) AS ${quote(name)}`).join(', ')}
     FROM requests r LEFT JOIN predictions p USING (request_id)
     LEFT JOIN donors d ON d.place = hash(r.request_id || ${text(salt)}) % ${donors}`,
  );
  await work.run('DROP TABLE donors');
}
