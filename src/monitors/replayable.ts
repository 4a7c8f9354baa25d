import { CHECKS } from '../checks/list.ts';
import type { MonitorConfig } from '../config/schema.ts';

/** Its past can be looked at: tables keep what was, and a pipeline is only there as it serves now. */
export function isReplayable({ check }: Pick<MonitorConfig, 'check'>): boolean {
  return CHECKS.every(({ about }) => about.id !== check || !about.needs.includes('pipelines'));
}
