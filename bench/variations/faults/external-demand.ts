import { borrow } from '../borrow.ts';
import type { Fault } from '../fault.ts';
import { moment, quote, text } from '../workbench.ts';

/** Far more people come: the service bears it, or it becomes slow in all its stages. */
export const externalDemand: Fault = {
  kind: 'external.demand',
  inPipelines: false,
  async inject(scene) {
    const { work, random, recorded, onset, salt, size } = scene;
    const tooMuch = random.chance(0.4);
    const extra = (tooMuch ? random.between(1.8, 3) : random.between(1, 2)) * size;
    await borrow(scene, { extra, where: 'true' });
    const noise = `(hash(ts, host, ${text(salt)}) % 1000) / 1000.0`;
    await work.run(
      `UPDATE hosts SET cpu = least(${tooMuch ? 0.985 : 0.82}, cpu * ${1 + 0.45 * extra} + 0.02 * ${noise}), queue_depth = (queue_depth * ${1 + extra * (tooMuch ? 3 : 0.6)})::INTEGER
       WHERE ts >= ${moment(onset)}`,
    );
    const slower = 1 + 0.9 * extra;
    if (tooMuch)
      await work.run(
        `UPDATE requests SET ${recorded.stages.map((stage) => `${quote(stage)} = ${quote(stage)} * ${slower}`).join(', ')} WHERE ts >= ${moment(onset)}`,
      );
    return {
      verdict: tooMuch ? 'incident' : 'benign',
      ids: ['external.demand'],
      culprits: [],
      mitigations: tooMuch ? ['scale', 'fallback', 'toggle'] : ['none', 'scale'],
      scope: [],
      change: random.pick([
        {
          kind: 'campaign',
          component: 'marketing',
          title: 'Prime-time television spot',
          from: null,
          to: null,
          reversible: false,
        } as const,
        {
          kind: 'campaign',
          component: 'partnerships',
          title: 'App of the day in the store',
          from: null,
          to: null,
          reversible: false,
        } as const,
        null,
      ]),
      watches: tooMuch ? [{ metric: 'latency_p95' }, { metric: 'volume' }] : [{ metric: 'volume' }],
      because: `${(1 + extra).toFixed(1)} times as many requests as at this time of day, of the same kind${tooMuch ? `; every stage takes ${slower.toFixed(1)} times as long` : ', and all is served as before'}.`,
    };
  },
};
