import { defaultMonitors } from '../default-set.ts';
import type { MonitorInput } from '../default-set.ts';
import type { WatchedModel } from './watch.ts';

/** The check of the default set; asked about one feature alone where the rule is. */
export const ofDefault =
  (id: string) =>
  ({ name, model, subject }: WatchedModel): MonitorInput | null => {
    const monitor = defaultMonitors(name, model)[id];
    return monitor === undefined ? null : { ...monitor, ...onlyOf({ model, subject }) };
  };

/** What the store is read for need not be a feature of the model: then all reads are watched. */
export const onlyOf = ({ model, subject }: Pick<WatchedModel, 'model' | 'subject'>): { column?: string } =>
  subject !== null && model.predictions.features.includes(subject) ? { column: subject } : {};
