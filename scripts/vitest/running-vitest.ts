import type * as Vitest from 'vitest';

/**
 * The Vitest that runs the tests, which need not be the one that is installed beside this package: importing a second
 * one into its worker would break both. Vitest tells of itself in this global (seen in versions 3, 4 and 5); outside of
 * its workers there is none, and the import says so.
 */
export async function runningVitest(): Promise<typeof Vitest> {
  const { __vitest_index__: running } = globalThis as { __vitest_index__?: typeof Vitest };
  return running ?? (await import('vitest'));
}
