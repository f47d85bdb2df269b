import { randomUUID } from 'node:crypto';
import { isObject } from '../../vocabulary/is-object.ts';
import type { ReceiverCore, Verdict } from '../receiver-core.ts';
import type { Refusal } from '../seams.ts';
import { noStrangers, objectOf } from './answers.ts';
import { type Api, stillThere } from './api.ts';
import { GivenUp, NoAnswer } from './failure.ts';
import type { HttpAnswer } from './http-client.ts';
import { rest } from './repetition.ts';

/** What is not yet known to have reached the Transmitter. */
interface Open {
  ack: readonly string[];
  setErrs: Readonly<Record<string, Refusal>>;
}

/** How long a poll may be held, ms. */
const longestHoldMs = 120_000;
/** An empty answer that came sooner was not held, ms. */
const heldMs = 250;
/** With the quirk that overlooks moreAvailable: the wait for the next poll, ms. */
const slowMs = 30_000;

/** Polls a stream for SETs (RFC 8936), until it is ended. */
export class PollLoop {
  readonly #api: Pick<Api, 'once' | 'outlet'>;
  readonly #url: string;
  readonly #core: Pick<ReceiverCore, 'examine'>;
  readonly #ack = new Set<string>();
  readonly #setErrs = new Map<string, Refusal>();
  #lastKeys: readonly string[] = [];
  /** Failures, or answers without anything new, in a row. */
  #failed = 0;
  #idle = 0;

  constructor(api: Pick<Api, 'once' | 'outlet'>, url: string, core: Pick<ReceiverCore, 'examine'>) {
    this.#api = api;
    this.#url = url;
    this.#core = core;
  }

  /** Goes on until `signal`; throws StreamGone when the stream is gone, GivenUp when polling is not allowed. */
  async run(signal: AbortSignal): Promise<void> {
    let hurry = false;
    while (!signal.aborted) {
      const askedAt = performance.now();
      const answer = await this.#poll(hurry ? { returnImmediately: true } : {}, signal);
      if (answer === null) continue;
      const keys = await this.#take(answer.sets);
      hurry = await this.#pace(keys, answer.moreAvailable === true, performance.now() - askedAt, signal);
    }
  }

