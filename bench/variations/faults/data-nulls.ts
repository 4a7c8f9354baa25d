import { chooseFeature } from '../features.ts';
import type { Fault } from '../fault.ts';
import { chooseScope } from '../scope.ts';
import { serveValues } from '../serve-values.ts';
import { draw } from '../workbench.ts';

/** A feature is empty at its source: served null, null offline as well, and the feature store misses nothing. */
export const dataNulls: Fault = {
  kind: 'data.nulls',
  inPipelines: false,
  async inject(scene) {
    const feature = await chooseFeature(scene);
    const scope = await chooseScope(scene);
    const share = scene.random.between(0.6, 0.97) * scene.size;
    await serveValues(scene, {
      feature: feature.name,
      value: 'NULL',
      where: `${scope.sql} AND ${draw(`${scene.salt} nulls`)} < ${share}`,
      offlineToo: true,
    });
    return {
      verdict: 'incident',
      ids: ['data.nulls'],
      culprits: [{ kind: 'feature', name: feature.name }],
      mitigations: ['backfill', 'hotfix', 'fallback', 'rollback'],
      scope: scope.where,
      change: scene.random.pick([
        {
          kind: 'data',
          component: 'profile-export',
          title: 'Profile export: new join on the accounts table',
          from: null,
          to: null,
          reversible: true,
        },
        {
          kind: 'data',
          component: 'etl',
          title: 'Nightly job rewritten as incremental',
          from: 'full',
          to: 'incremental',
          reversible: true,
        },
        {
          kind: 'code',
          component: 'ingest',
          title: 'Ingest: drop columns that nobody reads',
          from: '5.2.0',
          to: '5.3.0',
          reversible: true,
        },
      ]),
      watches: [
        { metric: 'null_rate', column: feature.name },
        { metric: 'auc' },
        { metric: 'mean_score' },
        { metric: 'psi', column: feature.name },
      ],
      because: `${feature.name} is null for ${Math.round(share * 100)} % of ${scope.words}, offline too; the store misses nothing.`,
    };
  },
};
