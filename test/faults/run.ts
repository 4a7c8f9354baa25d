/**
 * `npm run faults -- [points] [seed] [lives of a run]`: kills a real bot at that many places (2,000 when not told), while
 * alerts come in and the way to Slack fails, and looks after each run whether anything is lost or doubled. Two runs side
 * by side. A run is told again by its seed: `npm run faults -- 10 <seed>` plays that one run.
 */
import { play } from './play.ts';
import type { Played } from './play.ts';

const points = Number(process.argv[2] ?? 2000);
const firstSeed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const lives = Number(process.argv[4] ?? 10);

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const seeds = Array.from({ length: Math.ceil(points / lives) }, (_, index) => firstSeed + index);
const played: Played[] = [];
const started = performance.now();

async function playNext(): Promise<void> {
  for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
    const run = await play(seed, lives);
    played.push(run);
    if (run.faults.length > 0) tell(run);
    else if (played.length % 10 === 0) say(summary());
  }
}
await Promise.all([playNext(), playNext()]);
say(summary());
process.exitCode = played.every(({ faults }) => faults.length === 0) ? 0 : 1;

function tell({ seed, faults, diary }: Played): void {
  say(`\nseed ${seed}: again with: npm run faults -- ${lives} ${seed} ${lives}`);
  say(diary.map((line) => `  ${line}`).join('\n'));
  say(faults.map((line) => `  ✗ ${line}`).join('\n'));
}

function summary(): string {
  const sum = (of: (run: Played) => number): number => played.reduce((total, run) => total + of(run), 0);
  const bad = played.filter(({ faults }) => faults.length > 0);
  return (
    `${sum(({ crashes }) => crashes)} crash points in ${played.length} runs from seed ${firstSeed}: ` +
    `${sum(({ incidents }) => incidents)} incidents, ${sum(({ events }) => events)} events, ` +
    `${sum(({ faults }) => faults.length)} faults${bad.length === 0 ? '' : ` (seeds ${bad.map(({ seed }) => seed).join(', ')})`}; ` +
    `${((performance.now() - started) / 1000).toFixed(0)} s`
  );
}
