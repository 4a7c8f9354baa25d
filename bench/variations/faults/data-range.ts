import { chooseFeature } from '../features.ts';
import type { Fault } from '../fault.ts';
import { chooseScope } from '../scope.ts';
import { serveValues } from '../serve-values.ts';
import { draw, quote } from '../workbench.ts';

/** A number comes in another unit: wrong at the source, so offline as well. */
export const dataRange: Fault = {
  kind: 'data.range',
  inPipelines: false,
  async inject(scene) {
    const feature = await chooseFeature(scene, 'number');
    const scope = await chooseScope(scene);
    const factor = scene.random.pick([100, 0.01, 60, 1000, 12]);
    const name = quote(feature.name);
    // What most have and is zero or below means "none": no unit changes that.
    const usual = `(SELECT mode(${name}) FROM predictions)`;
    const share = scene.size === 1 ? 1 : scene.size;
    await serveValues(scene, {
      feature: feature.name,
      value: `CASE WHEN ${name} = ${usual} AND ${name} <= 0 THEN ${name} ELSE ${name} * ${factor} END`,
      where: `${scope.sql} AND ${draw(`${scene.salt} range`)} < ${share}`,
      offlineToo: true,
    });
    return {
      verdict: 'incident',
      ids: ['data.range'],
      culprits: [{ kind: 'feature', name: feature.name }],
      mitigations: ['hotfix', 'rollback', 'backfill', 'fallback'],
      scope: scope.where,
      change: scene.random.pick([
        {
          kind: 'data',
          component: 'event-schema',
          title: 'Event schema 14: amounts and durations in base units',
          from: '13',
          to: '14',
          reversible: true,
        },
        {
          kind: 'data',
          component: 'crm-sync',
          title: 'CRM sync reads from the new account service',
          from: 'v1',
          to: 'v2',
          reversible: true,
        },
        {
          kind: 'code',
          component: 'collector',
          title: 'Collector: numeric fields parsed in one place',
          from: '3.8.1',
          to: '3.9.0',
          reversible: true,
        },
      ]),
      watches: [{ metric: 'auc' }, { metric: 'mean_score' }, { metric: 'psi', column: feature.name }],
      because: `${feature.name} is ${factor} times what it was for ${scope.words}, offline too.`,
    };
  },
};
