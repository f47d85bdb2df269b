const SIGNALS: readonly (string | symbol)[] = ['SIGINT', 'SIGTERM'];

/**
 * Does something that would listen for signals to end the process, before anything could be cleaned up; signals are the
 * command line's. What it adds is dropped before a signal could reach it.
 */
export async function withoutSignals<T>(act: () => Promise<T>): Promise<T> {
  const drop = (event: string | symbol, listener: (...args: unknown[]) => void): void => {
    // It is added right after this; signals are told between tasks.
    if (SIGNALS.includes(event)) queueMicrotask(() => process.removeListener(event, listener));
  };
  process.on('newListener', drop);
  try {
    return await act();
  } finally {
    process.off('newListener', drop);
  }
}
