import { defineConfig } from 'vitest/config';

// The project's own tests. The engine of a conformance run does not read this file (suites/harness/engine.ts).
export default defineConfig({
  test: {
    include: ['{suites,mocks,reports,scripts}/**/*.test.ts'],
    // Most tests wait for sockets, so that every core can have a worker. What goes on at once within one is limited by
    // those that ask for it (see atMost).
    maxWorkers: '100%',
    maxConcurrency: 8,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'dist/test-results.json' }]] : ['default'],
  },
});
