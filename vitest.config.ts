import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Vitest leaves one core free by default, which on a machine of two cores is half of it.
    maxWorkers: '100%',
  },
});
