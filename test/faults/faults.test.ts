import { expect, test } from 'vitest';
import { play } from './play.ts';

// Slow because it must be: every crash is the end of a real process, and every life begins with a real start.
// `npm run faults` does the same at 2,000 places, and `.ci/run` at 200.
test(
  'killed at six places while alerts come in and Slack fails, the bot loses nothing and says nothing twice',
  { timeout: 300_000 },
  async () => {
    const { faults, diary, crashes, incidents } = await play(11, 6);
    expect(faults, `npm run faults -- 6 11 6\n${diary.join('\n')}`).toEqual([]);
    expect(crashes).toBe(6);
    expect(incidents).toBeGreaterThan(0);
  },
);
