import type { Call, Operation, Reply, TransmitterSeams } from '../../transmitter/seams.ts';

export type Members = Record<string, unknown>;

export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function json(status: number, body: unknown): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body };
}

export function empty(status: number): Reply {
  return { status, headers: {}, body: undefined };
}

/** A copy without the members of these names. */
export function without<V>(object: Record<string, V>, ...names: string[]): Record<string, V> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

/** Changes the successful answers to one operation. */
export function answers(operation: Operation, edit: (reply: Reply, call: Call) => Reply): TransmitterSeams {
  return {
    after: (reply, call) =>
      call.operation === operation && reply.status >= 200 && reply.status < 300 ? edit(reply, call) : reply,
  };
}

/** Changes the JSON object in the successful answers to one operation. */
export function members(
  operation: Operation,
  edit: (body: Members, call: Call) => Members,
): TransmitterSeams {
  return answers(operation, (reply, call) =>
    isObject(reply.body) ? { ...reply, body: edit(reply.body, call) } : reply,
  );
}

/** Turns the refusals of one operation that have this status into another answer. */
export function refusals(
  operation: Operation,
  status: number,
  reply: Reply,
  when: (call: Call) => boolean = () => true,
): TransmitterSeams {
  return {
    after: (refusal, call) =>
      call.operation === operation && refusal.status === status && when(call) ? reply : refusal,
  };
}

/** Lets the request body of one operation be changed before the Transmitter reads it. */
export function requests(operation: Operation, edit: (body: Members, call: Call) => void): TransmitterSeams {
  return {
    before(call) {
      // The reference reads this very object.
      if (call.operation === operation && isObject(call.body)) edit(call.body, call);
      return undefined;
    },
  };
}

/** Changes the claims of the SETs with one type of event. */
export function claimsOf(
  eventType: string,
  edit: (claims: Members, event: Members) => Members,
): TransmitterSeams {
  return {
    claims(claims, set) {
      const events = claims.events;
      const event = isObject(events) ? events[eventType] : undefined;
      return set.eventType === eventType && isObject(event) ? edit(claims, event) : claims;
    },
  };
}

/**
 * Turns the 404 of one operation into another answer, but only for ids that were never given out: a stream that is
 * deleted or another Receiver's is another matter.
 */
export function inventedIds(operation: Operation, reply: (call: Call) => Reply): TransmitterSeams {
  const given = new Set<unknown>();
  return {
    after(answer, call) {
      if (call.operation === 'create-stream' && isObject(answer.body)) given.add(answer.body.stream_id);
      const isInvented = call.streamId !== null && !given.has(call.streamId);
      return call.operation === operation && answer.status === 404 && isInvented ? reply(call) : answer;
    },
  };
}
