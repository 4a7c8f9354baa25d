export type TurnsOfModels = {
  /** Does the work once everything that was asked for before and touches one of its models has ended. */
  take(models: readonly string[], work: () => Promise<void>): Promise<void>;
};

/** Keeps the order of works that touch the same model; the others run side by side. */
export function createTurnsOfModels(): TurnsOfModels {
  const newest = new Map<string, Promise<unknown>>();
  return {
    take(models, work) {
      const before = models.flatMap((model) => newest.get(model) ?? []);
      const own = Promise.allSettled(before).then(work);
      for (const model of models) newest.set(model, own);
      return own;
    },
  };
}
