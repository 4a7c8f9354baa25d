import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadModelServer } from './pipeline.ts';
import type { Pipeline } from './pipeline.ts';

const Table = z.looseObject({ table: z.string() });

const Configuration = z.looseObject({
  models: z.record(
    z.string(),
    z.looseObject({
      predictions: z.looseObject({ segments: z.array(z.string()), features: z.array(z.string()) }),
      requests: z.looseObject({ stages: z.array(z.string()) }),
      business: z.looseObject({ kpi: z.looseObject({ name: z.string() }) }),
      reference: Table,
    }),
  ),
});

/** A recorded bundle, as far as new ones are made from it. */
export type Recorded = {
  readonly name: string;
  readonly folder: string;
  readonly model: string;
  readonly kpi: string;
  readonly segments: readonly string[];
  readonly features: readonly string[];
  readonly stages: readonly string[];
  /** The text of its fishbone.yml. */
  readonly configuration: string;
  readonly pipelines: readonly Pipeline[];
  /** From here on it is not quiet any more; null: it is quiet to its end. */
  readonly quietUntil: Date | null;
};

/** The recorded bundles of a folder (or the one bundle that the folder is), in the order of their names. */
export async function recordedBundles(from: string): Promise<readonly Recorded[]> {
  const names = existsSync(join(from, 'fishbone.yml'))
    ? ['']
    : (await readdir(from)).filter((name) => existsSync(join(from, name, 'fishbone.yml'))).toSorted();
  if (names.length === 0)
    throw Object.assign(new Error(`there is no bundle in ${from}`), {
      code: 'no-bundles',
      hint: 'Name a folder whose folders hold a fishbone.yml each, such as examples.',
    });
  return Promise.all(names.map(async (name) => readBundle(name, join(from, name))));
}

async function readBundle(name: string, folder: string): Promise<Recorded> {
  const configuration = await readFile(join(folder, 'fishbone.yml'), 'utf8');
  const { models } = Configuration.parse(parse(configuration));
  const [entry] = Object.entries(models);
  if (entry === undefined) throw new Error(`${folder}/fishbone.yml names no model`);
  const [model, said] = entry;
  const server = await loadModelServer();
  return {
    name: name === '' ? (folder.split('/').findLast((part) => part !== '') ?? 'bundle') : name,
    folder,
    model,
    kpi: said.business.kpi.name,
    segments: said.predictions.segments,
    features: said.predictions.features,
    stages: said.requests.stages,
    configuration,
    pipelines: [...server.loadPipelines(folder).values()],
    quietUntil: await quietUntil(folder),
  };
}

const Truth = z.object({ onset: z.coerce.date().nullable() });

/** The onset where it was written down; else two hours before the alert, when no fault of these had begun. */
async function quietUntil(folder: string): Promise<Date | null> {
  const truth = join(folder, 'truth.json');
  if (existsSync(truth)) {
    const { onset } = z
      .object({ onset: z.string().nullable() })
      .transform((said) => Truth.parse({ onset: said.onset === null ? null : new Date(said.onset) }))
      .parse(JSON.parse(await readFile(truth, 'utf8')));
    return onset;
  }
  const alert = await readFile(join(folder, 'alert.json'), 'utf8');
  const at = /"(?:startsAt|started_at|created_at)":\s*"([^"]+)"/.exec(alert)?.[1];
  if (at === undefined) throw new Error(`${folder}/alert.json does not say when it fired`);
  return new Date(new Date(at).getTime() - 2 * 3_600_000);
}
