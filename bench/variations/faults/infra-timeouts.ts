import type { Fault } from '../fault.ts';
import { scopeOf } from '../scope.ts';
import { draw, moment, quote, text } from '../workbench.ts';

/** A stage runs into its deadline on some hosts, and the default score is served there. */
export const infraTimeouts: Fault = {
  kind: 'infra.timeouts',
  inPipelines: false,
  async inject(scene) {
    const { work, random, recorded, onset, salt } = scene;
    const stage = random.pick(recorded.stages.slice(0, 3));
    const short = stage.replace(/_ms$/, '');
    const hosts = random
      .shuffle(scene.hosts)
      .slice(0, random.whole(1, Math.max(1, scene.hosts.length - 2)))
      .toSorted();
    const share = random.between(0.4, 0.85) * scene.size;
    const scope = scopeOf(hosts.map((host) => ({ host })));
    const hit = `ts >= ${moment(onset)} AND ${scope.sql} AND ${draw(`${salt} deadline`)} < ${share}`;
    const deadline = random.pick([200, 250, 400]);
    await work.run(
      `UPDATE requests SET ${quote(stage)} = ${deadline} + 12 * ${draw(`${salt} over`)}, fallback = true, error_type = ${text(`${short}_timeout`)} WHERE ${hit}`,
    );
    await work.run(`UPDATE predictions SET fallback = true WHERE ${hit}`);
    return {
      verdict: 'incident',
      ids: ['infra.timeouts'],
      culprits: [
        ...[stage, short].map((name) => ({ kind: 'stage', name })),
        ...hosts.map((name) => ({ kind: 'host', name })),
      ],
      mitigations: ['scale', 'fallback', 'rollback', 'hotfix'],
      scope: scope.where,
      change: random.pick([
        {
          kind: 'config',
          component: 'scoring-service',
          title: `Deadline of ${short} ${deadline * 4}ms -> ${deadline}ms`,
          from: `${deadline * 4}ms`,
          to: `${deadline}ms`,
          reversible: true,
        },
        {
          kind: 'infra',
          component: 'node-pool',
          title: 'Serving nodes: new network plugin',
          from: '1.14',
          to: '1.15',
          reversible: true,
        },
      ]),
      watches: [{ metric: 'fallback_rate' }, { metric: 'auc' }, { metric: 'latency_p95' }],
      because: `${short} hits its deadline on ${hosts.join(' and ')}, and those requests get the default score.`,
    };
  },
};
