import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Tests whose point is time say so themselves; the others may take long on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Vitest leaves one core free by default, which on a machine of two cores is half of it.
    maxWorkers: '100%',
  },
});
