import { randomUUID } from 'node:crypto';
import { refuse } from './reply.ts';
import { type Call, concerns, type Quirks } from './seams.ts';
import { SetQueue } from './set-queue.ts';
import type { ReceiverSupplied, Stream } from './stream.ts';
import { SubjectFilter } from './subject-filter.ts';

/** All streams, each tied to its Receiver (SSF section 8). */
export class Streams {
  readonly #streams = new Map<string, Stream>();
  readonly #defaultSubjects: 'ALL' | 'NONE';
  readonly #shared: Quirks['sharedStreams'] | undefined;

  constructor(defaultSubjects: 'ALL' | 'NONE', quirks: Partial<Quirks>) {
    this.#defaultSubjects = defaultSubjects;
    this.#shared = quirks.sharedStreams;
  }

  /** An id that no stream ever had, of unreserved characters (SSF 8.1.1). */
  newId(): string {
    return randomUUID();
  }

  create(id: string, owner: string, audience: string, supplied: ReceiverSupplied): Stream {
    const stream: Stream = {
      id,
      owner,
      audience,
      supplied,
      overrides: {},
      status: 'enabled',
      reason: undefined,
      subjects: new SubjectFilter(this.#defaultSubjects),
      queue: new SetQueue(),
      lifetime: new AbortController(),
      verifiedAt: undefined,
    };
    this.#streams.set(id, stream);
    return stream;
  }

  get(id: string): Stream | undefined {
    return this.#streams.get(id);
  }

  /** The stream of the Receiver that calls; an unknown one and another Receiver's are both 404. */
  require(id: string, { client, operation }: Pick<Call, 'client' | 'operation'>): Stream {
    const stream = this.#streams.get(id);
    if (!stream || (stream.owner !== client && !concerns(this.#shared, operation))) {
      throw refuse(404, 'This Receiver has no stream with that stream_id.');
    }
    return stream;
  }

  ownedBy(client: string): Stream[] {
    return this.all().filter(({ owner }) => owner === client);
  }

  all(): Stream[] {
    return [...this.#streams.values()];
  }

  delete(stream: Stream): void {
    this.#streams.delete(stream.id);
    stream.lifetime.abort();
    stream.queue.notify();
  }
}
