/** The stored data of one event, without its type. */
export type EventData = Readonly<Record<string, unknown>>;

/**
 * Lifts the data of one type of event from one schema version to the next. Old rows stay as they are on disk; they are
 * lifted each time they are read, so the rest of the code knows the newest shape only.
 */
export type Upcast = {
  readonly type: string;
  /** The version it understands; it answers in `from + 1`. */
  readonly from: number;
  lift(data: EventData): EventData;
};

/** Every change of an event's shape since the first release, oldest first within a type. */
export const upcasts: readonly Upcast[] = [
  {
    type: 'snapshot-taken',
    from: 1,
    // The first snapshots held versions and changes only; what they did not look at is empty, not made up.
    lift: (data) => ({ ...data, flags: [], configuration: [], metrics: [], windows: null }),
  },
];

/** The schema version in which events of this type are written today. */
export function currentVersion(type: string, steps: readonly Upcast[]): number {
  return 1 + steps.filter((step) => step.type === type).length;
}

/** Lifts data to the current version, step by step. Throws when the row is newer than this code or a step is missing. */
export function upcast(
  stored: { readonly type: string; readonly version: number; readonly data: EventData },
  steps: readonly Upcast[],
): { readonly version: number; readonly data: EventData } {
  const newest = currentVersion(stored.type, steps);
  if (stored.version > newest)
    throw new Error(
      `it has version ${stored.version} of '${stored.type}'; this code knows up to version ${newest}`,
    );
  let { data } = stored;
  for (let version = stored.version; version < newest; version++) {
    const step = steps.find((each) => each.type === stored.type && each.from === version);
    if (step === undefined)
      throw new Error(`nothing lifts '${stored.type}' from version ${version} to ${version + 1}`);
    data = step.lift(data);
  }
  return { version: newest, data };
}
