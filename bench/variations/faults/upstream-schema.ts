import { z } from 'zod';
import { chooseFeature } from '../features.ts';
import type { Fault } from '../fault.ts';
import { everywhere, oneSegment } from '../scope.ts';
import { serveValues } from '../serve-values.ts';
import { quote, text } from '../workbench.ts';

const spellings: Readonly<Record<string, (value: string, place: number) => string>> = {
  'in another case': (value) => (value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase()),
  'with a prefix': (value) => `v2:${value}`,
  'as codes': (_, place) => `C${String(place + 1).padStart(2, '0')}`,
  'as numbers': (_, place) => String(place + 1),
  'cut short': (value) => `${value.slice(0, 3)}.`,
};

/** Whoever delivers a categorical feature writes it otherwise: values nobody has seen, offline as well. */
export const upstreamSchema: Fault = {
  kind: 'upstream.schema',
  inPipelines: false,
  async inject(scene) {
    const { random, size } = scene;
    const feature = await chooseFeature(scene, 'string');
    const name = quote(feature.name);
    const values = await scene.work.rows(
      `SELECT ${name} AS value FROM predictions WHERE ${name} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1`,
      z.object({ value: z.string() }),
    );
    const how = random.pick(Object.keys(spellings));
    const spell = spellings[how] ?? String;
    const renamed = values.slice(0, Math.max(1, Math.ceil(values.length * size)));
    const scope = random.chance(0.7) ? everywhere : await oneSegment(scene, 0.2, 0.6);
    const cases = renamed.map(({ value }, place) => `WHEN ${text(value)} THEN ${text(spell(value, place))}`);
    await serveValues(scene, {
      feature: feature.name,
      value: `CASE ${name} ${cases.join(' ')} ELSE ${name} END`,
      where: scope.sql,
      offlineToo: true,
    });
    return {
      verdict: 'incident',
      ids: ['upstream.schema'],
      culprits: [{ kind: 'feature', name: feature.name }],
      mitigations: ['hotfix', 'fallback', 'rollback', 'backfill'],
      scope: scope.where,
      change: random.pick([
        null,
        {
          kind: 'data',
          component: 'partner-api',
          title: 'Partner API v2 for profile data',
          from: 'v1',
          to: 'v2',
          reversible: true,
        } as const,
        {
          kind: 'data',
          component: 'master-data',
          title: 'Master data: code lists of the new register',
          from: '2025',
          to: '2026',
          reversible: true,
        } as const,
      ]),
      watches: [{ metric: 'auc' }, { metric: 'mean_score' }, { metric: 'psi', column: feature.name }],
      because: `${feature.name} comes ${how} for ${scope.words}, offline too.`,
    };
  },
};
