import type { Stream } from '../../../../mocks/transmitter/stream.ts';
import type { Transmitter } from '../../../../mocks/transmitter/transmitter.ts';
import { PUSH } from '../../../../mocks/vocabulary/delivery-methods.ts';
import type { PeerStream } from '../exchange.ts';

/** A stream and where it is. */
export interface KnownStream {
  stream: Stream;
  transmitter: Transmitter;
  /** Body of the create request. */
  request: Record<string, unknown>;
  life: number;
}

/** The streams of all our issuers, with the life of the target to which each belongs. */
export class PeerStreams {
  readonly #known = new Map<string, KnownStream>();
  /** Outlives the streams: calls that still name an old one belong to its life. */
  readonly #lives = new Map<string, number>();

  add(known: KnownStream): void {
    const { id } = known.stream;
    // A stream of the same id that comes anew is the youngest.
    this.#known.delete(id);
    this.#known.set(id, known);
    this.#lives.set(id, known.life);
  }

  lifeOf(id: string | null): number | undefined {
    return id === null ? undefined : this.#lives.get(id);
  }

  /** null when it was deleted, or never was. */
  get(id: string): KnownStream | null {
    const known = this.#known.get(id);
    if (known === undefined) return null;
    if (known.transmitter.streams.get(id) === known.stream) return known;
    this.#known.delete(id);
    return null;
  }

  /** Those that are there, oldest first. */
  all(): KnownStream[] {
    return [...this.#known.keys()].flatMap((id) => this.get(id) ?? []);
  }

  list(): PeerStream[] {
    return this.all().map(({ stream, request, life }) => {
      const { method, endpoint_url: endpointUrl } = stream.supplied.delivery;
      const isPush = method === PUSH;
      return {
        id: stream.id,
        delivery: isPush ? 'push' : 'poll',
        audience: stream.audience,
        request,
        endpointUrl: isPush ? endpointUrl : null,
        life,
        status: stream.status,
      };
    });
  }

  /** The youngest stream that is pushed to: where pushes go, with which Authorization. */
  pushTarget(): { streamId: string; url: string; authorization: string | null } | null {
    const known = this.all().findLast(({ stream }) => stream.supplied.delivery.method === PUSH);
    if (known === undefined) return null;
    const { endpoint_url: url, authorization_header: authorization = null } = known.stream.supplied.delivery;
    return { streamId: known.stream.id, url, authorization };
  }

  drop(id: string): void {
    const known = this.get(id);
    if (known !== null) known.transmitter.streams.delete(known.stream);
    this.#known.delete(id);
  }

  dropAll(): void {
    for (const { stream } of this.all()) this.drop(stream.id);
  }
}
