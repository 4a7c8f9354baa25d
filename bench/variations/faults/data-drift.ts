import { borrow } from '../borrow.ts';
import { chooseFeature } from '../features.ts';
import type { Feature } from '../features.ts';
import type { Fault, Injected } from '../fault.ts';
import type { Scene } from '../scene.ts';
import { serveValues } from '../serve-values.ts';
import { draw, moment, quote, text } from '../workbench.ts';

/** A feature is distributed otherwise, within its range: its values belong to others (harm), or other people came (none). */
export const dataDrift: Fault = {
  kind: 'data.drift',
  inPipelines: false,
  async inject(scene) {
    return scene.random.chance(0.55) ? foreignValues(scene) : otherPeople(scene);
  },
};

/** Many values are replaced by ones from the upper or the lower part of what the feature always was. */
async function foreignValues(scene: Scene): Promise<Injected> {
  const { random, salt } = scene;
  const feature = await chooseFeature(scene);
  const name = quote(feature.name);
  const share = random.between(0.55, 0.9) * scene.size;
  const side = random.pick(['>=', '<=']);
  const part =
    feature.type === 'number'
      ? `${name} ${side} (SELECT quantile_cont(${name}, 0.5) FROM predictions)`
      : `hash(${name}, ${text(salt)}) % 2 = 0 OR ${name} = (SELECT mode(${name}) FROM predictions)`;
  await scene.work.run(
    `CREATE TABLE pool AS SELECT row_number() OVER (ORDER BY request_id) - 1 AS place, ${name} AS value FROM predictions
     WHERE ${name} IS NOT NULL AND ts < ${moment(scene.onset)} AND (${part})`,
  );
  await serveValues(scene, {
    feature: feature.name,
    value: `(SELECT value FROM pool WHERE place = hash(request_id, ${text(salt)}) % (SELECT count(*) FROM pool))`,
    where: `${draw(`${salt} drift`)} < ${share}`,
    offlineToo: true,
  });
  await scene.work.run('DROP TABLE pool');
  return {
    verdict: 'incident',
    ids: ['data.drift'],
    culprits: [{ kind: 'feature', name: feature.name }],
    mitigations: ['fallback', 'backfill', 'rollback', 'hotfix'],
    scope: [],
    change: random.pick([
      {
        kind: 'data',
        component: 'event-sampling',
        title: 'Events sampled by session instead of by user',
        from: 'user',
        to: 'session',
        reversible: true,
      },
      {
        kind: 'data',
        component: 'segments-import',
        title: 'Import from the second vendor merged in',
        from: null,
        to: null,
        reversible: true,
      },
    ]),
    watches: [{ metric: 'psi', column: feature.name }, { metric: 'auc' }, { metric: 'mean_score' }],
    because: `${Math.round(share * 100)} % of the values of ${feature.name} are other people's, all within its range, offline too.`,
  };
}

/** More people with the upper half of a feature come, fewer with the lower; each is what he always was. */
async function otherPeople(scene: Scene): Promise<Injected> {
  const { random, work, salt, onset } = scene;
  const feature = await chooseFeature(scene);
  const wanted = `(${await likedHalf(scene, feature)})`;
  const gone = random.between(0.6, 0.9) * scene.size;
  await borrow(scene, {
    extra: random.between(1, 2) * scene.size,
    where: `request_id IN (SELECT request_id FROM predictions WHERE ${wanted})`,
  });
  await work.run(
    `CREATE TABLE left_out AS SELECT request_id FROM predictions
     WHERE ts >= ${moment(onset)} AND NOT coalesce(${wanted}, false) AND ${draw(`${salt} gone`)} < ${gone}`,
  );
  for (const table of ['requests', 'predictions', 'features_offline'])
    await work.run(`DELETE FROM ${table} WHERE request_id IN (SELECT request_id FROM left_out)`);
  await work.run('DROP TABLE left_out');
  return {
    verdict: 'benign',
    ids: ['data.drift', 'external.mix', 'config.monitoring'],
    culprits: [
      { kind: 'feature', name: feature.name },
      { kind: 'baseline', name: null },
      { kind: 'segment', name: null },
    ],
    mitigations: ['none'],
    scope: [],
    change: {
      kind: 'campaign',
      component: 'marketing',
      title: random.pick(['New audience in the display network', 'Outreach to a new customer group']),
      from: null,
      to: null,
      reversible: false,
    },
    watches: [{ metric: 'psi', column: feature.name }],
    because: `Other people came: ${feature.name} moved within its range, and for each of them the model is what it was.`,
  };
}

async function likedHalf(scene: Scene, feature: Feature): Promise<string> {
  const name = quote(feature.name);
  if (feature.type === 'string') return `hash(${name}, ${text(scene.salt)}) % 2 = 0`;
  return `${name} > (SELECT quantile_cont(${name}, 0.6) FROM predictions)`;
}
