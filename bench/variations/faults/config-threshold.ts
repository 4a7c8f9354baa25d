import { deploy } from '../deploy.ts';
import type { Fault } from '../fault.ts';
import type { Pipeline } from '../pipeline.ts';
import { everywhere, oneSegment } from '../scope.ts';

/** The limit from which a score decides yes is another one, for everybody or for one segment. */
export const configThreshold: Fault = {
  kind: 'config.threshold',
  inPipelines: true,
  async inject(scene) {
    const { random, good, onset } = scene;
    const scope = random.chance(0.6) ? await oneSegment(scene, 0.15, 0.6) : everywhere;
    const old = good.threshold.default;
    const far = random.chance(0.7)
      ? old + (0.92 - old) * random.between(0.5, 0.95) * scene.size
      : old * (1 - 0.85 * scene.size);
    const value = Number(far.toFixed(3));
    const [where] = scope.where;
    const current: Pipeline = {
      ...good,
      name: 'current',
      threshold:
        where === undefined
          ? { default: value, overrides: [] }
          : { default: old, overrides: [{ where: { ...where }, value }] },
    };
    await deploy(scene, current, { from: onset });
    const component = random.pick(['decision-service', 'policy', 'offer-rules']);
    return {
      verdict: 'incident',
      ids: ['config.threshold'],
      culprits: [
        ...Object.keys(where ?? {}).map((name) => ({ kind: 'segment', name })),
        { kind: 'flag', name: component },
        { kind: 'flag', name: 'threshold' },
        { kind: 'threshold', name: null },
      ],
      mitigations: ['rollback', 'toggle', 'hotfix'],
      scope: scope.where,
      current,
      change: {
        kind: 'config',
        component,
        title: random.pick([
          `Cut-off ${scope.words === 'all traffic' ? '' : `for ${scope.words} `}${old} -> ${value}`,
          `Rules 2026-${random.whole(1, 40)}: tuned after the review`,
        ]),
        from: String(old),
        to: String(value),
        reversible: true,
      },
      watches: [{ metric: 'decision_rate' }, { metric: 'conversion' }],
      because: `From the onset the limit is ${value} instead of ${old} for ${scope.words}; scores and AUC did not move.`,
    };
  },
};
