import type { OfferedSet } from '../exchange.ts';
import type { KnownStream, PeerStreams } from './peer-streams.ts';

/** SETs that checks put into the queues of poll streams, and what became of them. */
export class Offers {
  readonly #streams: PeerStreams;
  readonly #offered = new Map<string, Map<string, OfferedSet>>();

  constructor(streams: PeerStreams) {
    this.#streams = streams;
  }

  /** Throws when there never was such a stream; on one that is gone nothing is handed out any more. */
  offer(streamId: string, sets: readonly { key: string; compact: string }[]): void {
    if (this.#streams.lifeOf(streamId) === undefined) throw new Error(`There is no stream ${streamId}.`);
    const known = this.#streams.get(streamId);
    const offered = this.#of(streamId);
    for (const { key, compact } of sets) {
      offered.set(key, { key, handedOut: [], settled: null });
      if (known !== null) enqueue(known, key, compact);
    }
  }

  /** One for each key, in the same order. */
  list(streamId: string, keys: readonly string[]): OfferedSet[] {
    const offered = this.#of(streamId);
    return keys.map((key) => {
      const { handedOut = [], settled = null } = offered.get(key) ?? {};
      return { key, handedOut: [...handedOut], settled };
    });
  }

  withdraw(streamId: string, keys: readonly string[]): void {
    const queue = this.#streams.get(streamId)?.stream.queue;
    for (const key of keys) queue?.remove(key);
  }

  /** Notes that a poll answer held this one; false when it was not offered by a check. */
  handedOut(streamId: string, key: string, call: number): boolean {
    const set = this.#of(streamId).get(key);
    set?.handedOut.push(call);
    return set !== undefined;
  }

  /** Notes what a poll request acknowledged and reported; the first word on a SET counts. */
  settled(streamId: string, body: unknown, call: number): void {
    const offered = this.#of(streamId);
    for (const { key, ...settled } of settlementsOf(body)) {
      const set = offered.get(key);
      if (set !== undefined) set.settled ??= { ...settled, call };
    }
  }

  #of(streamId: string): Map<string, OfferedSet> {
    const offered = this.#offered.get(streamId) ?? new Map<string, OfferedSet>();
    this.#offered.set(streamId, offered);
    return offered;
  }
}

/** What the body of a poll request says of SETs that were handed out before (RFC 8936 2.2). */
export function settlementsOf(
  body: unknown,
): { key: string; how: 'ack' | 'setErrs'; err: string | null; description: string | null }[] {
  const { ack, setErrs } = (body ?? {}) as { ack?: unknown; setErrs?: unknown };
  const errors = Object.entries((setErrs ?? {}) as Record<string, Record<string, unknown>>);
  return [
    ...(Array.isArray(ack) ? ack : [])
      .filter((key: unknown) => typeof key === 'string')
      .map((key) => ({ key, how: 'ack' as const, err: null, description: null })),
    ...errors.map(([key, error]) => ({
      key,
      how: 'setErrs' as const,
      err: text(error.err),
      description: text(error.description),
    })),
  ];
}

function enqueue({ stream }: KnownStream, key: string, compact: string): void {
  const set = {
    jti: key,
    token: compact,
    context: { streamId: stream.id, eventType: '', configuration: {} },
    again: async () => set,
    exempt: false,
    deliveries: 0,
  };
  stream.queue.add(set);
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
