import { z } from 'zod';
import { chooseFeature } from '../features.ts';
import type { Fault } from '../fault.ts';
import { serveValues } from '../serve-values.ts';
import { draw, quote, text } from '../workbench.ts';

/** A third party is down and sends its default: one value for everybody, offline as well. */
export const upstreamOutage: Fault = {
  kind: 'upstream.outage',
  inPipelines: false,
  async inject(scene) {
    const feature = await chooseFeature(scene);
    const values = await scene.work.rows(
      `SELECT ${quote(feature.name)}::VARCHAR AS value FROM predictions WHERE ${quote(feature.name)} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 6`,
      z.object({ value: z.string() }),
    );
    const value =
      feature.type === 'number'
        ? scene.random.pick(['0', ...values.map(({ value }) => value)])
        : scene.random.pick(values).value;
    const share = scene.size === 1 ? 1 : scene.size;
    await serveValues(scene, {
      feature: feature.name,
      value: feature.type === 'number' ? value : text(value),
      where: `${draw(`${scene.salt} default`)} < ${share}`,
      offlineToo: true,
    });
    return {
      verdict: 'incident',
      ids: ['upstream.outage'],
      culprits: [{ kind: 'feature', name: feature.name }],
      mitigations: ['fallback', 'hotfix', 'backfill'],
      scope: [],
      change: null,
      watches: [{ metric: 'mean_score' }, { metric: 'auc' }, { metric: 'psi', column: feature.name }],
      because: `${feature.name} is ${value} for ${Math.round(share * 100)} % of all requests, offline too.`,
    };
  },
};
