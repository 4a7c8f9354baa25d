/**
 * Makes new incident bundles from recorded ones: quiet days of a recorded bundle, moved in time, with one fault put in.
 * `node bench/variations/make.ts --from <folder of bundles> --to <folder> [--seed 1] [--count 40] [--kinds data.nulls,none]`
 * The same seed makes the same bundles.
 */
import { parseArgs } from 'node:util';
import { planBundles } from './plan.ts';
import { recordedBundles } from './recorded.ts';
import { vary } from './vary.ts';

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: 'examples' },
    to: { type: 'string' },
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '40' },
    kinds: { type: 'string', default: '' },
  },
});
if (values.to === undefined) throw new Error('say where to: --to <folder>');

const plans = planBundles({
  recorded: await recordedBundles(values.from),
  seed: Number(values.seed),
  count: Number(values.count),
  kinds: values.kinds.split(',').filter((kind) => kind !== ''),
});
for (const plan of plans) {
  const started = performance.now();
  await vary(plan, values.to);
  const { fault, recorded, size, keep, missing } = plan;
  console.log(
    `${plan.name}  ${fault.kind.padEnd(20)} from ${recorded.name}, size ${size}, keeps ${keep}${missing === null ? '' : `, no ${missing}`}  ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
}
