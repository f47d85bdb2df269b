import { Readable } from 'node:stream';
import { Agent, type Dispatcher, request } from 'undici';
import { connector } from '../../http/connector.ts';
import type { StartReceiverOptions } from '../options.ts';
import type { OutgoingCall, ReceiverSeams } from '../seams.ts';
import { GivenUp, NoAnswer, toNoAnswer } from './failure.ts';

/** How long a connection may take, ms. */
const CONNECT_MS = 5_000;

/** What came back. Header names in lower case; `json` is undefined when the body is none. */
export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  json: unknown;
}

const longestBody = 8 * 1024 * 1024;

/** The Receiver's own way out. Never follows redirects, so that credentials go nowhere else. */
export class HttpClient {
  readonly #agent: Agent;
  /** Looks at no certificate. */
  readonly #careless: Agent | null;
  readonly #carelessFor: readonly string[];
  readonly #hesitatesAt: readonly string[];
  readonly #change: ReceiverSeams['request'];
  readonly #fetch: typeof fetch | undefined;

  constructor({ ca, seams = {}, fetch }: Pick<StartReceiverOptions, 'ca' | 'seams' | 'fetch'>) {
    const { overlooks, oldTls, carelessFor = [], hesitatesAt = [] } = seams.quirks ?? {};
    this.#carelessFor = carelessFor;
    this.#hesitatesAt = hesitatesAt;
    const isCareless = carelessFor.length > 0 || hesitatesAt.length > 0;
    this.#careless = isCareless ? new Agent({ connect: { rejectUnauthorized: false } }) : null;
    this.#agent = new Agent({ connect: connector({ ca, overlooks, oldTls, timeoutMs: CONNECT_MS }) });
    this.#change = seams.request?.bind(seams);
    this.#fetch = fetch;
  }

  /** Sends one request. Throws NoAnswer; GivenUp when it was ended, or when a seam dropped the request. */
  async send(call: OutgoingCall, signal: AbortSignal, timeoutMs = 10_000): Promise<HttpAnswer> {
    const sent = this.#change === undefined ? call : await this.#change(call);
    if (sent === null) throw new GivenUp(`${call.operation}: the request was dropped.`);
    signal.throwIfAborted();
    const limit = new AbortController();
    const end = (): void => limit.abort();
    const timer = setTimeout(end, timeoutMs);
    signal.addEventListener('abort', end, { once: true });
    try {
      const { url, method, headers, body } = sent;
      if (this.#fetch !== undefined) {
        const answer = await this.#fetch(url, {
          method,
          headers,
          body,
          signal: limit.signal,
          redirect: 'manual',
        });
        return await read(answer.status, Object.fromEntries(answer.headers), answer.body);
      }
      const answer = await request(url, {
        method: method as Dispatcher.HttpMethod,
        headers,
        body,
        signal: limit.signal,
        dispatcher: (this.#carelessFor.includes(call.operation) ? this.#careless : null) ?? this.#agent,
      });
      const flat = Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
      return await read(answer.statusCode, Object.fromEntries(flat) as Record<string, string>, answer.body);
    } catch (error) {
      if (signal.aborted) throw new GivenUp(`${call.operation}: ended before the answer came.`);
      if (this.#hesitatesAt.includes(call.operation)) await this.#beginCarelessly(sent);
      throw limit.signal.aborted ? new NoAnswer(`no answer in ${timeoutMs} ms`) : toNoAnswer(error);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
    }
  }

  /** Sends the head of a request to whoever listens there, and breaks off in its body. */
  async #beginCarelessly({ url, method, headers, body }: OutgoingCall): Promise<void> {
    async function* brokenOff(): AsyncGenerator<string> {
      yield (body ?? '').slice(0, 1);
      throw new Error('second thoughts');
    }
    await request(url, {
      method: method as Dispatcher.HttpMethod,
      headers,
      body: Readable.from(brokenOff()),
      dispatcher: this.#careless ?? this.#agent,
    }).catch(() => undefined);
  }

  /** Cuts every connection. */
  async close(): Promise<void> {
    await Promise.all([this.#agent.destroy(), this.#careless?.destroy()]);
  }
}

async function read(
  status: number,
  headers: Record<string, string>,
  body: AsyncIterable<Uint8Array> | null,
): Promise<HttpAnswer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > longestBody) throw new Error('the body of the answer is too long');
    chunks.push(chunk);
  }
  return { status, headers, json: parse(Buffer.concat(chunks)) };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
