import { failRequests } from '../fail-requests.ts';
import type { Fault } from '../fault.ts';
import { scopeOf } from '../scope.ts';
import { draw, moment } from '../workbench.ts';

/** Some hosts run out of memory again and again, restart, and answer with errors meanwhile. */
export const infraRestarts: Fault = {
  kind: 'infra.restarts',
  inPipelines: false,
  async inject(scene) {
    const { work, random, onset, salt, size } = scene;
    const hosts = random.shuffle(scene.hosts).slice(0, random.whole(1, 2)).toSorted();
    const on = scopeOf(hosts.map((host) => ({ host })));
    const every = random.whole(7, 14) / size;
    const since = `(epoch(ts - ${moment(onset)}) / 60)`;
    const minute = `(${since} % ${every})`;
    await work.run(
      `UPDATE hosts SET restarts = restarts + floor(${since} / ${every})::INTEGER + 1,
         memory = least(0.99, 0.6 + 0.38 * ${minute} / ${every}), queue_depth = queue_depth + CASE WHEN ${minute} < 2 THEN 7 ELSE 0 END
       WHERE ts >= ${moment(onset)} AND ${on.sql}`,
    );
    await failRequests(scene, {
      where: `ts >= ${moment(onset)} AND ${on.sql} AND ${minute} < 2.5 AND ${draw(`${salt} crash`)} < 0.8`,
      status: 503,
      error: random.pick(['connection_reset', 'upstream_unavailable']),
    });
    return {
      verdict: 'incident',
      ids: ['infra.restarts'],
      culprits: hosts.map((name) => ({ kind: 'host', name })),
      mitigations: ['rollback', 'scale', 'hotfix', 'toggle', 'fallback'],
      scope: on.where,
      change: random.pick([
        {
          kind: 'config',
          component: 'scoring-service',
          title: 'Memory limit of the serving pods 6Gi -> 3Gi',
          from: '6Gi',
          to: '3Gi',
          reversible: true,
        },
        {
          kind: 'code',
          component: 'scoring-service',
          title: 'Scoring service: in-process cache of profiles',
          from: '3.6.0',
          to: '3.7.0',
          reversible: true,
        },
        {
          kind: 'infra',
          component: 'node-pool',
          title: 'Two nodes replaced by preemptible ones',
          from: null,
          to: null,
          reversible: true,
        },
      ]),
      watches: [{ metric: 'error_rate' }],
      because: `${hosts.join(' and ')} restart every ${every.toFixed(0)} minutes, with errors in between.`,
    };
  },
};
