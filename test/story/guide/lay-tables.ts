/** The healthy tables as SQL: one request every twelve seconds, the same for the same seed. */
export function layTables(world: {
  readonly seed: number;
  readonly start: Date;
  readonly end: Date;
}): readonly string[] {
  const first = `TIMESTAMP '${world.start.toISOString().slice(0, 19).replace('T', ' ')}'`;
  const requests = Math.floor((world.end.getTime() - world.start.getTime()) / 12_000);
  const minutes = Math.floor(requests / 5);
  return [
    `CREATE MACRO draw(n, salt) AS ((hash(n::VARCHAR || salt || '${world.seed}') % 1000003) + 0.5) / 1000003.0`,
    `CREATE MACRO normal(n, salt) AS sqrt(-2 * ln(draw(n, salt))) * cos(2 * pi() * draw(n, salt || '2'))`,
    `CREATE MACRO weight(kind) AS CASE kind WHEN 'phone-low' THEN -2.0 WHEN 'phone-high' THEN 0.8 WHEN 'tablet' THEN 0.0
       WHEN 'desktop' THEN 1.6 WHEN 'unknown' THEN -0.6 ELSE 2.2 END`,
    `CREATE MACRO logit(kind, price, recency, sessions) AS
       -0.9 + weight(kind) - 0.9 * ((ln(price) - 3) / 0.6) - 1.0 * ((recency - 5) / 5) + 0.8 * ((sessions - 4) / 2)`,
    `CREATE MACRO score_of(kind, price, recency, sessions) AS
       round(1 / (1 + exp(-0.9 * logit(kind, price, recency, sessions))), 5)`,
    `CREATE TABLE visits AS SELECT n, 'r' || n AS request_id,
       ${first} + to_milliseconds((n * 12000 + draw(n, 'jitter') * 11000)::BIGINT) AS ts,
       CASE WHEN draw(n, 'country') < 0.5 THEN 'US' WHEN draw(n, 'country') < 0.8 THEN 'DE' ELSE 'BR' END AS country,
       CASE WHEN draw(n, 'device') < 0.5 THEN 'android' WHEN draw(n, 'device') < 0.85 THEN 'ios' ELSE 'web' END AS device,
       CASE WHEN draw(n, 'user') < 0.3 THEN 'new' ELSE 'returning' END AS user_type,
       CASE WHEN draw(n, 'content') < 0.35 THEN 'text' ELSE 'plain' END AS content
     FROM range(${requests}) AS r(n)`,
    `CREATE TABLE facts AS SELECT *,
       CASE device WHEN 'android' THEN CASE WHEN draw(n, 'kind') < 0.6 THEN 'phone-low' ELSE 'phone-high' END
         WHEN 'ios' THEN CASE WHEN draw(n, 'kind') < 0.85 THEN 'phone-high' ELSE 'tablet' END ELSE 'desktop' END AS device_type,
       round(exp(3 + 0.6 * normal(n, 'price')), 2) AS price,
       round(-5 * ln(draw(n, 'recency')), 2) AS recency,
       greatest(1, round(4 + 2 * normal(n, 'sessions') - CASE user_type WHEN 'new' THEN 1.5 ELSE 0 END)) AS sessions,
       hour(ts) AS hour_of_day FROM visits`,
    `CREATE TABLE predictions AS SELECT n, request_id, ts, 'v2' AS model_version, country, device, user_type, content,
       device_type, price, recency, sessions, hour_of_day,
       score_of(device_type, price, recency, sessions) AS score, 0::TINYINT AS decision,
       (draw(n, 'truth') < 1 / (1 + exp(-1.25 * logit(device_type, price, recency, sessions))))::TINYINT AS truth,
       NULL::TINYINT AS label, ts + to_minutes((5 + 20 * draw(n, 'label'))::INTEGER) AS label_ts FROM facts`,
    `UPDATE predictions SET decision = (score >= 0.5)::TINYINT`,
    `UPDATE predictions SET label = truth`,
    `CREATE TABLE features_offline AS SELECT request_id, ts, device_type, price, recency, sessions, hour_of_day
       FROM facts WHERE draw(n, 'offline') < 0.4`,
    `CREATE TABLE training AS SELECT country, device, user_type, content, device_type, price, recency, sessions, hour_of_day, truth AS label
       FROM predictions WHERE draw(n, 'training') < 0.08`,
    `CREATE TABLE feature_reads AS SELECT time_bucket(INTERVAL 5 MINUTE, ts) AS ts, feature, count(*)::INTEGER AS reads,
       sum((draw(n, 'miss' || feature) < 0.005)::INTEGER)::INTEGER AS misses, 40.0 + 5 * min(draw(n, feature)) AS age_p95_s
       FROM visits, (VALUES ('device_type'), ('price'), ('recency'), ('sessions'), ('hour_of_day')) AS f(feature) GROUP BY 1, 2`,
    `CREATE TABLE requests AS SELECT n, request_id, ts, 'v2' AS model_version, 'h' || (1 + n % 4) AS host, content,
       CASE WHEN draw(n, 'status') < 0.007 THEN 500 ELSE 200 END AS status,
       CASE WHEN draw(n, 'status') < 0.007 THEN 'internal' END AS error_type, false AS fallback,
       round(18 * exp(0.3 * normal(n, 'fetch')), 2) AS feature_fetch_ms, round(9 * exp(0.3 * normal(n, 'prep')), 2) AS preprocess_ms,
       CASE content WHEN 'text' THEN round(30 * exp(0.3 * normal(n, 'embed')), 2) ELSE 0.0 END AS embedding_ms,
       round(35 * exp(0.3 * normal(n, 'infer')), 2) AS inference_ms FROM visits`,
    `CREATE TABLE hosts AS SELECT ${first} + to_minutes(m::INTEGER) AS ts, 'h' || h AS host,
       round(0.42 + 0.05 * normal(m * 7 + h, 'cpu'), 3) AS cpu, round(0.55 + 0.02 * normal(m * 7 + h, 'memory'), 3) AS memory,
       round(0.05 + 0.01 * draw(m * 7 + h, 'gpu'), 3) AS gpu, 1 AS restarts, floor(3 * draw(m * 7 + h, 'queue'))::INTEGER AS queue_depth
       FROM range(${minutes}) AS a(m), range(1, 5) AS b(h)`,
    countBusiness('CREATE'),
    `CREATE TABLE changes (change_id VARCHAR, ts TIMESTAMP, kind VARCHAR, component VARCHAR, title VARCHAR, author VARCHAR,
       "from" VARCHAR, "to" VARCHAR, reversible BOOLEAN)`,
    `INSERT INTO changes VALUES
       ('chg-1', ${first} + INTERVAL 30 HOUR, 'infra', 'gateway', 'Certificate renewed', 'kim', NULL, NULL, true),
       ('chg-2', ${first} + INTERVAL 60 HOUR, 'config', 'web', 'Banner of the help page', 'lee', NULL, NULL, true),
       ('chg-3', ${first} + INTERVAL 100 HOUR, 'flag', 'web', 'New icons for ten percent', 'lee', 'off', 'on', true)`,
  ];
}

