import { defineConfig } from 'vitest/config';

/** Rooms whose code keeps nothing between two calls: their files share a process, and so what they import. */
const rooms =
  'alert charts checks config message note redact samples scope sql statistics suspects symptom time';
const pure = rooms.split(' ').map((room) => `test/${room}/**/*.test.ts`);

/** Whole incidents, told from end to end, real processes that are killed, and every check on every bad input: `npm run test:long`. */
const long = [
  'test/bench/**/*.test.ts',
  'test/checks/bad-inputs.test.ts',
  'test/checks/classes-investigated.test.ts',
  'test/checks/classes.test.ts',
  'test/checks/every-check.test.ts',
  'test/composition/slack-away.test.ts',
  'test/composition/storm.test.ts',
  'test/faults/**/*.test.ts',
  'test/sandbox/page/file-input.test.ts',
  'test/sandbox/page/files.test.ts',
  'test/sandbox/page/page.test.ts',
  'test/sandbox/page/whole-incident.test.ts',
  'test/scope/measure.test.ts',
  'test/statistics/onset/onset.test.ts',
  'test/story/demo.test.ts',
  'test/story/guide/**/*.test.ts',
  'test/story/notes/notes.test.ts',
  'test/story/whole-road.test.ts',
  'test/symptom/measure.test.ts',
];

export default defineConfig({
  test: {
    // Tests whose point is time say so themselves; the others may take long on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Vitest leaves one core free by default, which on a machine of two cores is half of it.
    maxWorkers: '100%',
    projects: [
      { extends: true, test: { name: 'pure', include: pure, exclude: long, isolate: false } },
      { extends: true, test: { name: 'whole', include: ['test/**/*.test.ts'], exclude: [...pure, ...long] } },
      { extends: true, test: { name: 'long', include: long } },
    ],
  },
});
