import { chooseFeature } from '../features.ts';
import type { Fault } from '../fault.ts';
import { countMisses } from '../reads.ts';
import { chooseScope } from '../scope.ts';
import { serveValues } from '../serve-values.ts';
import { draw } from '../workbench.ts';

/** The online store is asked under another key: it misses, null is served, and offline the value is there. */
export const configFeatureStore: Fault = {
  kind: 'config.feature-store',
  inPipelines: false,
  async inject(scene) {
    const feature = await chooseFeature(scene);
    const scope = await chooseScope(scene);
    const share = scene.random.between(0.7, 1) * scene.size;
    const where = `${scope.sql} AND ${draw(`${scene.salt} keys`)} < ${share}`;
    await countMisses(scene, feature.name, where);
    await serveValues(scene, { feature: feature.name, value: 'NULL', where, offlineToo: false });
    return {
      verdict: 'incident',
      ids: ['config.feature-store'],
      culprits: [{ kind: 'feature', name: feature.name }],
      mitigations: ['rollback', 'hotfix', 'fallback'],
      scope: scope.where,
      change: scene.random.pick([
        {
          kind: 'config',
          component: 'feature-store',
          title: 'Online store: entity keys lower-cased',
          from: 'v4',
          to: 'v5',
          reversible: true,
        },
        {
          kind: 'config',
          component: 'feature-store',
          title: 'TTL of the profile group 7d -> 1h',
          from: '7d',
          to: '1h',
          reversible: true,
        },
        {
          kind: 'config',
          component: 'online-store',
          title: 'New namespace for profile features',
          from: 'profile',
          to: 'profile_v2',
          reversible: true,
        },
      ]),
      watches: [{ metric: 'null_rate', column: feature.name }, { metric: 'auc' }, { metric: 'mean_score' }],
      because: `Reads of ${feature.name} miss for ${scope.words}; null is served where the offline code has the value.`,
    };
  },
};
