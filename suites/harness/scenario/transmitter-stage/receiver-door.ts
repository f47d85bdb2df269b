import type { ExchangeResponse } from '../../exchange.ts';
import { HttpClient, type RawRequest } from '../../rim/http-client.ts';
import type { ClientCertificate } from '../../run-options.ts';

/** Where the Receiver takes SETs, and what it wants in Authorization. */
export interface PushAddress {
  url: string;
  authorization: string | null;
  /** PEM of a private CA that its certificate chains to. */
  ca: string | undefined;
  /** Shown to it where it asks for one. */
  clientCertificate?: ClientCertificate | undefined;
}

/** What came of handing a SET on. */
export interface Handed {
  /** Null: the Receiver gave no answer, `trouble` says why. */
  answer: Pick<ExchangeResponse, 'status' | 'headers' | 'text'> | null;
  /** Error code in the answer (RFC 8935 2.3). */
  err: string | null;
  trouble: string | null;
}

/** What the Transmitter sent beside the SET, as far as the Receiver has to see it. */
export interface Envelope {
  method: string;
  contentType: string | undefined;
  accept: string | undefined;
}

/** Sends a request and leaves a record of it, where the Receiver is a target too. */
type Send = (
  request: RawRequest,
) => Promise<{ response: (Handed['answer'] & { json: unknown }) | null; error?: { message: string } }>;

/** Not fewer than a Transmitter opens to us: who waits here must not look as if it waited for the Receiver. */
const CONNECTIONS = 128;
const LONGEST_CODE = 200;

/** The Receiver's push endpoint, to which SETs are handed on just as they came. */
export class ReceiverDoor {
  readonly #address: PushAddress;
  readonly #timeoutMs: number;
  readonly #http: HttpClient;
  readonly #send: Send;

  /** `recorded`: sends by this client and records it; without it nothing is recorded. */
  constructor(
    address: PushAddress,
    timeoutMs: number,
    recorded?: (http: HttpClient, request: RawRequest) => ReturnType<Send>,
  ) {
    this.#address = address;
    this.#timeoutMs = timeoutMs;
    const http = new HttpClient(address, CONNECTIONS);
    this.#http = http;
    this.#send =
      recorded === undefined ? (request) => http.send(request) : (request) => recorded(http, request);
  }

  /** Hands the very bytes on, with the Receiver's own credentials in place of ours. Never rejects. */
  async hand(body: Buffer, { method, contentType, accept }: Envelope): Promise<Handed> {
    const { url, authorization } = this.#address;
    const { response, error } = await this.#send({
      method,
      url,
      headers: {
        ...(contentType === undefined ? {} : { 'content-type': contentType }),
        ...(accept === undefined ? {} : { accept }),
        ...(authorization === null ? {} : { authorization }),
        'content-length': String(body.length),
      },
      body: body.toString('utf8'),
      pieces: async function* () {
        if (body.length > 0) yield body;
      },
      timeoutMs: this.#timeoutMs,
    });
    // What is no status cannot be passed on.
    if (response === null || response.status < 200 || response.status > 599) {
      const trouble = error?.message ?? `${response?.status} is no status of an answer`;
      return { answer: null, err: null, trouble };
    }
    return { answer: response, err: codeOf(response.json), trouble: null };
  }

  close(): Promise<void> {
    return this.#http.close();
  }
}

function codeOf(json: unknown): string | null {
  const err: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, 'err') : undefined;
  return typeof err === 'string' && err.length <= LONGEST_CODE ? err : null;
}
