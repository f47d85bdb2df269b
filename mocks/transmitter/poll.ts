import { POLL } from '../vocabulary/delivery-methods.ts';
import { isObject } from '../vocabulary/is-object.ts';
import { type AuthorizedCall, bodyObject } from './call.ts';
import type { Core } from './core.ts';
import { type Endpoint, toRead } from './operation.ts';
import { json, refuse } from './reply.ts';
import type { Reply } from './seams.ts';
import type { QueuedSet } from './set-queue.ts';
import type { Stream } from './stream.ts';

interface PollRequest {
  maxEvents: number;
  returnImmediately: boolean;
  /** jti of every SET that is dealt with, and what was reported as wrong with it; null: it is acknowledged. */
  settled: ReadonlyMap<string, string | null>;
}

/** Reads a poll request (RFC 8936 2.2). Refuses with 400 before anything is acknowledged. */
function readPoll(body: Record<string, unknown>): PollRequest {
  const { maxEvents = Number.POSITIVE_INFINITY, returnImmediately = false, ack = [], setErrs = {} } = body;
  const counts = typeof maxEvents === 'number' && maxEvents >= 0;
  if (!counts || (body.maxEvents !== undefined && !Number.isInteger(maxEvents))) {
    throw refuse(400, 'maxEvents is no whole number from 0.');
  }
  if (typeof returnImmediately !== 'boolean') throw refuse(400, 'returnImmediately is no boolean.');
  if (!Array.isArray(ack) || !ack.every((jti) => typeof jti === 'string')) {
    throw refuse(400, 'ack is no array of strings.');
  }
  if (!isObject(setErrs) || !Object.values(setErrs).every(isSetError)) {
    throw refuse(400, 'setErrs is no object of objects with err and description.');
  }
  const settled = new Map<string, string | null>(ack.map((jti) => [jti, null]));
  for (const [jti, error] of Object.entries(setErrs)) settled.set(jti, describe(error));
  return { maxEvents, returnImmediately, settled };
}

function describe(error: unknown): string {
  const { err, description } = isObject(error) ? error : {};
  return [err, description].filter((part) => typeof part === 'string').join(': ');
}

function isSetError(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value.err === 'string' &&
    ['string', 'undefined'].includes(typeof value.description)
  );
}

/** The poll endpoints, one URL per stream (RFC 8936 section 2, SSF 6.1.2). */
export function pollEndpoints(core: Core): Endpoint[] {
  const { quirks, streams } = core;

  async function poll(call: AuthorizedCall): Promise<Reply> {
    const request = readPoll(bodyObject(call));
    const stream = find(call);
    for (const [jti, detail] of request.settled) {
      // Whoever acknowledges a SET of another stream tells nothing of it.
      if (stream.queue.has(jti))
        core.sets.settle(jti, { state: detail === null ? 'delivered' : 'refused', detail });
      if (!quirks.ackIgnored) stream.queue.remove(jti);
    }
    core.seams.settled?.(call);
    await hold(stream, request, call.request.signal);
    // Deleted, or turned to push, in the meantime.
    return json(200, await take(find(call), request));
  }

  function find(call: AuthorizedCall): Stream {
    const stream = streams.require(call.streamId ?? '', call);
    if (stream.supplied.delivery.method !== POLL) throw refuse(404, 'This stream is not polled.');
    return stream;
  }

  function available(stream: Stream): readonly QueuedSet[] {
    return stream.queue.available(stream.status === 'enabled');
  }

  /** RFC 8936 2.5: with nothing to deliver the answer waits for a SET or the time-out, unless it is wanted at once. */
  async function hold(stream: Stream, request: PollRequest, gone: AbortSignal): Promise<void> {
    const immediately = quirks.noLongPoll || (request.returnImmediately && !quirks.alwaysLongPoll);
    if (immediately) return;
    const signal = AbortSignal.any([gone, stream.lifetime.signal, core.closing]);
    const deadline = performance.now() + (core.options.longPollMs ?? 2500);
    while (available(stream).length === 0 && !signal.aborted) {
      const left = deadline - performance.now();
      if (left <= 0) return;
      await stream.queue.wait(left, signal);
    }
  }

  async function take(stream: Stream, request: PollRequest): Promise<Record<string, unknown>> {
    const asked = quirks.ignoreMaxEvents ? Number.POSITIVE_INFINITY : request.maxEvents;
    const max = Math.min(asked, core.options.pollBatch ?? Number.POSITIVE_INFINITY);
    const waiting = available(stream);
    const taken = await Promise.all(waiting.slice(0, max).map((set) => handOut(stream, set)));
    return {
      sets: Object.fromEntries(taken.map(({ jti, token }) => [jti, token])),
      moreAvailable: waiting.length > taken.length,
    };
  }

  /** A SET stays until it is acknowledged, and comes again as it was. */
  async function handOut(stream: Stream, set: QueuedSet): Promise<QueuedSet> {
    const again = [true, 'poll'].includes(quirks.freshJtiOnRedelivery ?? false) && set.deliveries > 0;
    set.deliveries += 1;
    if (quirks.dropOnDelivery || again) stream.queue.remove(set.jti);
    if (!again) return set;
    const fresh = { ...set, ...(await set.again()) };
    stream.queue.add(fresh);
    return fresh;
  }

  return [
    {
      method: 'POST',
      path: `${core.endpoints.base}/ssf/poll/:streamId`,
      operation: 'poll',
      scopes: toRead,
      answer: poll,
    },
  ];
}
