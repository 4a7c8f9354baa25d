import { deploy } from '../deploy.ts';
import type { Fault } from '../fault.ts';
import type { Pipeline } from '../pipeline.ts';
import { retrain } from '../retrain.ts';

/** A new version that ranks as well and speaks on another scale. */
export const modelCalibration: Fault = {
  kind: 'model.calibration',
  inPipelines: true,
  async inject(scene) {
    const { random, good, recorded, onset, size } = scene;
    const like = await retrain(scene);
    const { slope, offset } = random.pick([
      { slope: random.between(0.35, 0.6), offset: 0 },
      { slope: random.between(1.7, 2.6), offset: 0 },
      { slope: 1, offset: random.between(0.9, 1.8) },
      { slope: 1, offset: -random.between(0.9, 1.8) },
    ]);
    const current: Pipeline = {
      ...like,
      name: 'current',
      calibration: {
        slope: like.calibration.slope * slope ** size,
        offset: like.calibration.offset * slope ** size + offset * size,
      },
    };
    const share = random.chance(0.25) ? random.between(0.15, 0.3) : 1;
    await deploy(scene, current, { from: onset, share });
    return {
      verdict: 'incident',
      ids: ['model.calibration'],
      culprits: [{ kind: 'version', name: current.version }],
      mitigations: ['rollback', 'toggle', 'hotfix'],
      scope: [{ model_version: current.version }],
      current,
      change: {
        kind: 'model',
        component: recorded.model,
        title: random.pick([
          `${recorded.model} ${current.version}: trained on a balanced sample`,
          `${recorded.model} ${current.version}: monthly retrain`,
        ]),
        from: good.version,
        to: current.version,
        reversible: true,
      },
      watches: [{ metric: 'mean_score' }, { metric: 'log_loss' }, { metric: 'decision_rate' }],
      because: `${current.version} ranks as before, but its log-odds are ${slope.toFixed(2)} times and ${offset.toFixed(2)} more than they should be (at full size).`,
    };
  },
};
