import type { Alert } from '../alert/alert.ts';
import type { ModelConfig } from '../config/schema.ts';
import { windowsAround } from '../symptom/windows.ts';
import type { Symptom } from '../symptom/symptom.ts';
import type { CheckContext } from './check.ts';

/** What every measurement of an incident starts from. `now` is the warehouse's: nothing later can be read. */
export type Basis = {
  readonly modelName: string;
  readonly model: ModelConfig;
  readonly alert: Alert | null;
  readonly now: Date;
};

/**
 * What checks may know: the symptom's windows, or, without a symptom, windows around the alert (or the last hour). Profile and
 * thresholds are still empty: `profileFeatures` measures the one, `askCheck` fills in the other.
 */
export function contextOf(basis: Basis, symptom: Symptom | null): CheckContext {
  const { modelName, model, alert, now } = basis;
  return {
    modelName,
    model,
    windows:
      symptom?.windows ?? windowsAround(model, { onset: null, alertedAt: alert?.startedAt ?? null, now }),
    alert,
    symptom,
    segment: {},
    profile: [],
    thresholds: {},
    parameters: {},
  };
}
