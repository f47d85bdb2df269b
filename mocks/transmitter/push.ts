import { setTimeout as sleep } from 'node:timers/promises';
import { PUSH } from '../vocabulary/delivery-methods.ts';
import type { Core } from './core.ts';
import type { PushOptions } from './options.ts';
import type { PushAnswer, PushSender } from './push-sender.ts';
import type { PushRequest } from './seams.ts';
import type { QueuedSet } from './set-queue.ts';
import type { Stream } from './stream.ts';

/** Seconds or a date (RFC 9110 10.2.3) as ms from now; null when there is none. */
export function retryAfterMs(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** Pushes the SETs of each stream one after the other, in the order in which they came (RFC 8935). */
export class PushDelivery {
  readonly #core: Core;
  readonly #options: PushOptions;
  readonly #send: PushSender;

  constructor(core: Core, options: PushOptions, send: PushSender) {
    this.#core = core;
    this.#options = options;
    this.#send = send;
  }

  /** Begins to look after a stream, until it is deleted or the Transmitter closed. */
  attach(stream: Stream): void {
    const signal = AbortSignal.any([stream.lifetime.signal, this.#core.closing]);
    this.#run(stream, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  async #run(stream: Stream, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const set = this.#next(stream);
      if (!set) {
        await stream.queue.wait(Number.POSITIVE_INFINITY, signal);
        continue;
      }
      const waitMs = await this.#attempt(stream, set, signal);
      if (waitMs === null) stream.queue.remove(set.jti);
      else await sleep(waitMs, undefined, { signal });
    }
  }

  #next(stream: Stream): QueuedSet | undefined {
    if (stream.supplied.delivery.method !== PUSH) return undefined;
    return stream.queue.available(stream.status === 'enabled')[0];
  }

  /** Sends a SET once; gives the wait before it is sent again, in ms, or null when it is done with. */
  async #attempt(stream: Stream, set: QueuedSet, signal: AbortSignal): Promise<number | null> {
    const { quirks } = this.#core;
    if (quirks.freshJtiOnRedelivery && set.deliveries > 0)
      Object.assign(set, { token: (await set.again()).token });
    set.deliveries += 1;
    const request = this.#request(stream, set);
    if (request === null) return null;
    const answer = await this.#exchange(request, signal);
    if (!this.#mayRecover(answer)) {
      if (quirks.pushTwice) await this.#exchange(request, signal);
      return null;
    }
    if (quirks.noRetransmission || set.deliveries >= this.#options.attempts) return null;
    const backOff = this.#options.firstRetryMs * 2 ** (set.deliveries - 1);
    return Math.max(backOff, retryAfterMs(answer?.headers['retry-after'], this.#core.now()) ?? 0);
  }

  /** RFC 8935 section 2: sent again only after what may pass: no answer, 429, 5xx. */
  #mayRecover(answer: PushAnswer | null): boolean {
    return answer === null || answer.status === 429 || answer.status >= 500;
  }

  #request(stream: Stream, set: QueuedSet): PushRequest | null {
    const { endpoint_url: url, authorization_header: authorization } = stream.supplied.delivery;
    const request: PushRequest = {
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/secevent+jwt',
        accept: 'application/json',
        'accept-language': 'en',
        ...(authorization === undefined ? {} : { authorization }),
      },
      body: set.token,
    };
    return this.#core.seams.push ? this.#core.seams.push(request, set.context) : request;
  }

  /** null when no answer came in time. */
  async #exchange(request: PushRequest, signal: AbortSignal): Promise<PushAnswer | null> {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(this.#options.timeoutMs)]);
    try {
      return await this.#send(request, limited);
    } catch {
      return null;
    }
  }
}
