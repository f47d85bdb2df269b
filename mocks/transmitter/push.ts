import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggedSet } from '../set-log.ts';
import { PUSH } from '../vocabulary/delivery-methods.ts';
import { isObject } from '../vocabulary/is-object.ts';
import type { Core } from './core.ts';
import type { PushOptions } from './options.ts';
import { retryDelayMs } from './push-retry.ts';
import type { PushAnswer, PushSender } from './push-sender.ts';
import type { PushRequest } from './seams.ts';
import type { QueuedSet } from './set-queue.ts';
import type { Stream } from './stream.ts';

/** What became of a push (RFC 8935 2.2, 2.3). */
function fateOf(answer: PushAnswer | null, again: boolean): Pick<LoggedSet, 'state' | 'detail'> {
  const detail = answer === null ? 'no answer' : `status ${answer.status}${errorOf(answer)}`;
  if (answer?.status === 202) return { state: 'delivered', detail: null };
  if (again) return { state: 'waiting', detail: `${detail}, to be sent again` };
  return { state: answer?.status === 400 ? 'refused' : 'failed', detail };
}

/** What the Receiver says is wrong (RFC 8935 2.3); empty where it says nothing. */
function errorOf({ body = '' }: PushAnswer): string {
  try {
    const error: unknown = JSON.parse(body);
    const { err, description } = isObject(error) ? error : {};
    return [err, description]
      .filter((part) => typeof part === 'string')
      .map((part) => `: ${part}`)
      .join('');
  } catch {
    return '';
  }
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
    return stream.queue.first(stream.status === 'enabled');
  }

  /** Sends a SET once; gives the wait before it is sent again, in ms, or null when it is done with. */
  async #attempt(stream: Stream, set: QueuedSet, signal: AbortSignal): Promise<number | null> {
    const { quirks } = this.#core;
    if ([true, 'push'].includes(quirks.freshJtiOnRedelivery ?? false) && set.deliveries > 0)
      Object.assign(set, { token: (await set.again()).token });
    set.deliveries += 1;
    const request = this.#request(stream, set);
    if (request === null) return null;
    const answer = await this.#exchange(request, signal);
    const attempts = quirks.noRetransmission ? Number.POSITIVE_INFINITY : set.deliveries;
    const delayMs = retryDelayMs(answer, attempts, this.#options, this.#core.now());
    this.#core.sets.settle(set.jti, fateOf(answer, delayMs !== null));
    this.#core.seams.pushed?.({ jti: set.jti, status: answer?.status ?? null, again: delayMs !== null });
    if (quirks.pushTwice && answer?.status === 202) await this.#exchange(request, signal);
    if (answer?.status === 400 && quirks.afterRefusedPush === 'stop') await once(signal, 'abort');
    if (answer?.status === 400 && quirks.afterRefusedPush === 'repeat') return this.#options.firstRetryMs;
    return quirks.noBackOff && delayMs !== null ? 0 : delayMs;
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
