import type { TerminalInput } from '../io.ts';

const CTRL_C = '\u0003';
const MEANING = new Map([
  ['r', 'all'],
  ['f', 'failed'],
  ['q', 'quit'],
] as const);

/** Ctrl-C while keys come one by one: the terminal makes no signal of it then. */
const interrupt = (): void => void process.kill(process.pid, 'SIGINT');

/**
 * The next key that means something; the terminal is as it was afterwards.
 * @returns a promise that stays open when the signal ends the wait
 */
export function nextKey(
  stdin: TerminalInput,
  signal: AbortSignal,
  onInterrupt: () => void = interrupt,
): Promise<'all' | 'failed' | 'quit'> {
  return new Promise((resolve) => {
    if (signal.aborted) return;
    const end = (): void => {
      signal.removeEventListener('abort', end);
      stdin.off('data', onKeys);
      stdin.setRawMode?.(false);
      stdin.pause();
    };
    const onKeys = (keys: Buffer | string): void => {
      for (const key of keys.toString().toLowerCase()) {
        if (key === CTRL_C) {
          onInterrupt();
          return;
        }
        const meant = MEANING.get(key as 'r');
        if (meant === undefined) continue;
        end();
        resolve(meant);
        return;
      }
    };
    signal.addEventListener('abort', end, { once: true });
    stdin.setRawMode?.(true);
    stdin.on('data', onKeys);
    stdin.resume();
  });
}