/** What the till saw: who was shown an offer and took it. Counted again after the decisions have changed. */
export const countBusiness = (how: 'CREATE' | 'CREATE OR REPLACE'): string =>
  `${how} TABLE business AS SELECT time_bucket(INTERVAL 5 MINUTE, ts) AS ts, country, device, user_type, content,
     count(*)::INTEGER AS visits, sum((decision = 1 AND truth = 1)::INTEGER)::INTEGER AS conversions,
     sum((decision = 1 AND truth = 1)::INTEGER * price) AS revenue FROM predictions GROUP BY ALL`;

/** Scores and decisions as the model gives them for the features it is served now. */
export const scoreAgain: readonly string[] = [
  `UPDATE predictions SET score = score_of(device_type, price, recency, sessions)`,
  `UPDATE predictions SET decision = (score >= 0.5)::TINYINT`,
  countBusiness('CREATE OR REPLACE'),
];

export const change = (row: {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly component: string;
  readonly title: string;
  readonly from?: string;
  readonly to?: string;
}): string =>
  `INSERT INTO changes VALUES ('${row.id}', TIMESTAMP '${row.at}', '${row.kind}', '${row.component}', '${row.title}', 'sam',
     ${row.from === undefined ? 'NULL' : `'${row.from}'`}, ${row.to === undefined ? 'NULL' : `'${row.to}'`}, true)`;
