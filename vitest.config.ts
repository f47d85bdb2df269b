import { defineConfig } from 'vitest/config';

// The project's own tests. The engine of a conformance run does not read this file (suites/harness/engine.ts).
export default defineConfig({
  test: {
    include: ['{suites,mocks,reports,scripts}/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: process.env['CI']
      ? ['default', ['json', { outputFile: 'dist/test-results.json' }]]
      : ['default'],
  },
});
