import type { TextOutput } from '../io.ts';

/** What one round of a watched run came to. */
export interface Round {
  exitCode: number;
  /** Keys of the checks that failed, for `f`. */
  failed: readonly string[];
}

export interface Watched {
  /** Runs all, or only the checks with these keys; never rejects for what a target does. */
  run(only: readonly string[] | null): Promise<Round>;
  /** Resolves with why when something changed that a run depends on; never rejects. Ends with the signal. */
  changed(signal: AbortSignal): Promise<string>;
  /** The next key that means something; never resolves where there is no keyboard. Ends with the signal. */
  key(signal: AbortSignal): Promise<'all' | 'failed' | 'quit'>;
  /** What is watched, for people: `ssf-conformance.config.ts and the metadata`. */
  watches: () => string;
  hasKeys: boolean;
  output: TextOutput;
  signal?: AbortSignal | undefined;
}

type Next = { run: readonly string[] | null; why: string } | 'quit';

/**
 * Runs again and again: when something changes by itself, on a key what was run or only what failed.
 * @returns the exit code of the last round
 */
export async function watch(watched: Watched): Promise<number> {
  const { output, signal } = watched;
  let wish: readonly string[] | null = null;
  for (;;) {
    const last = await watched.run(wish);
    if (signal?.aborted === true) return last.exitCode;
    output.write(`\n${invitation(watched, last.failed.length)}\n`);
    const next = await choice(watched, last.failed);
    if (next === 'quit') return last.exitCode;
    output.write(`\n${next.why}\n`);
    wish = next.run;
  }
}

function invitation({ watches, hasKeys }: Watched, failed: number): string {
  const keys = ['r: run again', ...(failed > 0 ? [`f: only what failed (${failed})`] : []), 'q: end'].join(
    '   ',
  );
  return `Watching ${watches()}.${hasKeys ? `   ${keys}` : '   Ctrl-C ends.'}`;
}

/** Waits for a key or a change, whichever comes first; what comes in vain is waited over. */
async function choice(watched: Watched, failed: readonly string[]): Promise<Next> {
  const over = new AbortController();
  const signal = watched.signal === undefined ? over.signal : AbortSignal.any([over.signal, watched.signal]);
  const ended = new Promise<'quit'>((resolve) => {
    if (signal.aborted) resolve('quit');
    signal.addEventListener('abort', () => resolve('quit'), { once: true });
  });
  const changed = watched.changed(signal).then((why): Next => ({ run: null, why }));
  try {
    for (;;) {
      const key = watched.key(signal);
      const next = await Promise.race([changed, key, ended]);
      if (typeof next === 'object' || next === 'quit') return next;
      if (next === 'all') return { run: null, why: 'Running again.' };
      if (failed.length > 0) return { run: failed, why: `Running only what failed (${failed.length}).` };
    }
  } finally {
    over.abort();
  }
}
