import type { Exchange } from '../exchange.ts';
import type { SeenSet, TestStream } from '../probe.ts';
import { whileWaiting } from '../waits.ts';
import type { Receiving } from './receiving.ts';
import type { RunState } from './run-state.ts';
import { mayBeVerification, stateOf } from './seen-sets.ts';
import { NotTested } from './signals.ts';
import { whySilent } from './silence.ts';
import { random, type Streams } from './streams.ts';

export interface Verified {
  requested: Exchange;
  state: string | null;
  set: SeenSet | null;
  waitedMs: number;
}

/** Asks for verification events and waits for them (SSF 8.1.4.2), keeping the Transmitter's own interval. */
export class Verification {
  readonly #state: RunState;
  readonly #check: string;
  readonly #streams: Streams;
  readonly #receiving: Receiving;
  readonly #lastRequest = new Map<string, number>();

  constructor(state: RunState, check: string, streams: Streams, receiving: Receiving) {
    this.#state = state;
    this.#check = check;
    this.#streams = streams;
    this.#receiving = receiving;
  }

  async verify(
    stream: TestStream,
    options: { state?: string | null; insist?: true } = {},
  ): Promise<Verified> {
    const { delivery } = stream;
    if (options.insist !== true && this.#state.silence.lasts(delivery))
      throw new NotTested(whySilent(delivery));
    const state = options.state === undefined ? random() : options.state;
    await this.#keepInterval(stream);
    const before = new Set((await this.#receiving.received(stream)).map((set) => set.id));
    const started = performance.now();
    const requested = await this.#streams.call('verify', {
      streamId: stream.id,
      as: stream.as,
      patientMs: intervalOf(stream),
      ...(state === null ? {} : { body: { state } }),
    });
    this.#lastRequest.set(stream.id, performance.now());
    const status = requested.response?.status ?? 0;
    if (status < 200 || status >= 300) return { requested, state, set: null, waitedMs: 0 };

    const set = await this.#awaitEvent(stream, state, before);
    const waitedMs = performance.now() - started;
    if (set !== null) {
      await this.#state.rim.recordTiming({
        name: 'verification',
        delivery: stream.delivery,
        check: this.#check,
        ms: set.arrivedAtMs - requested.atMs,
        limitMs: this.#state.facts.limits.verification,
      });
    }
    return { requested, state, set, waitedMs };
  }

  /**
   * The event with our state; else one with another state; else one without any that nothing better followed within
   * the quiet time, since a Transmitter may send verification events of its own at any time.
   */
  async #awaitEvent(stream: TestStream, state: string | null, before: Set<number>): Promise<SeenSet | null> {
    const { limits } = this.#state.facts;
    const isNew = (set: SeenSet): boolean => !before.has(set.id) && mayBeVerification(set);
    const carriesState = (set: SeenSet): boolean => isNew(set) && stateOf(set) !== undefined;
    const first = await this.#receiving.awaitSet(stream, isNew, limits.verification, 'the verification SET');
    if (first === null || state === null || carriesState(first)) return first;
    return (await this.#receiving.awaitSet(stream, carriesState, limits.quiet)) ?? first;
  }

  /** Waits until min_verification_interval has passed since the last request on the stream (SSF 8.1.1). */
  async #keepInterval(stream: TestStream): Promise<void> {
    const last = this.#lastRequest.get(stream.id);
    const interval = intervalOf(stream);
    if (last === undefined) return;
    const left = interval - (performance.now() - last);
    if (left <= 0) return;
    if (left > this.#state.facts.limits.verification) {
      throw new NotTested(
        `min_verification_interval is ${interval / 1_000} s, longer than the limit "verification"; raise that limit.`,
      );
    }
    await whileWaiting(
      this.#state.waiting,
      'the end of min_verification_interval',
      left,
      () => new Promise((resolve) => setTimeout(resolve, left)),
    );
  }
}

/** `min_verification_interval` of a stream in ms, 0 where it states none. */
function intervalOf({ configuration }: TestStream): number {
  const seconds = configuration.min_verification_interval;
  return typeof seconds === 'number' && seconds > 0 ? seconds * 1_000 : 0;
}
