import { AsyncLocalStorage } from 'node:async_hooks';

/** What would end the process: signals, before anything could be cleaned up, and promises of whoever uses the library. */
const EVENTS: readonly (string | symbol)[] = ['SIGINT', 'SIGTERM', 'unhandledRejection'];

/** Tells who acts from whoever else does something in this process meanwhile. */
const acting = new AsyncLocalStorage<true>();

/**
 * Does something that would listen for what ends the process; that is for the command line, or for the program that
 * uses the library. What it adds is dropped before a signal could reach it; what others add stays.
 */
export async function withoutSignals<T>(act: () => Promise<T>): Promise<T> {
  const drop = (event: string | symbol, listener: (...args: unknown[]) => void): void => {
    if (!EVENTS.includes(event) || acting.getStore() === undefined) return;
    // It is added right after this; signals are told between tasks.
    queueMicrotask(() => process.removeListener(event, listener));
  };
  process.on('newListener', drop);
  try {
    return await acting.run(true, act);
  } finally {
    process.off('newListener', drop);
  }
}
