import type { Arrival } from '../../harness/exchange.ts';
import type { SeenSet, TestStream, TransmitterProbe } from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';

/** One push request and the SET in it. */
export interface Push {
  arrival: Arrival;
  set: SeenSet;
}

/**
 * Pushes with index >= `from`, as they come, until one is accepted by `until` or `limitMs` has passed; all of them
 * are returned, the accepted one last.
 */
export async function collectPushes<R extends RequirementId>(
  t: TransmitterProbe<R>,
  stream: TestStream,
  from: number,
  limitMs: number,
  until: (push: Push) => boolean,
): Promise<{ pushes: Push[]; hit: Push | null }> {
  const pushes: Push[] = [];
  const deadline = (await t.now()) + limitMs;
  for (;;) {
    const left = Math.max(0, deadline - (await t.now()));
    const next = (pushes.at(-1)?.arrival.index ?? from - 1) + 1;
    for (const push of await t.pushes(stream, { from: next, waitMs: left })) {
      pushes.push(push);
      if (until(push)) return { pushes, hit: push };
    }
    if (left === 0) return { pushes, hit: null };
  }
}
