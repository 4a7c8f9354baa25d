import { join } from 'node:path';
import { z } from 'zod';
import { CHECKS } from '../../src/checks/list.ts';
import { alertIn, readAlertFile } from '../../src/cli/alert-file.ts';
import { loadConfig } from '../../src/config/load.ts';
import { answerOf } from '../../src/response/triage/answer.ts';
import { investigate } from '../../src/response/triage/investigate.ts';
import { openWarehouses } from '../../src/sources/warehouses.ts';
import { systemClock } from '../../src/time/clock.ts';
import { servePipelines } from './serve-pipelines.ts';

/** Of an answer, what the tables of results show. */
export const Answer = z.looseObject({
  verdict: z.string(),
  seconds: z.number(),
  suspects: z.array(z.looseObject({ id: z.string(), probability: z.number() })),
});
export type Answer = z.infer<typeof Answer>;

const log = { debug() {}, info() {}, warn() {}, error() {} };

/** What `fishbone investigate` answers on a bundle, in this process; `now` null: at the end of its tables. */
export async function investigateBundle(folder: string, now: Date | null): Promise<Answer> {
  const pipelines = await servePipelines(folder);
  try {
    const config = await loadConfig(join(folder, 'fishbone.yml'), {
      environment: { ...process.env, PIPELINES_URL: pipelines.url },
      checks: CHECKS.map((check) => check.about),
    });
    const warehouses = openWarehouses({
      config: config.config,
      folder: config.folder,
      log,
      clock: systemClock,
    });
    try {
      const alert = alertIn(await readAlertFile(join(folder, 'alert.json')), config, systemClock.now());
      const found = await investigate({
        config,
        warehouses,
        alert,
        now,
        clock: systemClock,
        log,
        version: 'bench',
        signal: new AbortController().signal,
      });
      return Answer.parse(answerOf(found));
    } finally {
      await warehouses.close();
    }
  } finally {
    await pipelines.close();
  }
}
