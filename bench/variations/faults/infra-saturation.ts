import { z } from 'zod';
import { failRequests } from '../fail-requests.ts';
import type { Fault, Where } from '../fault.ts';
import type { Scene } from '../scene.ts';
import { scopeOf, segmentValues } from '../scope.ts';
import { draw, Figure, moment, quote, text } from '../workbench.ts';

/** A stage takes many times as long because the CPU is full: everywhere, on some hosts, or for those who use the stage. */
export const infraSaturation: Fault = {
  kind: 'infra.saturation',
  inPipelines: false,
  async inject(scene) {
    const { work, random, recorded, onset, salt, size } = scene;
    const stage = random.pick(recorded.stages);
    const short = stage.replace(/_ms$/, '');
    const users = await usersOf(scene, stage);
    const hosts =
      users === null && random.chance(0.4) ? random.shuffle(scene.hosts).slice(0, 2).toSorted() : [];
    const factor = 1 + (random.between(5, 12) - 1) * size;
    const on = scopeOf(hosts.map((host) => ({ host })));
    const hit = `ts >= ${moment(onset)} AND ${on.sql} AND ${quote(stage)} IS NOT NULL`;
    await work.run(
      `UPDATE requests SET ${quote(stage)} = ${quote(stage)} * (${factor} * (0.6 + 0.8 * ${draw(`${salt} slow`)})) WHERE ${hit}`,
    );
    await failRequests(scene, {
      where: `${hit} AND status = 200 AND ${quote(stage)} > 1200`,
      status: 504,
      error: 'timeout',
    });
    const noise = `(hash(ts, host, ${text(salt)}) % 1000) / 1000.0`;
    await work.run(
      `UPDATE hosts SET cpu = least(0.995, ${0.93 - 0.25 * (1 - size)} + 0.05 * ${noise}), queue_depth = (queue_depth * ${1 + 8 * size} + 6 * ${noise})::INTEGER
       WHERE ts >= ${moment(onset)} AND ${on.sql}`,
    );
    const scope = users === null ? on.where : [users];
    return {
      verdict: 'incident',
      ids: ['infra.saturation'],
      culprits: [
        ...[stage, short].map((name) => ({ kind: 'stage', name })),
        ...hosts.map((name) => ({ kind: 'host', name })),
      ],
      mitigations: ['scale', 'rollback', 'hotfix', 'toggle'],
      scope,
      change: random.pick([
        {
          kind: 'infra',
          component: 'node-pool',
          title: 'Serving nodes to the smaller machine type',
          from: 'c-8',
          to: 'c-4',
          reversible: true,
        },
        {
          kind: 'config',
          component: 'scoring-service',
          title: `Worker threads of ${short} 8 -> 1`,
          from: '8',
          to: '1',
          reversible: true,
        },
        {
          kind: 'code',
          component: 'scoring-service',
          title: `Scoring service: ${short} with the new library`,
          from: '3.5.0',
          to: '3.6.0',
          reversible: true,
        },
      ]),
      watches: [{ metric: 'latency_p95' }, { metric: 'error_rate' }],
      because: `${short} takes ${factor.toFixed(1)} times as long and the CPU is full${hosts.length === 0 ? '' : ` on ${hosts.join(' and ')}`}; quality is steady.`,
    };
  },
};

/** The segment value whose requests alone go through a stage; null: all do. */
async function usersOf(scene: Scene, stage: string): Promise<Where | null> {
  const share = async (condition: string): Promise<number> => {
    const { share } = await scene.work.row(
      `SELECT coalesce(avg((${quote(stage)} IS NOT NULL)::INTEGER) FILTER (${condition}), 0) AS share FROM requests WHERE status = 200`,
      z.object({ share: Figure }),
    );
    return share;
  };
  if ((await share('true')) > 0.95) return null;
  for (const { where } of await segmentValues(scene))
    if ((await share(scopeOf([where]).sql)) > 0.95) return where;
  return null;
}
