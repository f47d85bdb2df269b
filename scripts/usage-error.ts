import { EXIT } from './exit-codes.ts';

/** The command line or the configuration is wrong: exit code 2. `hint` is what to do next. */
export class UsageError extends Error {
  readonly code = 'USAGE';
  readonly exitCode = EXIT.usage;
  readonly hint: string | undefined;

  constructor(message: string, options: { hint?: string | undefined; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'UsageError';
    this.hint = options.hint;
  }
}
