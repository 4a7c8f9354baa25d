import type { Scene } from './scene.ts';
import { text } from './workbench.ts';

/** Requests that end in an error: nothing was scored for them. `where` is a condition on `requests`. */
export async function failRequests(
  scene: Scene,
  { where, status, error }: { readonly where: string; readonly status: number; readonly error: string },
): Promise<void> {
  const { work } = scene;
  await work.run(
    `UPDATE requests SET status = ${status}, error_type = ${text(error)}, fallback = false WHERE ${where}`,
  );
  for (const table of ['predictions', 'features_offline'])
    await work.run(
      `DELETE FROM ${table} WHERE request_id IN (SELECT request_id FROM requests WHERE status >= 500)`,
    );
}
