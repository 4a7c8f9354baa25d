import { borrow } from '../borrow.ts';
import type { Fault } from '../fault.ts';
import { oneSegment } from '../scope.ts';

/** A campaign brings more of one kind of visitor; nothing is broken. */
export const externalMix: Fault = {
  kind: 'external.mix',
  inPipelines: false,
  async inject(scene) {
    const { random } = scene;
    const scope = await oneSegment(scene, 0.05, 0.25);
    const [where] = scope.where;
    const [dimension = '', value = ''] = Object.entries(where ?? {})[0] ?? [];
    const extra = Math.max(1, random.between(4, 6) * scene.size);
    await borrow(scene, { extra, where: scope.sql });
    return {
      verdict: 'benign',
      ids: ['external.mix', 'config.monitoring'],
      culprits: [
        { kind: 'segment', name: dimension },
        { kind: 'baseline', name: null },
      ],
      mitigations: ['none'],
      scope: scope.where,
      change: {
        kind: 'campaign',
        component: random.pick(['marketing', 'growth', 'partnerships']),
        title: random.pick([
          `Campaign for ${dimension} ${String(value)}: search and social`,
          'Partner newsletter goes out',
          'Autumn promotion starts',
        ]),
        from: null,
        to: null,
        reversible: false,
      },
      watches: [
        { metric: 'psi', column: dimension },
        { metric: 'volume' },
        { metric: 'mean_score' },
        { metric: 'conversion' },
      ],
      because: `${extra.toFixed(1)} times more requests of ${scope.words} than before; inside every level all is as it was.`,
    };
  },
};
