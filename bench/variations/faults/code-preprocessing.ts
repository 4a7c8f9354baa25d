import { z } from 'zod';
import { deploy } from '../deploy.ts';
import type { Fault } from '../fault.ts';
import { chooseFeature, scoreDistance } from '../features.ts';
import type { Pipeline, Step } from '../pipeline.ts';
import type { Scene } from '../scene.ts';
import { MaybeFigure, quote } from '../workbench.ts';

/** The build prepares a feature in another way; the version of the model is the same. */
export const codePreprocessing: Fault = {
  kind: 'code.preprocessing',
  inPipelines: true,
  async inject(scene) {
    const { current, feature, words } = await brokenBuild(scene);
    await deploy(scene, current, { from: scene.onset });
    return {
      verdict: 'incident',
      ids: ['code.preprocessing'],
      culprits: [{ kind: 'feature', name: feature }],
      mitigations: ['rollback', 'hotfix'],
      scope: [],
      current,
      change: scene.random.pick([
        {
          kind: 'code',
          component: 'scoring-service',
          title: 'Scoring service: one preprocessing library for all models',
          from: '3.4.0',
          to: '3.5.0',
          reversible: true,
        },
        {
          kind: 'code',
          component: 'feature-transforms',
          title: 'Transforms: tidy units and lookups',
          from: '1.12.3',
          to: '1.13.0',
          reversible: true,
        },
        {
          kind: 'code',
          component: scene.recorded.model,
          title: 'Preprocessing rewritten with vector operations',
          from: '0.7.2',
          to: '0.8.0',
          reversible: true,
        },
      ]),
      watches: [{ metric: 'auc' }, { metric: 'mean_score' }, { metric: 'psi', column: feature }],
      because: `${feature} is ${words} by the new build; offline it is not, the version is the same, and golden samples pass on previous only.`,
    };
  },
};

/** Draws until the scores move at all: a step that changes nothing is no fault. */
async function brokenBuild(
  scene: Scene,
): Promise<{ readonly current: Pipeline; readonly feature: string; readonly words: string }> {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const feature = await chooseFeature(scene);
    const { step, words } =
      feature.type === 'number'
        ? await numberStep(scene, feature.name)
        : await recodeStep(scene, feature.name);
    const current: Pipeline = { ...scene.good, prepare: [...scene.good.prepare, step], name: 'current' };
    if ((await scoreDistance(scene, current)) > 0.015 * scene.size)
      return { current, feature: feature.name, words };
  }
  throw new Error('no preprocessing step moves the scores');
}

async function numberStep(scene: Scene, column: string): Promise<{ step: Step; words: string }> {
  const { random, size } = scene;
  const { low, high, spread } = await scene.work.row(
    `SELECT quantile_cont(${quote(column)}, 0.25) AS low, quantile_cont(${quote(column)}, 0.6) AS high, stddev(${quote(column)}) AS spread FROM predictions`,
    z.object({ low: MaybeFigure, high: MaybeFigure, spread: MaybeFigure }),
  );
  switch (random.pick(['scaled', 'moved', 'clipped'] as const)) {
    case 'scaled': {
      const multiply = Number((1 + (random.pick([10, 3, 0.1, 0.001]) - 1) * size).toPrecision(3));
      return { step: { op: 'affine', column, multiply, add: 0 }, words: `multiplied by ${multiply}` };
    }
    case 'moved': {
      const add = Number((random.pick([-1, 1, 1.5]) * size * (spread ?? 1)).toPrecision(3));
      return { step: { op: 'affine', column, multiply: 1, add }, words: `moved by ${add}` };
    }
    case 'clipped':
      return {
        step: { op: 'clip', column, min: Math.min(low ?? 0, 0), max: Math.max(high ?? 0, 1) },
        words: `clipped at ${Math.max(high ?? 0, 1)}`,
      };
  }
}

async function recodeStep(scene: Scene, column: string): Promise<{ step: Step; words: string }> {
  const values = await scene.work.rows(
    `SELECT ${quote(column)} AS value FROM predictions WHERE ${quote(column)} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 6`,
    z.object({ value: z.string() }),
  );
  const names = values.map(({ value }) => value);
  const [a = '', b = ''] = scene.random.shuffle(scene.size < 1 ? names.slice(1) : names.slice(0, 4));
  const map = scene.random.chance(0.5) ? { [a]: b, [b]: a } : { [a]: 'unknown' };
  return {
    step: { op: 'recode', column, map },
    words: `recoded (${Object.entries(map)
      .map((pair) => pair.join(' to '))
      .join(', ')})`,
  };
}
