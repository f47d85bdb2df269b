import type { Delivery, RecordedSet } from '../../../../reports/results.ts';
import type { Attempt, WireSet } from '../../../scenarios/performance.ts';
import { type ParsedSet, parseSet } from '../../../set/parse.ts';
import { isObject } from '../../probe/documents.ts';
import type { Recorder } from '../../rim/recorder.ts';
import { News } from '../news.ts';
import { isOfStream } from './of-stream.ts';

/** What is kept of a flood: SETs, their bytes together, and how often one is handed over. */
const KEPT_SETS = 2_000;
const KEPT_BYTES = 64 * 1024 * 1024;
const KEPT_ATTEMPTS = 200;

/** A SET that was handed over to us. */
export interface Arrived {
  parsed: ParsedSet;
  /** It tells of the stream, not of the story: a verification or stream-updated event. */
  ofStream: boolean;
  /** Null where it is none of the story, or was not kept. */
  set: WireSet | null;
  attempt: Attempt | null;
}

export interface ArrivedSetsParts {
  recorder: Recorder;
  /** Name of the scenario, under which SETs are recorded. */
  check: string;
  delivery: Delivery;
  streamId: string;
  /** What a SET breaks and keeps, for its record. */
  read?: (set: ParsedSet, arrivedAtMs: number) => Pick<RecordedSet, 'breaches' | 'kept'>;
  /** Told of the `iat` of each SET when it first arrives, ms since the start of the run. */
  signed(iat: number, arrivedAtMs: number): void;
}

/** The SETs of one scenario that came from the target, with each time they were handed over. */
export class ArrivedSets {
  /** One list, which grows, in order of first attempts. */
  readonly list: WireSet[] = [];
  readonly #parts: ArrivedSetsParts;
  readonly #byToken = new Map<string, Omit<Arrived, 'attempt'>>();
  readonly #news = new News();
  #bytes = 0;
  #closed = false;

  constructor(parts: ArrivedSetsParts) {
    this.#parts = parts;
  }

  /** Takes down that this token was handed over. Never throws, whatever it holds. */
  take(token: string, exchange: number, atMs: number): Arrived {
    const known = this.#byToken.get(token) ?? this.#first(token, exchange, atMs);
    const attempts = known.set?.attempts;
    if (attempts === undefined || this.#closed) return { ...known, attempt: null };
    if (attempts.length >= KEPT_ATTEMPTS) {
      this.#omit(`Of a SET that came again and again only the first ${KEPT_ATTEMPTS} times were kept.`);
      return { ...known, attempt: null };
    }
    const attempt: Attempt = { exchange, atMs, answeredAtMs: null, status: null, err: null };
    attempts.push(attempt);
    this.changed();
    return { ...known, attempt };
  }

  /** Takes down what the Receiver said, and when that was told to the Transmitter (null: it was not). */
  answer(
    attempt: Attempt | null,
    answer: Pick<Attempt, 'answeredAtMs' | 'status' | 'err' | 'unauthorized' | 'mistyped'>,
  ): void {
    if (attempt === null) return;
    Object.assign(attempt, answer);
    this.changed();
  }

  /** Waits for the next change; comes back at once when there was one since it last did. */
  news(waitMs: number): Promise<void> {
    return this.#news.next(waitMs);
  }

  changed(): void {
    this.#news.tell();
  }

  /** From now on nothing is added, and nobody waits. */
  close(): void {
    this.#closed = true;
    this.changed();
  }

  #first(token: string, exchange: number, atMs: number): Omit<Arrived, 'attempt'> {
    const parsed = parseSet(token);
    if (this.#byToken.size >= KEPT_SETS || this.#bytes + token.length > KEPT_BYTES) {
      this.#omit(`Of a flood of SETs in one scenario only the first ${KEPT_SETS} were kept.`);
      return { parsed, ofStream: false, set: null };
    }
    this.#bytes += token.length;
    const { claims, header } = parsed;
    const eventTypes = isObject(claims?.events) ? Object.keys(claims.events) : [];
    const jti = typeof claims?.jti === 'string' ? claims.jti : null;
    const { recorder, check, delivery, streamId, read } = this.#parts;
    const where = { exchange, check, delivery, streamId, arrivedAtMs: atMs };
    const id = recorder.set({
      ...where,
      jti,
      eventTypes,
      header,
      claims,
      ...read?.(parsed, atMs),
    });
    if (typeof claims?.iat === 'number') this.#parts.signed(claims.iat, atMs);
    const ofStream = isOfStream(eventTypes);
    const set: WireSet | null = ofStream
      ? null
      : { id, parsed, delivery, jti, attempts: [], signedAtMs: null };
    const first = { parsed, ofStream, set };
    this.#byToken.set(token, first);
    if (set !== null && !this.#closed) this.#insert(set, atMs);
    return first;
  }

  /** A long body that began before a short one may be there after it. */
  #insert(set: WireSet, atMs: number): void {
    const at = this.list.findLastIndex(({ attempts }) => (attempts[0]?.atMs ?? 0) <= atMs);
    this.list.splice(at + 1, 0, set);
  }

  #omit(why: string): void {
    this.#parts.recorder.omissions.add(why);
  }
}