  /** RFC 8936 2.4.2: acknowledges what is open, without asking for more. */
  async finish(signal: AbortSignal): Promise<void> {
    if (this.#ack.size + this.#setErrs.size === 0) return;
    await this.#send({ maxEvents: 0, returnImmediately: true }, signal);
  }

  /** One poll; null when it failed for the moment, after a break. */
  async #poll(wish: Record<string, unknown>, signal: AbortSignal): Promise<Record<string, unknown> | null> {
    const { quirks, log, repetition } = this.#api.outlet;
    const answer = await this.#send(wish, signal).catch((error: unknown) => {
      if (error instanceof NoAnswer) return error;
      throw error;
    });
    if (answer instanceof NoAnswer || answer.status !== 200 || !isObject(answer.json)) {
      const reason = answer instanceof NoAnswer ? answer.message : `status ${answer.status}`;
      const kind = answer instanceof NoAnswer ? 'broken-connection' : 'error-answer';
      if (quirks.givesUpPolling === kind) throw new GivenUp(`poll: ${reason}.`);
      if (answer instanceof NoAnswer === false) {
        if (!quirks.ignoresDeletedStream) stillThere(answer, 'poll');
        if ([401, 403].includes(answer.status)) throw new GivenUp(`poll: ${reason}.`);
      }
      // Polling is never given up for good because of an outage; the gaps grow up to a minute or so.
      const gone = !(answer instanceof NoAnswer) && answer.status === 404;
      // With its quirk a Receiver asks for what is gone as for what will be there again any moment.
      const repetitions = gone ? 0 : Math.min(this.#failed, 8);
      const gap = repetition.gap(repetitions, answer instanceof NoAnswer ? null : answer);
      if (this.#failed < 8) log(`poll: ${reason}; again in ${gap} ms.`);
      this.#failed += 1;
      await rest(gap, signal);
      return null;
    }
    this.#failed = 0;
    noStrangers(answer.json, ['sets', 'moreAvailable'], 'poll', quirks);
    return objectOf(answer, [200], 'poll');
  }

  /** Sends a poll with what is open; that is done once a good answer came, and kept otherwise. */
  async #send(wish: Record<string, unknown>, signal: AbortSignal): Promise<HttpAnswer> {
    const { ack, setErrs } = this.#open();
    const errs = Object.keys(setErrs);
    const invented = this.#api.outlet.quirks.acks === 'invented' && ack.length > 0 ? [randomUUID()] : [];
    const json = {
      ...wish,
      ...(ack.length > 0 ? { ack: [...ack, ...invented] } : {}),
      ...(errs.length > 0 ? { setErrs } : {}),
    };
    // RFC 8936 2.6: the language of the descriptions is told.
    const headers = errs.length > 0 ? { 'content-language': 'en' } : undefined;
    const answer = await this.#api.once(
      { operation: 'poll', method: 'POST', url: this.#url, json, headers },
      signal,
      longestHoldMs,
    );
    if (answer.status === 200) {
      for (const key of ack) this.#ack.delete(key);
      for (const key of errs) this.#setErrs.delete(key);
    }
    return answer;
  }

  #open(): Open {
    return { ack: [...this.#ack], setErrs: Object.fromEntries(this.#setErrs) };
  }

  /** Examines what came, one after the other; gives the names. */
  async #take(sets: unknown): Promise<string[]> {
    const entries = isObject(sets) ? Object.entries(sets) : [];
    for (const [key, compact] of entries) await this.#settle(key, compact);
    return entries.map(([key]) => key);
  }

  async #settle(key: string, compact: unknown): Promise<void> {
    const { acks, replay } = this.#api.outlet.quirks;
    const { refusal, later, repeated } = await this.#examine(key, compact);
    this.#ack.delete(key);
    this.#setErrs.delete(key);
    // Neither acknowledged nor reported it comes again.
    if (later || (repeated && replay === 'ignore')) return;
    if (refusal !== null && acks !== 'everything') this.#setErrs.set(key, refusal);
    else if (acks !== 'nothing') this.#ack.add(key);
  }

  async #examine(key: string, compact: unknown): Promise<Omit<Verdict, 'examined'>> {
    const refused = (description: string): Omit<Verdict, 'examined'> => {
      return { refusal: { err: 'invalid_request', description }, later: false, repeated: false };
    };
    if (typeof compact !== 'string') return refused('This is no SET.');
    // RFC 8936 2.3: the name is the jti. What is not even readable is refused by the examination.
    const jti = jtiOf(compact);
    if (jti !== undefined && jti !== key) return refused('The SET has another jti than its name tells.');
    return this.#core.examine(compact, 'poll');
  }

  /** Rests where the next poll at once would be hammering; tells whether it shall return immediately. */
  async #pace(
    keys: readonly string[],
    moreAvailable: boolean,
    tookMs: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { quirks, repetition } = this.#api.outlet;
    const nothing = keys.length === 0;
    if (nothing && quirks.hammers) {
      // Not quite at once, or whoever counts the polls drowns in them.
      await rest(10, signal);
      return true;
    }
    if (moreAvailable && quirks.ignoresMoreAvailable) {
      await this.finish(signal);
      await rest(slowMs, signal);
      return false;
    }
    // An answer that was not held, or the same SETs again although they were settled: the other side does not pace us.
    const again = !nothing && keys.every((key) => this.#lastKeys.includes(key));
    this.#lastKeys = keys;
    if (again || (nothing && tookMs < heldMs)) {
      await rest(repetition.gap(Math.min(this.#idle, 3), null), signal);
      this.#idle += 1;
    } else {
      this.#idle = 0;
    }
    return false;
  }
}

/** The jti of a compact SET, as far as one can be read. */
function jtiOf(compact: string): string | undefined {
  try {
    const payload = Buffer.from(compact.split('.')[1] ?? '', 'base64url').toString('utf8');
    const claims: unknown = JSON.parse(payload);
    return isObject(claims) && typeof claims.jti === 'string' ? claims.jti : undefined;
  } catch {
    return undefined;
  }
}
