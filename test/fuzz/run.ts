/**
 * `npm run fuzz -- [inputs] [seed]`: that many hostile inputs (100,000 when not told), a quarter of each kind: alerts,
 * commands, Slack payloads, configurations. A failure is told with its seed and its smallest input.
 */
import fc from 'fast-check';
import { parseConfig } from '../../src/config/load.ts';
import { createRunningWork } from '../../src/response/checks/running-work.ts';
import type { Services } from '../../src/response/services.ts';
import { systemClock } from '../../src/time/clock.ts';
import { openStorage } from '../../storage/open.ts';
import { configText } from '../config/config-text.ts';
import { propertyOf } from './properties.ts';

const inputs = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const nothing = (): void => {};
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const storage = await openStorage(':memory:', { clock: systemClock, exclusive: false });
const services: Services = {
  config: parseConfig(configText(), '/etc/fishbone.yml', { environment: {} }),
  incidents: storage.incidents,
  warehouses: {
    open: () => Promise.reject(new Error('no table is opened here')),
    newestRow: async () => null,
    health: async () => [],
    queries: async () => [],
    close: async () => {},
  },
  clock: systemClock,
  log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
  version: 'fuzz',
  dataNow: () => null,
  wake: nothing,
  running: createRunningWork(),
  background: nothing,
};
for (const kind of ['alerts', 'commands', 'payloads', 'configs'] as const) {
  const started = performance.now();
  const property = propertyOf(kind, { services, storage, now: systemClock.now() });
  await fc.assert(property, { numRuns: Math.ceil(inputs / 4), seed });
  say(
    `${Math.ceil(inputs / 4)} hostile ${kind} from seed ${seed}: harmless; ${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
}
const { problems } = await storage.check();
if (problems.length > 0) throw new Error(JSON.stringify(problems));
storage.close();
