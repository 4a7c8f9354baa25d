import { expect, test } from 'vitest';
import { play } from './play.ts';

// Slow because it must be: every crash is the end of a real process, and every life begins with a real start.
// `npm run faults` does the same at 2,000 places, and `.ci/run` at 200.
test.each([11, 12])(
  'killed at 10 places while alerts come in and Slack fails, the bot loses nothing and says nothing twice (seed %i)',
  { timeout: 170_000 },
  async (seed) => {
    const { faults, diary, crashes, incidents } = await play(seed, 10);
    expect(faults, `npm run faults -- 10 ${seed} 10\n${diary.join('\n')}`).toEqual([]);
    expect(crashes).toBe(10);
    expect(incidents).toBeGreaterThan(0);
  },
);
