import type { Exchange, ExchangeResponse, NetworkErrorKind } from '../../exchange.ts';
import { isDeeperThan, MAX_JSON_LEVELS } from '../../rim/http-client.ts';
import type { Recorder } from '../../rim/recorder.ts';
import type { PeerOperation, SeenCall } from '../exchange.ts';
import type { Attribution } from './attribution.ts';

/** Calls that are kept for the checks; more are answered, but not kept. */
const KEPT = 20_000;
/** Polls that brought and took nothing: of so many the older half is forgotten, and no more are recorded. */
const IDLE_POLLS = 4_000;
/** Characters of the bodies of all requests together, and of all answers. */
const ROOM = 64 * 1024 * 1024;

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
  #kept: SeenCall[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #idle = new Set<SeenCall>();
  #idlePolls = 0;
  readonly #requests = new Room(ROOM);
  readonly #answers = new Room(ROOM);
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
    const text = this.#requests.take(body.toString('utf8'));
    const call: SeenCall = {
      id,
      index: this.#seen,
      operation,
      streamId,
      client,
      life,
      json: parseJson(text),
      request: { method, url, headers: joined(rawHeaders), body: body.length === 0 ? null : text },
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
    const text = this.#answers.take(body.toString('utf8'));
    call.response = {
      status,
      headers: joined(headers),
      text,
      bytes: body.length,
      utf8: true,
      json: parseJson(text),
    } satisfies ExchangeResponse;
    this.#recorder.complete(call.id, { response: answered, durationMs });
    if (isIdlePoll(call)) this.#noteIdle(call);
  }

  /** Calls with index >= `from`, as they are now; waits up to `waitMs` ms until there is at least one. */
  async calls(from: number, waitMs: number): Promise<SeenCall[]> {
    if (!this.#has(from) && waitMs > 0) await this.#more(from, waitMs);
    const start = this.#kept.findLastIndex(({ index }) => index < from) + 1;
    return this.#kept.slice(start).map((call) => ({ ...call }));
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
        if (this.#closed || this.#has(from)) done();
      };
      const timer = setTimeout(done, waitMs);
      this.#waiting.add(wake);
      wake();
    });
  }

  #has(from: number): boolean {
    return (this.#kept.at(-1)?.index ?? -1) >= from;
  }

  /** A target that polls without a pause must not crowd out what else it does. */
  #noteIdle(call: SeenCall): void {
    this.#idlePolls += 1;
    if (this.#idlePolls > IDLE_POLLS) {
      const why = `Of the polls that brought and took nothing only the first ${IDLE_POLLS} were kept.`;
      this.#recorder.forget(call.id, why);
    }
    this.#idle.add(call);
    if (this.#idle.size < IDLE_POLLS) return;
    const older = new Set([...this.#idle].slice(0, IDLE_POLLS / 2));
    this.#kept = this.#kept.filter((kept) => !older.has(kept));
    for (const one of older) this.#idle.delete(one);
  }
}

/** Memory for texts, in characters. */
class Room {
  #left: number;

  constructor(left: number) {
    this.#left = left;
  }

  /** As much of the text as there is room for. */
  take(text: string): string {
    const kept = text.slice(0, this.#left);
    this.#left -= kept.length;
    return kept;
  }
}

/** A poll that took no SET, and acknowledged and reported none. */
function isIdlePoll({ operation, json, response }: SeenCall): boolean {
  if (operation !== 'poll' || response?.status !== 200) return false;
  const { ack, setErrs } = (json ?? {}) as Record<string, unknown>;
  const { sets } = (response.json ?? {}) as Record<string, unknown>;
  return isEmpty(ack) && isEmpty(setErrs) && isEmpty(sets);
}

function isEmpty(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
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
