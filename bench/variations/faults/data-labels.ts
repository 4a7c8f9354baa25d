import type { Fault } from '../fault.ts';
import { everywhere, oneSegment } from '../scope.ts';
import { draw, moment } from '../workbench.ts';

/** The labels are wrong, or late, from the moment on when they arrive; what was scored and bought is as before. */
export const dataLabels: Fault = {
  kind: 'data.labels',
  inPipelines: false,
  async inject(scene) {
    const { random, work, onset, salt, size } = scene;
    const scope = random.chance(0.7) ? everywhere : await oneSegment(scene, 0.2, 0.6);
    const how = random.pick(['turned around', 'all negative', 'positive too often', 'late'] as const);
    const shares = {
      'turned around': [0.18, 0.45],
      'all negative': [0.6, 1],
      'positive too often': [0.15, 0.4],
      late: [0.8, 1],
    } as const;
    const share = random.between(shares[how][0], shares[how][1]) * size;
    const hit = `label_ts >= ${moment(onset)} AND ${scope.sql} AND ${draw(`${salt} labels`)} < ${share}`;
    switch (how) {
      case 'turned around':
        await work.run(`UPDATE predictions SET label = 1 - label WHERE ${hit}`);
        break;
      case 'all negative':
        await work.run(`UPDATE predictions SET label = 0 WHERE ${hit}`);
        break;
      case 'positive too often':
        await work.run(`UPDATE predictions SET label = 1 WHERE ${hit}`);
        break;
      case 'late':
        await work.run(
          `UPDATE predictions SET label_ts = label_ts + INTERVAL (${random.whole(4, 9)}) HOUR WHERE ${hit}`,
        );
        break;
    }
    return {
      verdict: 'incident',
      ids: ['data.labels'],
      culprits: [{ kind: 'label', name: null }],
      mitigations: ['backfill', 'hotfix', 'rollback'],
      scope: scope.where,
      change: random.pick([
        {
          kind: 'data',
          component: 'outcome-events',
          title: 'Outcome events deduplicated upstream',
          from: null,
          to: null,
          reversible: true,
        },
        {
          kind: 'data',
          component: 'label-join',
          title: 'Attribution window 24h -> 1h',
          from: '24h',
          to: '1h',
          reversible: true,
        },
        {
          kind: 'code',
          component: 'labelling',
          title: 'Labelling job: new return codes of billing',
          from: '0.14',
          to: '0.15',
          reversible: true,
        },
      ]),
      watches:
        how === 'late'
          ? [{ metric: 'label_count' }]
          : [{ metric: 'auc' }, { metric: 'label_rate' }, { metric: 'log_loss' }],
      because: `${Math.round(share * 100)} % of the labels that arrive after the onset for ${scope.words} are ${how}; features, scores and business are as before.`,
    };
  },
};
