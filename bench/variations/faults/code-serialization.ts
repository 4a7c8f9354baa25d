import { z } from 'zod';
import { deploy } from '../deploy.ts';
import type { Fault } from '../fault.ts';
import { chooseFeature, scoreDistance } from '../features.ts';
import type { Pipeline, Step } from '../pipeline.ts';
import type { Scene } from '../scene.ts';
import { Figure, quote } from '../workbench.ts';

/** Between the services values lose digits, change their case, or change places; the version is the same. */
export const codeSerialization: Fault = {
  kind: 'code.serialization',
  inPipelines: true,
  async inject(scene) {
    const { current, features, words } = await brokenMessage(scene);
    await deploy(scene, current, { from: scene.onset });
    return {
      verdict: 'incident',
      ids: ['code.serialization'],
      culprits: features.map((name) => ({ kind: 'feature', name })),
      mitigations: ['rollback', 'hotfix'],
      scope: [],
      current,
      change: scene.random.pick([
        {
          kind: 'code',
          component: 'scoring-service',
          title: 'Scoring service: requests as protobuf',
          from: '4.0.2',
          to: '4.1.0',
          reversible: true,
        },
        {
          kind: 'code',
          component: 'feature-client',
          title: 'Feature client 2: typed payloads',
          from: '1.9',
          to: '2.0',
          reversible: true,
        },
        {
          kind: 'code',
          component: 'gateway',
          title: 'Gateway: new JSON encoder',
          from: '5.1.1',
          to: '5.2.0',
          reversible: true,
        },
      ]),
      watches: [{ metric: 'auc' }, { metric: 'mean_score' }, { metric: 'psi', column: features[0] ?? '' }],
      because: `${words}; offline it is not so, the version is the same, and golden samples pass on previous only.`,
    };
  },
};

type Broken = { readonly step: Step; readonly features: readonly string[]; readonly words: string };

/** Draws until the scores move at all. */
async function brokenMessage(scene: Scene): Promise<Omit<Broken, 'step'> & { readonly current: Pipeline }> {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const how = scene.random.pick(['digits', 'case', 'places'] as const);
    const broken = await breakIn(scene, how);
    const current: Pipeline = {
      ...scene.good,
      prepare: [...scene.good.prepare, broken.step],
      name: 'current',
    };
    if ((await scoreDistance(scene, current)) > 0.012 * scene.size) return { ...broken, current };
  }
  throw new Error('no way of writing the values moves the scores');
}

async function breakIn(scene: Scene, how: 'digits' | 'case' | 'places'): Promise<Broken> {
  switch (how) {
    case 'digits': {
      const { name } = await chooseFeature(scene, 'number');
      const { spread } = await scene.work.row(
        `SELECT stddev(${quote(name)}) AS spread FROM predictions`,
        z.object({ spread: Figure }),
      );
      const digits = -Math.max(
        0,
        scene.size === 1 ? Math.ceil(Math.log10(spread)) : Math.floor(Math.log10(spread)),
      );
      const mode = scene.random.pick(['half', 'trunc'] as const);
      return {
        step: { op: 'round', column: name, digits, mode },
        features: [name],
        words: `${name} is ${mode === 'half' ? 'rounded' : 'cut'} to ${10 ** -digits}`,
      };
    }
    case 'case': {
      const { name } = await chooseFeature(scene, 'string');
      return {
        step: { op: 'case', column: name, to: 'upper' },
        features: [name],
        words: `${name} comes in upper case`,
      };
    }
    case 'places': {
      const { name } = await chooseFeature(scene, 'number');
      const others = scene.good.inputs.filter((one) => one.type === 'number' && one.name !== name);
      const other = scene.random.pick(others).name;
      return {
        step: { op: 'swap', columns: [name, other] },
        features: [name, other],
        words: `${name} and ${other} have changed places`,
      };
    }
  }
}
