import { randomBytes } from 'node:crypto';
import type { Delivery } from '../../../reports/results.ts';
import type { Exchange } from '../exchange.ts';
import type { CallOptions, JsonObject, Operation, StreamOptions, TestStream } from '../probe.ts';
import { inventPushCredential } from '../rim/secrets.ts';
import { endpoint, isObject } from './documents.ts';
import { OPERATIONS, requestOf } from './operations.ts';
import type { RunState } from './run-state.ts';
import { NotTested, sent } from './signals.ts';

const METHOD_URN: Record<Delivery, string> = { push: 'urn:ietf:rfc:8935', poll: 'urn:ietf:rfc:8936' };

export function random(): string {
  return randomBytes(12).toString('hex');
}

/** The streams of one check: made on demand, deleted when it ends. */
export class Streams {
  readonly #state: RunState;
  readonly #check: string;
  readonly #delivery: Delivery;
  readonly #own: TestStream[] = [];
  /** Inboxes behind the endpoint_url of our create requests. */
  readonly #inboxes = new Map<unknown, Pick<TestStream, 'inbox' | 'authorizationHeader'>>();

  constructor(state: RunState, check: string, delivery: Delivery) {
    this.#state = state;
    this.#check = check;
    this.#delivery = delivery;
  }

  async call(operation: Operation, options: CallOptions = {}): Promise<Exchange> {
    const url = await endpoint(this.#state, OPERATIONS[operation].endpoint);
    return sent(await this.#state.rim.send(requestOf(operation, url, options), this.#check));
  }

  async create(options: StreamOptions = {}): Promise<TestStream> {
    const as = options.as ?? 'receiver';
    const delivery = options.delivery ?? this.#delivery;
    const request = await this.request({ ...options, delivery });
    let created = await this.call('create-stream', { body: request, as });
    if (created.response?.status === 409) {
      if (this.#own.some((stream) => stream.as === as)) {
        this.#state.allowsSeveralStreams = false;
        throw new NotTested('The Transmitter allows one stream per Receiver; this check needs two.');
      }
      // A stream that an earlier check could not delete stands in the way.
      await this.deleteAll();
      created = await this.call('create-stream', { body: request, as });
    }
    const stream = this.#take(created, request, delivery, as);
    if (stream === null) throw new NotTested(whyNoStream(created, delivery));
    return stream;
  }

  /** Takes note of a stream that was created by `call`. */
  adopt(exchange: Exchange, delivery: Delivery): TestStream | null {
    return this.#take(exchange, jsonObject(exchange.request.body), delivery, 'receiver');
  }

  async read(stream: TestStream): Promise<JsonObject | null> {
    const exchange = await this.call('read-stream', { streamId: stream.id, as: stream.as });
    const json = exchange.response?.json;
    return exchange.response?.status === 200 && isObject(json) ? json : null;
  }

  /** Whether the target gave (or gives) one Receiver two streams; tried once per run. */
  async allowsSeveral(): Promise<boolean> {
    if (this.#state.allowsSeveralStreams !== null) return this.#state.allowsSeveralStreams;
    const first = this.#own[0] ?? (await this.create());
    const second = await this.call('create-stream', { body: await this.request() });
    const adopted = this.adopt(second, this.#delivery);
    const several = adopted !== null && adopted.id !== first.id;
    this.#state.allowsSeveralStreams = several;
    if (adopted !== null && several) await this.#delete(adopted);
    return several;
  }

  /** Deletes the streams of this check. */
  async cleanUp(): Promise<void> {
    for (const stream of [...this.#own]) {
      if (this.#state.open.has(stream.id)) await this.#delete(stream);
    }
  }

  /** Deletes every stream of the run; returns false if others remain in the Receiver's list. */
  async deleteAll(): Promise<boolean> {
    for (const stream of [...this.#state.open.values()]) await this.#delete(stream);
    const listed = await this.call('list-streams');
    const json = listed.response?.json;
    return Array.isArray(json) ? json.length === 0 : this.#state.open.size === 0;
  }

  async #delete(stream: TestStream): Promise<void> {
    this.#state.open.delete(stream.id);
    await this.call('delete-stream', { streamId: stream.id, as: stream.as });
  }

  /** The body of a create request; a push stream gets an inbox of its own. */
  async request(options: StreamOptions = {}): Promise<JsonObject> {
    const delivery = options.delivery ?? this.#delivery;
    const target: JsonObject = { method: METHOD_URN[delivery] };
    if (delivery === 'push') {
      const { rim } = this.#state;
      const { id: inbox, url } =
        options.badEndpoint === undefined
          ? await rim.openInbox(this.#check)
          : await rim.openBadInbox(options.badEndpoint, this.#check);
      target.endpoint_url = url;
      let authorizationHeader: string | null = null;
      if (options.authorization !== false) {
        authorizationHeader = inventPushCredential();
        target.authorization_header = authorizationHeader;
      }
      this.#inboxes.set(url, { inbox, authorizationHeader });
    }
    return {
      delivery: target,
      events_requested: options.eventsRequested ?? [...this.#state.knownEventTypes],
      ...(options.description === undefined ? {} : { description: options.description }),
      ...options.body,
    };
  }

  /** Keeps a created stream; null when the answer holds none. */
  #take(
    created: Exchange,
    request: JsonObject,
    delivery: Delivery,
    as: 'receiver' | 'second',
  ): TestStream | null {
    const status = created.response?.status ?? 0;
    const configuration = created.response?.json;
    if (status < 200 || status >= 300 || !isObject(configuration)) return null;
    const id = configuration.stream_id;
    if (typeof id !== 'string' || id === '') return null;
    const answered = configuration.delivery;
    const pollUrl = delivery === 'poll' && isObject(answered) ? answered.endpoint_url : undefined;
    const asked = request.delivery;
    const inbox = this.#inboxes.get(isObject(asked) ? asked.endpoint_url : undefined);
    const stream: TestStream = {
      id,
      delivery,
      request,
      configuration,
      created,
      inbox: inbox?.inbox ?? null,
      authorizationHeader: inbox?.authorizationHeader ?? null,
      pollUrl: typeof pollUrl === 'string' && URL.canParse(pollUrl) ? pollUrl : null,
      as,
    };
    this.#own.push(stream);
    this.#state.open.set(id, stream);
    return stream;
  }
}

function whyNoStream(created: Exchange, delivery: Delivery): string {
  const { response, error } = created;
  if (response === null) return `No ${delivery} stream could be created: ${error?.kind ?? 'no answer'}.`;
  if (response.status === 409) {
    return 'The Transmitter allows one stream per Receiver, and there is one that this run did not create.';
  }
  return `No ${delivery} stream could be created: the Transmitter answered ${response.status} without a usable stream_id.`;
}

/** A request body of ours, which a check may have broken on purpose. */
function jsonObject(text: string | null): JsonObject {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
