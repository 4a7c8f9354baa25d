import { weighFeatures } from '../features.ts';
import type { Fault } from '../fault.ts';
import { growOld } from '../reads.ts';
import { draw, moment, quote } from '../workbench.ts';

/** A job that writes features stands still: values grow old, and with time more and more requests get one that is no longer theirs. */
export const dataStaleness: Fault = {
  kind: 'data.staleness',
  inPipelines: false,
  async inject(scene) {
    const { work, random, onset, salt } = scene;
    const features = (await weighFeatures(scene)).toSorted((a, b) => b.weight - a.weight);
    const first = random.weighted(features, ({ weight }) => weight + 0.005);
    const second = features.find(({ name, type }) => name !== first.name && type === first.type);
    const stale = second !== undefined && random.chance(0.4) ? [first, second] : [first];
    const hourly = random.between(0.06, 0.25) * scene.size;
    for (const { name } of stale) {
      await growOld(scene, name);
      await work.run(
        `UPDATE predictions SET ${quote(name)} = o.value FROM (
           SELECT request_id, lag(${quote(name)}, 300) OVER (ORDER BY ts, request_id) AS value, ts FROM predictions
         ) o WHERE o.request_id = predictions.request_id AND o.ts >= ${moment(onset)}
         AND ${draw(`${salt} stale ${name}`).replace('request_id', 'o.request_id')} < least(0.9, ${hourly} * epoch(o.ts - ${moment(onset)}) / 3600)`,
      );
    }
    return {
      verdict: 'incident',
      ids: ['data.staleness'],
      culprits: stale.map(({ name }) => ({ kind: 'feature', name })),
      mitigations: ['backfill', 'fallback', 'hotfix'],
      scope: [],
      change: random.pick([
        {
          kind: 'data',
          component: 'materialize',
          title: 'Materialization moved to the new scheduler',
          from: 'cron',
          to: 'dagster',
          reversible: true,
        },
        {
          kind: 'infra',
          component: 'stream-processor',
          title: 'Stream processor: new consumer group',
          from: 'g7',
          to: 'g8',
          reversible: true,
        },
      ]),
      watches: [{ metric: 'freshness', column: first.name }, { metric: 'auc' }, { metric: 'mean_score' }],
      because: `${stale.map(({ name }) => name).join(' and ')} is not written any more: its age grows, and served values disagree more and more with offline.`,
    };
  },
};
