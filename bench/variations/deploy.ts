import type { Pipeline } from './pipeline.ts';
import { draw, moment, text } from './workbench.ts';
import type { Scene } from './scene.ts';

/** From a moment on, a share of the requests is served by the current pipeline and bears its version. */
export async function deploy(
  scene: Scene,
  pipeline: Pipeline,
  { from, share = 1 }: { readonly from: Date; readonly share?: number },
): Promise<void> {
  for (const table of ['predictions', 'requests'])
    await scene.work.run(
      `UPDATE ${table} SET served_by = 'current', model_version = ${text(pipeline.version)}
       WHERE ts >= ${moment(from)} AND ${draw(`${scene.salt} canary`)} < ${share}`,
    );
}
