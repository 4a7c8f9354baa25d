import { defaultMonitors } from '../default-set.ts';
import type { MonitorInput } from '../default-set.ts';
import type { WatchedModel } from './watch.ts';

/** The check of the default set; asked about one feature alone where the rule is. */
export const ofDefault =
  (id: string) =>
  ({ name, model, subject }: WatchedModel): MonitorInput | null => {
    const monitor = defaultMonitors(name, model)[id];
    return monitor === undefined ? null : { ...monitor, ...onlyOf(subject, model.predictions.features) };
  };

/** A check is asked about the rule's subject alone, if it is one of these. */
export const onlyOf = (subject: string | null, names: readonly string[] = []): { column?: string } =>
  subject !== null && names.includes(subject) ? { column: subject } : {};
