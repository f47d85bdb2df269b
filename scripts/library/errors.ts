import { EXIT } from '../exit-codes.ts';
import { UsageError } from '../usage-error.ts';

/** Why there are no results: `USAGE` (of this library), `TARGET` or `HARNESS`. */
export type ErrorCode = ConformanceError['code'];

/** All that `run` and `plan` reject with, but for the reason of your own signal. */
export type ConformanceError = UsageError | TargetError | HarnessError;

/** The target cannot be reached, or the preflight refused it: nothing was judged. `hint` is what to do next. */
export class TargetError extends Error {
  readonly code = 'TARGET';
  readonly exitCode = EXIT.unreachable;
  readonly hint: string;

  constructor(message: string, options: { hint: string; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'TargetError';
    this.hint = options.hint;
  }
}

/** The harness itself broke; please report it. `cause` is what was thrown. */
export class HarnessError extends Error {
  readonly code = 'HARNESS';
  readonly exitCode = EXIT.harnessFault;
  readonly hint = 'This is a fault of ssf-conformance, not of the target; please report it with its cause.';

  constructor(cause: unknown) {
    super(`ssf-conformance failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'HarnessError';
  }
}

/** Whether it is one of this family. */
export function isConformanceError(error: unknown): error is ConformanceError {
  return error instanceof UsageError || error instanceof TargetError || error instanceof HarnessError;
}
