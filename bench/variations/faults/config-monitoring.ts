import { chooseFeature } from '../features.ts';
import type { Fault } from '../fault.ts';
import { quote, text } from '../workbench.ts';

/** Nothing happened: a drift monitor compares with people of another time. */
export const configMonitoring: Fault = {
  kind: 'config.monitoring',
  inPipelines: false,
  async inject(scene) {
    const { work, random, salt } = scene;
    const feature = await chooseFeature(scene);
    const name = quote(feature.name);
    const isOld = random.chance(0.5);
    if (isOld) {
      const rare =
        feature.type === 'number'
          ? `${name} > (SELECT quantile_cont(${name}, 0.55) FROM training)`
          : `hash(${name}, ${text(salt)}) % 2 = 0`;
      await work.run(
        `DELETE FROM training WHERE ${rare} AND hash(${name}, label, rowid, ${text(salt)}) % 100 < ${Math.round(75 * scene.size)}`,
      );
    }
    return {
      verdict: 'benign',
      ids: ['config.monitoring'],
      culprits: [{ kind: 'baseline', name: null }],
      mitigations: ['none', 'hotfix', 'rollback', 'toggle'],
      scope: [],
      begins: false,
      change: {
        kind: 'config',
        component: random.pick(['drift-monitor', 'alert-rules']),
        title: random.pick([
          'Drift reference pinned to the launch snapshot',
          'Drift job compares with the training set of last year',
        ]),
        from: 'last 28 days',
        to: 'snapshot',
        reversible: true,
      },
      watches: [],
      fires: {
        metric: 'psi',
        column: feature.name,
        value: random.between(0.2, 0.45),
        baseline: random.between(0.002, 0.012),
      },
      because: `${feature.name} is what it was; the monitor's reference is not${isOld ? ', and neither is the training table' : ''}.`,
    };
  },
};
