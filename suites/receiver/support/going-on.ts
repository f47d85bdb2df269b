import type { Delivery } from '../../../reports/results.ts';
import type { PeerOperation, Scene, SeenCall } from '../../harness/receiver/exchange.ts';
import type { Life, ReceiverProbe } from '../../harness/receiver/probe.ts';
import { only } from './calls.ts';
import { atRest, type seenCalls } from './managed.ts';

/**
 * Requests that only who takes the stream for good makes. Looking at it again, and deleting it, is what a careful
 * Receiver may do with a stream that it does not trust.
 */
const USE: readonly PeerOperation[] = [
  'verify',
  'poll',
  'update-stream',
  'replace-stream',
  'update-status',
  'add-subject',
  'remove-subject',
];

const PATIENCE = 3;
/** A poll that was on its way, or about to be, when the answer came is no use of it: ms. */
const POLL_GRACE = 250;
/** How long polls are held meanwhile, so that whoever polls on is soon seen, ms. */
const HOLD = 200;

type Probe = Parameters<typeof seenCalls>[0] & Pick<ReceiverProbe, 'freshLife' | 'deliveries'>;

/** When a target uses its stream by itself if all is well. */
export interface Usual {
  /** From the answer to the first request that uses the stream. */
  ms: number;
  /** The method with which that shows: who polls shows it in any case. */
  delivery: Delivery;
}

/**
 * How long after an answer to `operation` the target goes on to use the stream when all is well; null when it never
 * asks for that answer. Ends the check when it goes on with nothing that could be seen.
 */
export async function usuallyGoesOn(r: Probe, operation: PeerOperation): Promise<Usual | null> {
  let life = await r.life();
  let seen = await firstUse(r, life, operation);
  if (seen !== null && seen.ms === null && life.delivery === 'push' && r.deliveries.includes('poll')) {
    life = await r.freshLife({ delivery: 'poll' });
    seen = await firstUse(r, life, operation);
  }
  if (seen === null) return null;
  const { ms } = seen;
  if (ms === null) {
    return r.notTested(
      `After ${operation} the target makes no request of its own that uses the stream, so that its absence says nothing.`,
    );
  }
  return { ms, delivery: life.delivery };
}

async function firstUse(
  r: Probe,
  life: Life,
  operation: PeerOperation,
): Promise<{ ms: number | null } | null> {
  // One that verifies late, or polls rarely, is waited for.
  await life.awaitCall(isUse, r.limits.start);
  const calls = await atRest(r, life);
  const answer = only(calls, operation)[0];
  if (answer === undefined) return null;
  const used = calls.find((call) => call.index > answer.index && isUse(call));
  return { ms: used === undefined ? null : used.atMs - (answer.answeredAtMs ?? answer.atMs) };
}

/**
 * Starts the target under a scene in which the answers to `operation` ought to stop it: the first request after such
 * an answer that still uses the stream; null when there is none. Ends the check when it does not come to that answer.
 */
export async function usesDespite(
  r: Probe,
  operation: PeerOperation,
  usual: Usual,
  scene: Scene,
  /** Use of another stream does not count. */
  streamId?: string,
): Promise<{ used: SeenCall | null; answer: SeenCall; life: Life }> {
  const life = await r.freshLife({
    scene: { ...scene, longPollMs: HOLD },
    delivery: usual.delivery,
  });
  const answered = (call: SeenCall): boolean => call.operation === operation && call.response !== null;
  const first = await life.awaitCall((call) => call.operation === operation, r.limits.start);
  if (first === null) return r.notTested(`Under this scene the target makes no ${operation} request.`);
  await r.until(async () => (await life.calls()).some(answered), r.limits.request);
  const answer = (await life.calls()).find(answered) ?? first;
  const from = answer.answeredAtMs ?? answer.atMs;
  // Nobody polls a stream before it is created.
  const grace = (call: SeenCall): number =>
    call.operation === 'poll' && operation !== 'create-stream' ? POLL_GRACE : 0;
  const isLater = (call: SeenCall): boolean =>
    isUse(call) && (streamId === undefined || call.streamId === streamId) && call.atMs > from + grace(call);
  const used = await life.awaitCall(isLater, PATIENCE * usual.ms + POLL_GRACE + HOLD + r.limits.quiet);
  return { used, answer, life };
}

function isUse({ operation }: SeenCall): boolean {
  return USE.includes(operation);
}
