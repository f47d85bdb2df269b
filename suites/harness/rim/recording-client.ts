import type { Exchange } from '../exchange.ts';
import type { HttpClient, RawRequest, RawResult } from './http-client.ts';
import type { Recorder } from './recorder.ts';

/** Makes requests and leaves a record of each; everything that the harness asks of a target goes through here. */
export class RecordingClient {
  readonly #http: HttpClient;
  readonly #recorder: Recorder;
  readonly #startedAtMs: number;

  /** `startedAtMs`: performance.now() at the start of the run. */
  constructor(http: HttpClient, recorder: Recorder, startedAtMs: number) {
    this.#http = http;
    this.#recorder = recorder;
    this.#startedAtMs = startedAtMs;
  }

  async send(request: RawRequest, check: string | null, signal?: AbortSignal): Promise<Exchange> {
    const atMs = performance.now() - this.#startedAtMs;
    return this.record(request, await this.#http.send(request, signal), atMs, check);
  }

  /** As `send`, but it is on record from its beginning: `begun` is told its id before the first byte goes out. */
  async sendWatched(
    request: RawRequest,
    check: string | null,
    begun: (id: number, atMs: number) => void,
    signal?: AbortSignal,
  ): Promise<Exchange> {
    const atMs = performance.now() - this.#startedAtMs;
    const begin = this.#recorder.exchange(draft(request, UNANSWERED, atMs, check));
    begun(begin, atMs);
    const result = await this.#http.send(request, signal);
    this.#recorder.complete(begin, draft(request, result, atMs, check));
    return exchangeOf(begin, request, result, atMs);
  }

  /** Records an exchange that came out elsewhere (or was never sent). */
  record(request: RawRequest, result: RawResult, atMs: number, check: string | null): Exchange {
    const id = this.#recorder.exchange(draft(request, result, atMs, check));
    return exchangeOf(id, request, result, atMs);
  }
}

const UNANSWERED: RawResult = { response: null, durationMs: 0 };

function draft(
  { method, url, headers, body, bytes }: RawRequest,
  { response, error, durationMs }: RawResult,
  atMs: number,
  check: string | null,
): Parameters<Recorder['exchange']>[0] {
  return {
    direction: 'to-target',
    check,
    atMs,
    durationMs,
    request: {
      method,
      url,
      headers: Object.entries(headers),
      body,
      ...(bytes === undefined ? {} : { bytes }),
    },
    response:
      response === null
        ? null
        : { status: response.status, headers: response.rawHeaders, body: response.body },
    ...(error === undefined ? {} : { error }),
  };
}

function exchangeOf(id: number, request: RawRequest, result: RawResult, atMs: number): Exchange {
  const { response, error, durationMs } = result;
  const { method, url, headers, body } = request;
  const trouble = error === undefined ? {} : { error };
  if (response === null)
    return { id, request: { method, url, headers, body }, response, ...trouble, atMs, durationMs };
  const { status, headers: answered, text, bytes, utf8, json } = response;
  return {
    id,
    request: { method, url, headers, body },
    response: { status, headers: answered, text, bytes, utf8, json },
    ...trouble,
    atMs,
    durationMs,
  };
}
