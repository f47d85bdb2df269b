import type { Io } from '../io.ts';
import { main } from '../main.ts';

export interface Captured {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs the command line in this process, for tests; its output is kept instead of shown. */
export async function capture(argv: readonly string[], overrides: Partial<Io> = {}): Promise<Captured> {
  const kept = { stdout: '', stderr: '' };
  const exitCode = await main(argv, {
    stdout: { write: (text) => (kept.stdout += text), columns: 100 },
    stderr: { write: (text) => (kept.stderr += text), columns: 100 },
    env: {},
    cwd: process.cwd(),
    ...overrides,
  });
  return { exitCode, ...kept };
}
