import { deploy } from '../deploy.ts';
import type { Fault } from '../fault.ts';
import { worsen } from '../retrain.ts';

/** A new version that is worse, for everybody or as a canary. */
export const modelWeights: Fault = {
  kind: 'model.weights',
  inPipelines: true,
  async inject(scene) {
    const { random, good, recorded, onset } = scene;
    const drop = random.between(0.04, 0.13) * scene.size;
    const current = { ...(await worsen(scene, { drop })), name: 'current' };
    const share = random.chance(0.4) ? random.between(0.1, 0.2) : 1;
    await deploy(scene, current, { from: onset, share });
    return {
      verdict: 'incident',
      ids: ['model.weights'],
      culprits: [{ kind: 'version', name: current.version }],
      mitigations: ['rollback', 'toggle'],
      scope: [{ model_version: current.version }],
      current,
      change: {
        kind: 'model',
        component: recorded.model,
        title:
          share < 1
            ? `${recorded.model} ${current.version}: canary at ${Math.round(share * 100)}%`
            : random.pick([
                `${recorded.model} ${current.version}: weekly retrain`,
                `Promote ${recorded.model} ${current.version}`,
              ]),
        from: good.version,
        to: current.version,
        reversible: true,
      },
      watches: [{ metric: 'auc' }, { metric: 'log_loss' }, { metric: 'mean_score' }],
      because: `${current.version} serves ${Math.round(share * 100)} % of the requests with worse weights; features agree.`,
    };
  },
};
