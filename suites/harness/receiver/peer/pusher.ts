import { randomBytes } from 'node:crypto';
import type { PushSender } from '../../../../mocks/transmitter/push-sender.ts';
import type { Exchange } from '../../exchange.ts';
import { Circuit } from '../../rim/circuit.ts';
import { isConfidential } from '../../rim/confidential.ts';
import type { RawRequest } from '../../rim/http-client.ts';
import type { Recorder } from '../../rim/recorder.ts';
import type { RecordingClient } from '../../rim/recording-client.ts';
import type { LikeTheRight, PushSpec } from '../exchange.ts';
import type { Attribution } from './attribution.ts';
import type { LearntSecrets } from './learn-secrets.ts';
import { pushRequest } from './push-request.ts';
import { recordOwn } from './record-own.ts';
import type { Wire } from './wire.ts';

/** Where pushes go, and the right value of Authorization there; null where there is none. */
export interface PushTarget {
  streamId: string | null;
  url: string;
  authorization: string | null;
}

export interface PusherParts {
  client: RecordingClient;
  recorder: Recorder;
  secrets: LearntSecrets;
  attribution: Attribution;
  wire: Wire;
  startedAtMs: number;
  /** ms that one request may take. */
  timeoutMs: number;
  signal: AbortSignal | undefined;
}

/** Sends pushes to the target, those of checks and those of our Transmitter itself. */
export class Pusher {
  readonly #parts: PusherParts;
  readonly #circuit = new Circuit();
  /** The push before was a long one. */
  #afterLong = false;

  constructor(parts: PusherParts) {
    this.#parts = parts;
  }

  /** Sends what a check wishes for. Without a target nothing is sent, and the exchange says so. */
  async push(spec: PushSpec, target: PushTarget | null, check: string | null): Promise<Exchange> {
    const { client, signal, timeoutMs } = this.#parts;
    const authorization = this.#authorization(spec, target?.authorization ?? null);
    const request = pushRequest(spec, { url: target?.url ?? 'about:blank', authorization, timeoutMs });
    if (target === null) return this.#unsent(request, check, 'the target has no stream with push delivery');
    const refusal = unfit(request);
    if (refusal !== null) return this.#unsent(request, check, refusal);
    // A deadline that the check sets says nothing about whether the endpoint hangs.
    const counts = spec.timeoutMs === undefined && spec.slowMs === undefined && spec.padding === undefined;
    if (counts && this.#circuit.isOpen(request.method, request.url))
      return this.#unsent(request, check, 'this endpoint let three requests in a row time out');
    let exchange = await client.send(request, check, signal);
    // Who does not read a long body to its end closes the connection, and may do so just as the next push begins on it.
    if (this.#afterLong && exchange.error?.kind === 'reset')
      exchange = await client.send(request, check, signal);
    this.#afterLong = spec.padding !== undefined;
    if (counts) this.#circuit.report(request.method, request.url, exchange.error?.kind === 'timeout');
    return exchange;
  }

  /** Sends the SETs that our Transmitter makes itself: verification events, and those of scenarios. */
  readonly sender: PushSender = async (push, signal) => {
    const { client, recorder, attribution, wire, timeoutMs } = this.#parts;
    const request: RawRequest = { ...push, timeoutMs };
    const { check } = attribution;
    const token = push.body;
    const begun = (exchange: number, atMs: number): void => {
      const where = { exchange, check, delivery: 'push', streamId: null, arrivedAtMs: atMs } as const;
      const set = recordOwn(recorder, token, where);
      wire.tell({ kind: 'sent', delivery: 'push', token, key: null, exchange, set, atMs });
    };
    const refusal = unfit(request);
    let exchange: Exchange;
    if (refusal === null) exchange = await client.sendWatched(request, check, begun, signal);
    else {
      exchange = this.#unsent(request, check, refusal);
      begun(exchange.id, exchange.atMs);
    }
    const { id, response, error, atMs, durationMs } = exchange;
    if (response === null) throw new Error(error?.message ?? 'no answer');
    const err = errorCode(response.json);
    wire.tell({ kind: 'answered', exchange: id, atMs: atMs + durationMs, status: response.status, err });
    return { status: response.status, headers: response.headers };
  };

  #authorization(spec: PushSpec, right: string | null): string | null {
    const { authorization = 'right' } = spec;
    switch (authorization) {
      case 'right':
        return right;
      case 'none':
        return null;
      case 'wrong': {
        const scheme = /^(\S+) /.exec(right ?? '')?.[1] ?? 'Bearer';
        const wrong = `${scheme} ${randomBytes(24).toString('base64url')}`;
        this.#parts.secrets.add(wrong);
        return wrong;
      }
      case 'shortened':
      case 'lengthened':
      case 'scheme':
      case 'other-case':
      case 'same-length': {
        const like = likeTheRight(authorization, right ?? '');
        // The scheme alone is no secret, and would be masked wherever it stands.
        if (authorization !== 'scheme') this.#parts.secrets.add(like);
        return like;
      }
    }
  }

  #unsent(request: RawRequest, check: string | null, why: string): Exchange {
    const error = { kind: 'given-up', message: `not sent: ${why}` } as const;
    const atMs = performance.now() - this.#parts.startedAtMs;
    return this.#parts.client.record(request, { response: null, error, durationMs: 0 }, atMs, check);
  }
}

/** Something that is not `right`, also when it is base64 (RFC 7617) and read loosely, but looks like it. */
function likeTheRight(how: LikeTheRight, right: string): string {
  const [, scheme = '', rest = ''] = /^(\S+ +)?(.*)$/.exec(right) ?? [];
  const longer = /^basic /i.test(right)
    ? scheme + Buffer.from(`${Buffer.from(rest, 'base64').toString()}x`).toString('base64')
    : `${right}x`;
  const middle = Math.floor(rest.length / 2);
  const changed = `${rest.slice(0, middle)}${rest[middle] === 'x' ? 'y' : 'x'}${rest.slice(middle + 1)}`;
  const like = {
    shortened: scheme + rest.slice(0, -Math.min(4, Math.ceil(rest.length / 2))),
    lengthened: longer,
    scheme: scheme.trim(),
    'other-case': scheme + rest.replace(/[a-z]/gi, otherCase),
    'same-length': scheme + changed,
  }[how];
  return like === right ? longer : like;
}

function otherCase(letter: string): string {
  return letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
}

/** RFC 8935 section 2.3: `err` in the answer to a push. */
function errorCode(json: unknown): string | null {
  const err: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, 'err') : null;
  return typeof err === 'string' ? err : null;
}

/** Why a request must not be sent; null when it may. */
function unfit({ url, headers }: RawRequest): string | null {
  const parsed = new URL(url);
  if (headers.authorization === undefined || isConfidential(parsed)) return null;
  return `the push credentials would cross the network to ${parsed.host} for everybody to read`;
}
