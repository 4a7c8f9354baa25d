import type { Scene } from './scene.ts';
import { draw, moment, quote } from './workbench.ts';

/**
 * What the billing system counted: every request is a visit, and who would buy buys nine times in ten when the decision
 * is yes and about once in four when it is no (as in the recorded bundles). Labels have no part in it: it goes by the truth.
 */
export async function countBusiness(scene: Scene): Promise<void> {
  const { work, salt, recorded, start } = scene;
  const segments = recorded.segments.map((name) => `r.${quote(name)}`).join(', ');
  const names = recorded.segments.map(quote).join(', ');
  await work.run(
    `CREATE OR REPLACE TABLE business AS
     WITH visits AS (
       SELECT time_bucket(INTERVAL 5 MINUTE, r.ts) AS ts, ${segments}, r.request_id,
         ${draw(`${salt} sale`).replace('request_id', 'r.request_id')} < CASE
           WHEN p.truth IS NULL THEN 0.06
           WHEN p.truth = 1 AND p.decision = 1 THEN 0.9
           WHEN p.truth = 1 THEN 0.275
           WHEN p.decision = 1 THEN 0.006 ELSE 0.0002 END AS bought
       FROM requests r LEFT JOIN predictions p USING (request_id) WHERE r.ts >= ${moment(start)}
     )
     SELECT ts, ${names}, count(*)::INTEGER AS visits, count(*) FILTER (bought)::INTEGER AS conversions,
       round(coalesce(sum(30 + 77 * ${draw(`${salt} price`)}) FILTER (bought), 0), 2) AS revenue
     FROM visits GROUP BY ALL ORDER BY ALL`,
  );
}
