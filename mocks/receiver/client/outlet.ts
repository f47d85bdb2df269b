import type { StartReceiverOptions } from '../options.ts';
import type { OutgoingCall, ReceiverQuirks } from '../seams.ts';
import { type HttpAnswer, HttpClient } from './http-client.ts';
import { type Attempts, Repetition } from './repetition.ts';

/** A request as the Receiver's parts make it; an object as `json` is sent with its content type. */
export type OutgoingRequest = Pick<OutgoingCall, 'operation' | 'method' | 'url'> & {
  headers?: Record<string, string> | undefined;
  json?: Record<string, unknown> | undefined;
  form?: URLSearchParams | undefined;
};

/** What all that speaks to the Transmitter shares. */
export class Outlet {
  readonly quirks: Partial<ReceiverQuirks>;
  readonly now: () => number;
  readonly repetition: Repetition;
  readonly log: (line: string) => void;
  readonly #http: HttpClient;

  constructor(options: StartReceiverOptions, log: (line: string) => void) {
    this.quirks = options.seams?.quirks ?? {};
    this.now = options.now ?? Date.now;
    this.log = log;
    const { firstRetryMs = 200 } = options;
    this.repetition = new Repetition({ firstRetryMs, now: this.now, quirks: this.quirks, log });
    this.#http = new HttpClient(options);
  }

  /** Sends a request once. Throws NoAnswer or GivenUp. */
  once(request: OutgoingRequest, signal: AbortSignal, timeoutMs?: number): Promise<HttpAnswer> {
    const { operation, method, url, json, form } = request;
    const headers: Record<string, string> = { accept: 'application/json' };
    // SSF 8.1.1.1, RFC 8936 2.2: bodies are JSON and say so.
    if (json) headers['content-type'] = 'application/json';
    if (form) headers['content-type'] = 'application/x-www-form-urlencoded';
    const body = json ? JSON.stringify(json) : (form?.toString() ?? null);
    return this.#http.send(
      { operation, method, url, headers: { ...headers, ...request.headers }, body },
      signal,
      timeoutMs,
    );
  }

  /** Sends a request, and repeats it while it fails for the moment. */
  repeated(request: OutgoingRequest, attempts: Omit<Attempts, 'what'>): Promise<HttpAnswer> {
    const { operation: what } = request;
    return this.repetition.until(() => this.once(request, attempts.signal), { what, ...attempts });
  }

  close(): Promise<void> {
    return this.#http.close();
  }
}
