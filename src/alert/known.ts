import type { ModelConfig } from '../config/schema.ts';

/** What the configuration knows about a model, as far as reading alerts needs it. */
export type KnownModel = {
  readonly name: string;
  /** Other names that monitors use for it. */
  readonly aliases?: readonly string[];
  readonly segments: readonly string[];
  readonly features: readonly string[];
  /** What it tells apart; none when it says one probability or a value. */
  readonly classes?: readonly string[];
  /** The name of its business KPI; null when none is configured. */
  readonly kpi: string | null;
};

/** All that an alert may be about. A parser names nothing that is not in here. */
export type Known = { readonly models: readonly KnownModel[] };

/** What the configured models offer for recognition; a model's title counts as another name for it. */
export function knownFrom(models: Readonly<Record<string, ModelConfig>>): Known {
  return {
    models: Object.entries(models).map(([name, model]) => ({
      name,
      aliases: model.title === undefined ? [] : [model.title],
      segments: model.predictions.segments,
      features: model.predictions.features,
      ...(model.task === 'multiclass' ? { classes: model.predictions.classes ?? [] } : {}),
      kpi: model.business?.kpi.name ?? null,
    })),
  };
}
