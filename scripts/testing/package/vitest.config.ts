import { defineConfig } from 'vitest/config';

// What a user gets: packed, installed by npm elsewhere, run on every Node.js that is supported. Its own command
// (npm run test:package), since it takes minutes and asks the registry.
export default defineConfig({
  test: {
    include: ['scripts/testing/package/*.package.ts'],
    globalSetup: ['scripts/testing/package/prepare.ts'],
    fileParallelism: false,
    // Whoever reads the log shall see what was run, and what it said.
    disableConsoleIntercept: true,
    reporters: [['verbose', { summary: false }]],
    testTimeout: 900_000,
    hookTimeout: 300_000,
  },
});
