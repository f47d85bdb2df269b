import type { ProgressEvent } from './run-options.ts';

/**
 * Tells that something is waited for, for `limitMs` at most: `a verification SET`. What it returns is called when the wait
 * is over, however it ended.
 */
export type Waiting = (what: string, limitMs: number) => () => void;

/** Where nobody looks on. */
export const untold: Waiting = () => () => {};

/** Shorter waits are over before anybody could read of them, ms. */
const WORTH_TELLING_MS = 500;

/** Tells of waits that last; `begin` and `end` are told of the same id. */
export function lastingWaits(tell: {
  begin: (wait: { id: number; what: string; limitMs: number; elapsedMs: number }) => void;
  end: (id: number) => void;
}): Waiting {
  let last = 0;
  return (what, limitMs) => {
    last += 1;
    const id = last;
    let told = false;
    const timer = setTimeout(() => {
      told = true;
      tell.begin({ id, what, limitMs, elapsedMs: WORTH_TELLING_MS });
    }, WORTH_TELLING_MS);
    timer.unref();
    return () => {
      clearTimeout(timer);
      if (told) tell.end(id);
    };
  };
}

/** Waits as progress of a run. `source` keeps the ids of several sources apart. */
export function waitsAsProgress(source: string, progress: (event: ProgressEvent) => void): Waiting {
  return lastingWaits({
    begin: ({ id, ...wait }) => progress({ kind: 'wait', id: `${source}-${id}`, ...wait }),
    end: (id) => progress({ kind: 'waited', id: `${source}-${id}` }),
  });
}

/** Does something that is waited for. */
export async function whileWaiting<T>(
  waiting: Waiting,
  what: string,
  limitMs: number,
  work: () => Promise<T>,
): Promise<T> {
  const over = waiting(what, limitMs);
  try {
    return await work();
  } finally {
    over();
  }
}
