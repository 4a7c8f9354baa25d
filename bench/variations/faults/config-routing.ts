import type { Fault } from '../fault.ts';
import { worsen } from '../retrain.ts';
import { draw, moment, text } from '../workbench.ts';

/** Far more requests than meant go to an older, weaker version. */
export const configRouting: Fault = {
  kind: 'config.routing',
  inPipelines: true,
  async inject(scene) {
    const { work, random, good, onset, salt, size, recorded } = scene;
    const previous = {
      ...(await worsen(scene, { drop: random.between(0.05, 0.13), by: -1 })),
      name: 'previous',
    };
    const before = random.chance(0.7) ? random.pick([0.03, 0.05, 0.08]) : 0;
    const after = before + random.between(0.4, 0.8) * size;
    for (const table of ['predictions', 'requests']) {
      await work.run(`UPDATE ${table} SET served_by = 'current'`);
      await work.run(
        `UPDATE ${table} SET served_by = 'previous', model_version = ${text(previous.version)}
         WHERE ${draw(`${salt} route`)} < CASE WHEN ts < ${moment(onset)} THEN ${before} ELSE ${after} END`,
      );
    }
    const component = random.pick([`${recorded.model}-holdout`, 'traffic-split', 'router']);
    const percent = (share: number): string => `${Math.round(share * 100)}%`;
    return {
      verdict: 'incident',
      ids: ['config.routing'],
      culprits: [
        { kind: 'version', name: previous.version },
        { kind: 'flag', name: component },
      ],
      mitigations: ['toggle', 'rollback'],
      scope: [{ model_version: previous.version }],
      current: { ...good, name: 'current' },
      previous,
      change: {
        kind: random.pick(['flag', 'config'] as const),
        component,
        title: random.pick([
          `Share of ${previous.version} ${percent(before)} -> ${percent(after)}`,
          'Split rebalanced for the experiment',
        ]),
        from: percent(before),
        to: percent(after),
        reversible: true,
      },
      watches: [{ metric: 'auc' }, { metric: 'log_loss' }, { metric: 'mean_score' }],
      because: `${previous.version} serves ${percent(after)} of the requests instead of ${percent(before)}; each version is as good as before.`,
    };
  },
};
