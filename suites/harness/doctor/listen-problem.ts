import type { Teller } from './examination.ts';

const CODES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'it is in use',
  EACCES: 'this user may not use it',
  EADDRNOTAVAIL: 'this machine does not have that address',
};

/**
 * Tells why we cannot listen where we were told to.
 * @throws the error itself where it is about something else
 */
export function listenProblem(error: unknown, tell: Teller): false {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  const why = typeof code === 'string' ? CODES[code] : undefined;
  if (why === undefined || !(error instanceof Error)) throw error;
  const at = `${String(Reflect.get(error, 'address'))}:${String(Reflect.get(error, 'port'))}`;
  return tell.problem(
    `We cannot listen at ${at}: ${why}.`,
    'configuration',
    'Choose another address with --listen HOST:PORT.',
  );
}
