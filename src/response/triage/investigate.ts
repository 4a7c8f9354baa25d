import type { Alert } from '../../alert/alert.ts';
import type { LoadedConfig } from '../../config/load.ts';
import type { IncidentFact } from '../../incident/facts/events.ts';
import type { Clock } from '../../time/clock.ts';
import { dateAlert } from '../alerts/date-alert.ts';
import { diagnose } from './diagnose.ts';
import type { Diagnosis } from './diagnose.ts';
import type { Log, Warehouses } from '../ports.ts';

export type InvestigateInput = {
  readonly config: LoadedConfig;
  readonly warehouses: Warehouses;
  readonly alert: Alert;
  /** The answer that could have been given then: nothing later is read. Null: now is the newest row. */
  readonly now: Date | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly onFact?: (fact: IncidentFact) => Promise<void>;
};

export type Investigation = Diagnosis & {
  readonly model: string;
  readonly now: Date;
  /** Whether a person asked for that moment, or it is the newest row. */
  readonly nowIs: 'asked for' | 'the newest row';
  /** What a person should know about the question before reading the answer. */
  readonly notes: readonly string[];
};

/** The whole road from an alert to the suspects without Slack and without a store. */
export async function investigate(input: InvestigateInput): Promise<Investigation> {
  const model = input.alert.model ?? onlyModel(input.config, input.alert.unknownModel ?? null);
  const warehouse = await input.warehouses.open(model, input.now);
  const { alert, note } = dateAlert(input.alert, warehouse.now);
  const diagnosis = await diagnose({
    config: input.config,
    model,
    alert,
    warehouse,
    clock: input.clock,
    log: input.log,
    version: input.version,
    signal: input.signal,
    onFact: async (fact) => {
      await input.onFact?.(fact);
      return fact;
    },
  });
  return {
    ...diagnosis,
    model,
    now: warehouse.now,
    nowIs: input.now === null ? 'the newest row' : 'asked for',
    notes: note === null ? [] : [note],
  };
}

function onlyModel(config: LoadedConfig, said: string | null): string {
  const names = Object.keys(config.config.models);
  const [only] = names;
  if (said === null && only !== undefined && names.length === 1) return only;
  const about = said === null ? 'no model' : `the model '${said}', and none`;
  throw Object.assign(new Error(`the alert names ${about} that ${config.path} knows`), {
    code: 'unknown-model',
    hint: `Name one with --model: ${names.join(', ')}.`,
  });
}
