import { randomUUID } from 'node:crypto';
import { faker } from '@faker-js/faker/locale/en';
import { STREAM_UPDATED, VERIFICATION } from '../vocabulary/ssf-events.ts';
import { isSubject, type SubjectIdentifier } from '../vocabulary/subject-formats.ts';
import { type Core, enqueue, eventsDelivered, supported } from './core.ts';
import { changeStatus } from './status.ts';
import { type Stream, statuses } from './stream.ts';
import { sendVerification } from './verification.ts';

/** An event that is wished for. */
export interface Wish {
  /** What it is for; not looked at. */
  scenario?: string;
  /** Event type URI. */
  type: string;
  /** Default: a likely one of the type. */
  subject?: Record<string, unknown> | undefined;
  /** Claims of the event; the others are generated. */
  event?: Record<string, unknown> | undefined;
  /** Default: every stream. */
  stream_id?: string | undefined;
}

/** What came of a wish on one stream: the SET that is on its way, or why there is none. */
export type Emission =
  | { streamId: string; jti: string }
  | { streamId: string; jti: null; why: 'not-delivered' | 'unwanted-subject' | 'disabled' };

/** What came of a wish on every stream. */
export interface Emitted {
  /** jti of the first SET; null when there was none. */
  jti: string | null;
  streams: Emission[];
}

/** Makes events as they are wished for. */
export class Emitter {
  readonly #core: Core;
  #made = 0;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Throws a RangeError for a type that does not exist, an unknown stream, or an impossible subject. */
  async emit(wish: Wish): Promise<Emitted> {
    const streams = this.#addressed(wish.stream_id);
    const send = this.#maker(wish);
    const emissions: Emission[] = [];
    for (const stream of streams) emissions.push(await send(stream));
    return { jti: emissions.find(({ jti }) => jti !== null)?.jti ?? null, streams: emissions };
  }

  #addressed(streamId: string | undefined): Stream[] {
    if (streamId === undefined) return this.#core.streams.all();
    const stream = this.#core.streams.get(streamId);
    if (!stream) throw new RangeError(`There is no stream ${streamId}.`);
    return [stream];
  }

  #maker(wish: Wish): (stream: Stream) => Promise<Emission> {
    const core = this.#core;
    const { type, event = {} } = wish;
    if (type === VERIFICATION) {
      // One that the Transmitter starts has no state (SSF 8.1.4.2).
      return async (stream) => sent(stream, await sendVerification(core, stream));
    }
    if (type === STREAM_UPDATED) {
      const status = statuses.find((name) => name === event.status) ?? 'enabled';
      const reason = typeof event.reason === 'string' ? event.reason : undefined;
      return async (stream) => sent(stream, await changeStatus(core, stream, status, reason));
    }
    const made = this.#make(wish);
    return async (stream) => {
      const why = withheld(core, stream, type, made.subject);
      if (why) return { streamId: stream.id, jti: null, why };
      return sent(stream, await enqueue(core, stream, { type, ...made }));
    };
  }

  /** The subject and claims of an event, the same under the same seed. */
  #make({ type, subject: wished, event = {} }: Wish): {
    subject: SubjectIdentifier;
    event: Record<string, unknown>;
    txn: string;
  } {
    const kind = supported(this.#core).get(type);
    if (!kind) throw new RangeError(`There is no event type ${type}.`);
    // All Transmitters share one faker; seeded anew for every event, none of them disturbs another.
    faker.seed([this.#core.options.seed ?? 1, this.#made]);
    this.#made += 1;
    const given = wished !== undefined && Object.keys(wished).length > 0 ? wished : undefined;
    const subject = given ?? kind.subject(faker);
    if (!isSubject(subject)) throw new RangeError('The subject lacks members of its format.');
    const now = Math.floor(this.#core.now() / 1000);
    const claims = kind.claims({ faker, now, wished: event, subject });
    return { subject, event: { ...claims, ...event }, txn: randomUUID() };
  }
}

/** Why an event does not go out on a stream, whatever its status is. */
function withheld(core: Core, stream: Stream, type: string, subject: SubjectIdentifier) {
  if (!eventsDelivered(core, stream).includes(type)) return 'not-delivered' as const;
  return stream.subjects.wants(subject) ? null : ('unwanted-subject' as const);
}

function sent({ id: streamId }: Stream, jti: string | null): Emission {
  return jti === null ? { streamId, jti, why: 'disabled' } : { streamId, jti };
}
