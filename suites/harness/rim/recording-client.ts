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

  /** Records an exchange that came out elsewhere (or was never sent). */
  record(request: RawRequest, result: RawResult, atMs: number, check: string | null): Exchange {
    const { response, error, durationMs } = result;
    const { method, url, headers, body } = request;
    const trouble = error === undefined ? {} : { error };
    const id = this.#recorder.exchange({
      direction: 'to-target',
      check,
      atMs,
      durationMs,
      request: {
        method,
        url,
        headers: Object.entries(headers),
        body,
        ...(request.bytes === undefined ? {} : { bytes: request.bytes }),
      },
      response:
        response === null
          ? null
          : { status: response.status, headers: response.rawHeaders, body: response.body },
      ...trouble,
    });
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
}
