import type { PeerOperation, SeenCall } from '../../harness/receiver/exchange.ts';
import type { Life, ReceiverProbe } from '../../harness/receiver/probe.ts';

/** Within how many ms after the first failure repetitions are counted, and how many of them are a storm. */
const LONGEST_WINDOW = 2000;
const STORM = 10;

export interface Repetition {
  first: SeenCall | null;
  /** Requests of this operation within the window, the first included. */
  count: number;
  isStorm: boolean;
  /** For a finding. */
  shown: string;
}

/** Waits for a request that fails, then for the time in which repetitions are counted, and counts them. */
export async function repetitions(
  r: Pick<ReceiverProbe, 'until' | 'now' | 'limits'>,
  life: Life,
  operation: PeerOperation,
  options: { from?: number; isOne?: (call: SeenCall) => boolean } = {},
): Promise<Repetition> {
  const { from = 0, isOne = () => true } = options;
  const matches = (call: SeenCall): boolean =>
    call.operation === operation && call.index >= from && isOne(call);
  const first = await life.awaitCall(matches, r.limits.start);
  if (first === null) return { first, count: 0, isStorm: false, shown: 'none' };
  const window = Math.min(LONGEST_WINDOW, 4 * r.limits.quiet);
  const count = async (): Promise<number> =>
    (await life.calls()).filter((call) => matches(call) && call.atMs - first.atMs <= window).length;
  const isOver = async (): Promise<boolean> =>
    (await r.now()) - first.atMs >= window || (await count()) > STORM;
  await r.until(isOver, window + r.limits.quiet);
  const counted = await count();
  return {
    first,
    count: counted,
    isStorm: counted > STORM,
    shown: `${counted} requests within ${Math.round(Math.min(window, (await r.now()) - first.atMs))} ms`,
  };
}

export const AT_MOST = `at most ${STORM} requests within ${LONGEST_WINDOW / 1000} s, with growing gaps`;
