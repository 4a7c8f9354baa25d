import { harmless } from './decoys.ts';
import type { ChangeDraft } from './fault.ts';
import type { Scene } from './scene.ts';
import { minutes, moment, text } from './workbench.ts';

type Placed = ChangeDraft & { readonly at: Date; readonly culprit: boolean };

/**
 * Writes the changes that were recorded: some of the days before, some near the onset, some after it, and the culprit
 * where somebody recorded it. Answers the culprit's id, or null.
 */
export async function recordChanges(
  scene: Scene,
  {
    culprit,
    peopleCame,
    deployed,
  }: {
    readonly culprit: ChangeDraft | null;
    /** True: the fault is that other people came, or more. */
    readonly peopleCame: boolean;
    readonly deployed: { readonly at: Date; readonly draft: ChangeDraft } | null;
  },
): Promise<string | null> {
  const { random, onset, start, recorded } = scene;
  // A newsletter beside an unexplained crowd would be a fair suspect, not a decoy.
  const decoys = random
    .shuffle(harmless(recorded.model))
    .filter(({ kind }) => kind !== 'campaign' || !peopleCame);
  const near = [...sameComponent(decoys, culprit, random.chance(0.5)), ...decoys];
  let used = 0;
  const take = (count: number, at: () => Date): readonly Placed[] =>
    near.slice(used, (used += count)).map((draft) => ({ ...draft, at: at(), culprit: false }));
  const placed: Placed[] = [
    ...take(random.whole(1, 2), () => minutes(onset, -random.between(1, 100))),
    ...take(random.whole(0, 2), () => minutes(onset, random.between(2, 60))),
    ...take(
      random.whole(2, 4),
      () => new Date(random.between(start.getTime(), onset.getTime() - 12 * 3_600_000)),
    ),
    ...(deployed === null ? [] : [{ ...deployed.draft, at: deployed.at, culprit: false }]),
    ...(culprit === null ? [] : [{ ...culprit, at: minutes(onset, -random.between(0.3, 8)), culprit: true }]),
  ].toSorted((a, b) => a.at.getTime() - b.at.getTime());
  let number = random.whole(100, 900);
  const rows = placed.map((one) => ({
    ...one,
    id: `chg-${String((number += random.whole(1, 8))).padStart(4, '0')}`,
  }));
  await writeChanges(scene, rows);
  return rows.find(({ culprit }) => culprit)?.id ?? null;
}

/** A harmless change of the very component that is to blame comes first, so that its name alone tells nothing. */
function sameComponent(
  decoys: readonly ChangeDraft[],
  culprit: ChangeDraft | null,
  wanted: boolean,
): readonly ChangeDraft[] {
  if (!wanted || culprit === null) return [];
  return decoys.filter(({ component }) => component === culprit.component).slice(0, 1);
}

async function writeChanges(
  scene: Scene,
  rows: readonly (Placed & { readonly id: string })[],
): Promise<void> {
  const authors = ['a.moreno', 'b.lindt', 'c.ahmed', 'j.okafor', 'release-bot', 'argo-cd'];
  const maybe = (value: string | null): string => (value === null ? 'NULL' : text(value));
  await scene.work.run(
    `CREATE OR REPLACE TABLE changes (change_id VARCHAR, ts TIMESTAMP, kind VARCHAR, component VARCHAR, title VARCHAR,
     author VARCHAR, "from" VARCHAR, "to" VARCHAR, reversible BOOLEAN)`,
  );
  for (const row of rows)
    await scene.work.run(
      `INSERT INTO changes VALUES (${text(row.id)}, date_trunc('second', ${moment(row.at)}), ${text(row.kind)}, ${text(row.component)},
       ${text(row.title)}, ${text(scene.random.pick(authors))}, ${maybe(row.from)}, ${maybe(row.to)}, ${String(row.reversible)})`,
    );
}
