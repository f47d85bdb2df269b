import { UsageError } from './usage-error.ts';

const CODES: Record<string, string> = {
  EADDRINUSE: 'it is in use',
  EACCES: 'this user may not use it',
  EADDRNOTAVAIL: 'this machine does not have that address',
};

/**
 * Rethrows the failure to listen, or to use the state folder, as a mistake of the user, anything else as it is.
 * @throws always
 */
export function asUsageError(error: unknown): never {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (error instanceof Error && code === 'STATE')
    throw new UsageError(error.message, {
      hint: 'Another folder is chosen with --state-dir FOLDER.',
      cause: error,
    });
  const syscall: unknown = error instanceof Error ? Reflect.get(error, 'syscall') : undefined;
  const why = typeof code === 'string' && syscall === 'listen' ? CODES[code] : undefined;
  if (why === undefined || !(error instanceof Error)) throw error;
  const address: unknown = Reflect.get(error, 'address');
  const port: unknown = Reflect.get(error, 'port');
  throw new UsageError(`Cannot listen at ${String(address)}:${String(port)}: ${why}.`, { cause: error });
}
