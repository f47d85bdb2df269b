import type { Call, Reply } from '../../transmitter/seams.ts';
import { isObject } from '../../vocabulary/is-object.ts';
import { type Configuration, inBody } from './configurations.ts';

interface Remembered {
  id: string;
  client: string;
  configuration: Configuration;
}

/**
 * What a fault remembers of the streams from the answers of the reference: which exist, whose they are, how they
 * looked last, and what is to be shown instead of the truth.
 */
export class StreamMemory {
  readonly #live = new Map<string, Remembered>();
  readonly #shown = new Map<string, Configuration>();
  readonly deleted = new Set<string>();

  /** Takes note of an answer. To be called for every answer, before it is changed. */
  note(reply: Reply, call: Call): void {
    if (call.operation === 'delete-stream' && reply.status === 204 && call.streamId !== null) {
      this.#live.delete(call.streamId);
      this.deleted.add(call.streamId);
    }
    if (reply.status >= 300 || call.client === null || !isObject(reply.body)) return;
    const id = reply.body.stream_id;
    if (typeof id !== 'string' || !('delivery' in reply.body)) return;
    this.#live.set(id, { id, client: call.client, configuration: reply.body });
  }

  /** The streams of a Receiver that exist, in the order of their creation. */
  of(client: string | null): Remembered[] {
    return [...this.#live.values()].filter((stream) => stream.client === client);
  }

  /** The configuration of a stream as the reference last gave it. */
  configuration(id: string | null): Configuration | undefined {
    return this.#live.get(id ?? '')?.configuration;
  }

  /** From now on shows these members of a stream, whatever they truly are; `undefined` takes one away. */
  show(id: string | null, members: Configuration): void {
    if (id !== null) this.#shown.set(id, { ...this.#shown.get(id), ...members });
  }

  /** An answer with the members that are to be shown. */
  applied(reply: Reply): Reply {
    return inBody(reply, (configuration) => ({
      ...configuration,
      ...this.#shown.get(typeof configuration.stream_id === 'string' ? configuration.stream_id : ''),
    }));
  }
}
