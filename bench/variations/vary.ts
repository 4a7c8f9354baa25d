import { join } from 'node:path';
import { alertBody } from './alert-formats.ts';
import { countBusiness } from './business.ts';
import { recordChanges } from './changes.ts';
import { chooseAlert } from './choose-alert.ts';
import { configurationText } from './configuration.ts';
import type { OptionalTable } from './configuration.ts';
import { deploy } from './deploy.ts';
import type { ChangeDraft, Fault } from './fault.ts';
import { expectGolden } from './golden.ts';
import { loadModelServer } from './pipeline.ts';
import type { Pipeline } from './pipeline.ts';
import { createRandom } from './random.ts';
import { countReads } from './reads.ts';
import type { Recorded } from './recorded.ts';
import { rescore } from './rescore.ts';
import { retrain } from './retrain.ts';
import { openScene } from './scene.ts';
import type { Scene } from './scene.ts';
import { truthOf } from './truth.ts';
import { minutes, moment } from './workbench.ts';
import { hideLabelsToCome, writeBundle } from './write-bundle.ts';

export type Plan = {
  readonly name: string;
  readonly seed: string;
  readonly fault: Fault;
  readonly recorded: Recorded;
  readonly size: number;
  readonly keep: number;
  readonly missing: OptionalTable | null;
};

/** Makes one bundle: quiet days, one fault, what goes on beside it, the alert, and the truth. */
export async function vary(plan: Plan, to: string): Promise<void> {
  const random = createRandom(plan.seed);
  const scene = await openScene({
    recorded: plan.recorded,
    server: await loadModelServer(),
    random,
    salt: plan.seed,
    size: plan.size,
    keep: plan.keep,
  });
  try {
    const decoy = !plan.fault.inPipelines && random.chance(0.3) ? await deployBefore(scene) : null;
    const injected = await plan.fault.inject(scene);
    // Requests that came in with the fault are served by what was deployed before it.
    if (decoy !== null) await deploy(scene, decoy.pipeline, { from: decoy.at });
    const serving = {
      previous: injected.previous ?? scene.good,
      current: injected.current ?? decoy?.pipeline ?? scene.good,
    };
    await countReads(scene);
    await rescore(
      scene,
      serving,
      injected.previous === undefined ? `ts >= ${moment(decoy?.at ?? scene.onset)}` : 'true',
    );
    await hideLabelsToCome(scene);
    await countBusiness(scene);
    await expectGolden(scene);
    const recordsIt = injected.change !== null && plan.missing !== 'changes' && random.chance(0.67);
    const change = await recordChanges(scene, {
      culprit: recordsIt ? injected.change : null,
      peopleCame: /^external|^data\.drift/.test(plan.fault.kind),
      deployed: decoy === null ? null : { at: decoy.at, draft: decoy.draft },
    });
    const fired = await chooseAlert(scene, injected);
    const sender = random.pick(['alertmanager', 'alertmanager', 'grafana', 'pagerduty', 'generic'] as const);
    const { model, kpi } = plan.recorded;
    await writeBundle(scene, join(to, plan.name), {
      configuration: configurationText(plan.recorded, serving, plan.missing),
      alert: alertBody(sender, { model, kpi, fired, random }),
      truth: await truthOf(scene, {
        name: plan.name,
        injected,
        fired,
        change,
        variation: { kind: plan.fault.kind, size: plan.size, keep: plan.keep, missing: plan.missing },
      }),
      serving,
      missing: plan.missing,
    });
  } finally {
    scene.work.close();
  }
}

type Decoy = { readonly at: Date; readonly pipeline: Pipeline; readonly draft: ChangeDraft };

/** A good new version goes out shortly before something else breaks. */
async function deployBefore(scene: Scene): Promise<Decoy> {
  const { random, recorded, good, onset } = scene;
  const pipeline = await retrain(scene);
  const at = minutes(onset, -random.between(2, 75));
  await deploy(scene, pipeline, { from: at });
  return {
    at,
    pipeline,
    draft: {
      kind: 'model',
      component: recorded.model,
      title: random.pick([
        `${recorded.model} ${pipeline.version}: scheduled retrain`,
        `${recorded.model}: weekly model, same features`,
      ]),
      from: good.version,
      to: pipeline.version,
      reversible: true,
    },
  };
}
