import type { Exchange, ExchangeResponse, NetworkErrorKind } from '../../exchange.ts';
import { isDeeperThan, MAX_JSON_LEVELS } from '../../rim/http-client.ts';
import type { Recorder } from '../../rim/recorder.ts';
import type { PeerOperation, SeenCall } from '../exchange.ts';
import type { Attribution } from './attribution.ts';

/** Calls that are kept for the checks; more are answered, but not kept. */
const KEPT = 20_000;
/** Of one body, in characters, and of all together. */
const BODY_LIMIT = 256 * 1024;
const TOTAL_LIMIT = 128 * 1024 * 1024;

/** A call as it came. */
export interface Arrived {
  operation: PeerOperation;
  streamId: string | null;
  client: string | null;
  life: number;
  method: string;
  url: string;
  rawHeaders: [string, string][];
  body: Buffer;
  /** Length of the body as it came. */
  bytes: number;
  /** performance.now() when its head was there. */
  at: number;
}

/** Our answer; null with the reason when there was none. */
export type Answered =
  | { status: number; headers: [string, string][]; body: Buffer }
  | { kind: NetworkErrorKind; message: string };

/** Every request that the target made to our Transmitter, in order, for the checks (unmasked) and for the report. */
export class CallLog {
  readonly #recorder: Recorder;
  readonly #startedAtMs: number;
  readonly #attribution: Attribution;
  readonly #kept: SeenCall[] = [];
  readonly #waiting = new Set<() => void>();
  #room = TOTAL_LIMIT;
  #seen = 0;
  #closed = false;

  constructor(recorder: Recorder, startedAtMs: number, attribution: Attribution) {
    this.#recorder = recorder;
    this.#startedAtMs = startedAtMs;
    this.#attribution = attribution;
  }

  /** Takes a call in; it can be seen at once, its answer follows. */
  begin(arrived: Arrived): SeenCall {
    const { operation, streamId, client, life, method, url, rawHeaders, body } = arrived;
    const atMs = arrived.at - this.#startedAtMs;
    const id = this.#recorder.exchange({
      direction: 'from-target',
      check: this.#attribution.check,
      atMs,
      durationMs: 0,
      request: { method, url, headers: rawHeaders, body },
      response: null,
    });
    const text = body.toString('utf8');
    const call: SeenCall = {
      id,
      index: this.#seen,
      operation,
      streamId,
      client,
      life,
      json: parseJson(text),
      request: {
        method,
        url,
        headers: joined(rawHeaders),
        body: body.length === 0 ? null : this.#keep(text),
      },
      response: null,
      ...(arrived.bytes > body.length ? { error: cut(body.length, arrived.bytes) } : {}),
      atMs,
      durationMs: 0,
      answeredAtMs: null,
    };
    this.#seen += 1;
    if (this.#kept.length < KEPT) this.#kept.push(call);
    else
      this.#recorder.omissions.add(
        `Requests of the target beyond the first ${KEPT} were answered but not kept.`,
      );
    for (const wake of this.#waiting) wake();
    return call;
  }

  /** Notes the answer, or why there is none. */
  end(call: SeenCall, answered: Answered): void {
    call.answeredAtMs = performance.now() - this.#startedAtMs;
    call.durationMs = call.answeredAtMs - call.atMs;
    const { durationMs } = call;
    if ('kind' in answered) {
      call.error = answered;
      this.#recorder.complete(call.id, { response: null, durationMs, error: answered });
      return;
    }
    const { status, headers, body } = answered;
    const text = body.toString('utf8');
    call.response = {
      status,
      headers: joined(headers),
      text: this.#keep(text),
      bytes: body.length,
      utf8: true,
      json: parseJson(text),
    } satisfies ExchangeResponse;
    this.#recorder.complete(call.id, { response: answered, durationMs });
  }

  /** Calls with index >= `from`, as they are now; waits up to `waitMs` ms until there is at least one. */
  async calls(from: number, waitMs: number): Promise<SeenCall[]> {
    if (this.#kept.length <= from && waitMs > 0) await this.#more(from, waitMs);
    return this.#kept.slice(from).map((call) => ({ ...call }));
  }

  /** Ends every wait. */
  close(): void {
    this.#closed = true;
    for (const wake of this.#waiting) wake();
  }

  #more(from: number, waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const wake = (): void => {
        if (this.#closed || this.#kept.length > from) done();
      };
      const timer = setTimeout(done, waitMs);
      this.#waiting.add(wake);
      wake();
    });
  }

  #keep(text: string): string {
    const kept = text.slice(0, Math.max(0, Math.min(BODY_LIMIT, this.#room)));
    this.#room -= kept.length;
    return kept;
  }
}

function cut(read: number, bytes: number): NonNullable<Exchange['error']> {
  return { kind: 'too-large', message: `only the first ${read} of ${bytes} bytes were read` };
}

/** Undefined also for what is nested so deep that it could not be handed on. */
function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isDeeperThan(MAX_JSON_LEVELS, value) ? undefined : value;
  } catch {
    return undefined;
  }
}

function joined(rawHeaders: readonly [string, string][]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of rawHeaders) {
    const key = name.toLowerCase();
    // A header may be called `constructor`.
    headers[key] = Object.hasOwn(headers, key) ? `${headers[key]}, ${value}` : value;
  }
  return headers;
}
