import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Delivery } from '../../../reports/results.ts';
import type { Exchange } from '../exchange.ts';
import type { CallOptions, JsonObject, Operation, StreamOptions, TestStream } from '../probe.ts';
import { inventPushCredential } from '../rim/secrets.ts';
import { endpoint, isObject, metadata } from './documents.ts';
import { OPERATIONS, requestOf } from './operations.ts';
import type { RunState } from './run-state.ts';
import { NotTested, sent } from './signals.ts';

export const METHOD_URN: Record<Delivery, string> = { push: 'urn:ietf:rfc:8935', poll: 'urn:ietf:rfc:8936' };

/** Attempts at the deletion of one stream, before only the end of the run tries again. */
const DELETIONS = 3;

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
    const { rim, patience, facts } = this.#state;
    const spec = requestOf(operation, await endpoint(this.#state, OPERATIONS[operation].endpoint), options);
    const send = async () => sent(await rim.send(spec, this.#check));
    // A 429 to a verification request is a matter of its own (SSF 8.1.1, min_verification_interval).
    const patiently = () => patience.send(send, facts.limits.verification, options.patientMs);
    const exchange =
      operation === 'verify' && options.patientMs === undefined
        ? await send()
        : operation === 'create-stream'
          ? await this.#onceFree(patiently, options)
          : await patiently();
    expectScope(exchange, options);
    await this.#expectLivingToken(exchange, options);
    return exchange;
  }

  /**
   * A token that nothing takes any more has expired or was revoked during the run: the tester's to mend. One operation
   * alone that refuses it is for the checks to judge; the preflight asks in the same way.
   */
  async #expectLivingToken({ response }: Exchange, { as = 'receiver' }: CallOptions): Promise<void> {
    if (as !== 'receiver' || response?.status !== 401) return;
    const { rim, facts } = this.#state;
    const url = await endpoint(this.#state, 'configuration_endpoint').catch(() => null);
    if (url === null) return;
    for (const query of [{}, { stream_id: `token-${random()}` }]) {
      const send = () => rim.send({ method: 'GET', url, as, query }, this.#check);
      const control = await this.#state.patience.send(send, facts.limits.verification);
      if (control.response?.status !== 401) return;
    }
    throw new NotTested(
      "The Receiver's token is not taken any more (401): it has expired or was revoked. Give one that lasts for the whole run, or client credentials.",
    );
  }

  async create(options: StreamOptions = {}): Promise<TestStream> {
    await this.#expectManagement();
    const as = options.as ?? 'receiver';
    const delivery = options.delivery ?? this.#delivery;
    let request = await this.request({ ...options, delivery });
    let created = await this.call('create-stream', { body: request, as });
    if (created.response?.status === 409) {
      if (this.#ownOpen(as) !== undefined) {
        this.#state.allowsSeveralStreams = false;
        throw new NotTested('The Transmitter allows one stream per Receiver; this check needs two.');
      }
      // A stream that an earlier check could not delete stands in the way, or one whose deletion shows late.
      await this.deleteAll();
      created = await this.call('create-stream', { body: request, as });
    }
    const refused = created.response?.status === 400 && options.eventsRequested === undefined;
    if (refused && (await this.#learnEventTypes(request, delivery, as))) {
      request = await this.request({ ...options, delivery });
      created = await this.call('create-stream', { body: request, as });
    }
    const stream = this.#take(created, request, delivery, as);
    if (stream === null) throw new NotTested(whyNoStream(created, delivery, this.#state));
    await this.#settle(stream);
    return stream;
  }

  /** Checks that only need a stream apply to a Transmitter without the endpoint as well: they cannot be exercised. */
  async #expectManagement(): Promise<void> {
    const { document } = await metadata(this.#state);
    if (document !== null && document.configuration_endpoint === undefined) {
      throw new NotTested(
        'The Transmitter metadata has no configuration_endpoint: no stream can be created, and so nothing be seen of what is sent on streams.',
      );
    }
  }

  /**
   * After the refusal of a create request: sees whether it was for the event types that the target does not know, and
   * if so takes those that the target names instead, or none.
   */
  async #learnEventTypes(request: JsonObject, delivery: Delivery, as: TestStream['as']): Promise<boolean> {
    const { events_requested: requested, ...rest } = request;
    if (requested === undefined) return false;
    const stream = this.#take(await this.call('create-stream', { body: rest, as }), rest, delivery, as);
    if (stream === null) return false;
    const supported = stream.configuration.events_supported;
    const types = Array.isArray(supported) ? supported.filter((type) => typeof type === 'string') : [];
    this.#state.knownEventTypes = types.length === 0 ? null : types;
    await this.#delete(stream);
    return true;
  }

  /**
   * A target that allows one stream may need a moment after the last one was deleted, and answers 409 until then. That
   * is waited for in vain only once: then it is a stream of somebody else that stands in the way.
   */
  async #onceFree(create: () => Promise<Exchange>, { as = 'receiver' }: CallOptions): Promise<Exchange> {
    const state = this.#state;
    const deadline = performance.now() + state.facts.limits.change;
    for (;;) {
      const created = await create();
      const isOurs = [...state.open.values()].some((stream) => stream.as === as);
      if (created.response?.status !== 409 || isOurs || state.hasForeignStream) return created;
      if (performance.now() > deadline) {
        state.hasForeignStream = true;
        return created;
      }
      await pause(100);
    }
  }

  /** Waits until a new stream can be read, where the target was seen to need a moment for that. */
  async #settle(stream: TestStream): Promise<void> {
    const state = this.#state;
    if (state.createsLate === false) return;
    const deadline = performance.now() + state.facts.limits.change;
    const read = () => this.call('read-stream', { streamId: stream.id, as: stream.as });
    const first = await read();
    let last = first;
    while (last.response?.status === 404 && performance.now() < deadline) {
      await pause(25);
      last = await read();
    }
    // A stream that can never be read is for other checks to tell, once.
    if (last.response?.status !== 200) state.createsLate = false;
    else if (last !== first) state.createsLate = true;
    else state.createsLate ??= false;
  }

  #ownOpen(as: TestStream['as']): TestStream | undefined {
    return this.#own.find((stream) => stream.as === as && this.#state.open.has(stream.id));
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
    const existing = this.#ownOpen('receiver');
    const first = existing ?? (await this.create());
    const second = await this.call('create-stream', { body: await this.request() });
    const adopted = this.adopt(second, this.#delivery);
    const status = second.response?.status ?? 0;
    if (adopted === null && (status < 400 || status >= 500)) {
      throw new NotTested(
        `Whether the Transmitter allows a second stream cannot be told: ${status || second.error?.kind} is no answer to that.`,
      );
    }
    const several = adopted !== null && adopted.id !== first.id;
    this.#state.allowsSeveralStreams = several;
    if (adopted !== null && several) await this.#delete(adopted);
    if (existing === undefined) await this.#delete(first);
    return several;
  }

  /** Deletes the streams of this check, every one of them, even if that of another fails. */
  async cleanUp(): Promise<void> {
    for (const stream of this.#own) {
      if (this.#state.open.has(stream.id)) await this.#delete(stream).catch(() => undefined);
    }
  }

  /** Deletes every stream of the run; returns false if others remain in the Receiver's list. */
  async deleteAll(): Promise<boolean> {
    const own = [...this.#state.open.values()];
    for (const stream of own) await this.#delete(stream);
    const deadline = performance.now() + this.#state.facts.limits.quiet;
    for (;;) {
      const json = (await this.call('list-streams')).response?.json;
      if (!Array.isArray(json)) return this.#state.open.size === 0;
      // A list that lags a moment behind still shows what was just deleted.
      const lags = json.some((item) => isObject(item) && own.some(({ id }) => id === item.stream_id));
      if (!lags || performance.now() > deadline) return json.length === 0;
      await pause(25);
    }
  }

  /** A stream whose deletion fails stays on the list, to be deleted when it stands in the way, but not for ever. */
  async #delete({ id, as }: TestStream): Promise<void> {
    const { open, undeleted } = this.#state;
    const failures = (undeleted.get(id) ?? 0) + 1;
    undeleted.set(id, failures);
    if (failures >= DELETIONS) open.delete(id);
    const { response } = await this.call('delete-stream', { streamId: id, as });
    const status = response?.status ?? 0;
    if (status !== 404 && (status < 200 || status >= 300)) return;
    open.delete(id);
    undeleted.delete(id);
  }

  /** The body of a create request; a push stream gets an inbox of its own. */
  async request(options: StreamOptions = {}): Promise<JsonObject> {
    const delivery = options.delivery ?? this.#delivery;
    const target: JsonObject = { method: METHOD_URN[delivery] };
    const requested = options.eventsRequested ?? this.#state.knownEventTypes;
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
      ...(requested === null ? {} : { events_requested: [...requested] }),
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
    if (this.#state.facts.foreignStreams.includes(id)) return null;
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

/** A token that lacks a scope is the tester's to mend, not the target's. */
function expectScope(exchange: Exchange, { as = 'receiver' }: CallOptions): void {
  const { response, request } = exchange;
  if (as !== 'receiver' || response?.status !== 403) return;
  const challenge = response.headers['www-authenticate'] ?? '';
  if (challenge.includes('insufficient_scope')) {
    throw new NotTested(
      `${request.method} ${new URL(request.url).pathname}: the Receiver's token lacks a scope (403 insufficient_scope).`,
    );
  }
}

function whyNoStream(created: Exchange, delivery: Delivery, { facts, undeleted }: RunState): string {
  const { response, error } = created;
  if (response === null) return `No ${delivery} stream could be created: ${error?.kind ?? 'no answer'}.`;
  if (response.status === 409) {
    const [left] = undeleted.keys();
    return left === undefined
      ? 'The Transmitter allows one stream per Receiver, and there is one that this run did not create.'
      : `The Transmitter allows one stream per Receiver, and ${left}, of an earlier check, could not be deleted.`;
  }
  const id = isObject(response.json) ? response.json.stream_id : undefined;
  if (typeof id === 'string' && facts.foreignStreams.includes(id)) {
    return `The Transmitter answered with the stream ${id}, which was there before the run and is left alone. Use a Receiver of its own for the test.`;
  }
  const hint =
    delivery === 'push' && response.status === 400 && !facts.inboxHttps
      ? ' Our push endpoint is plain http: does it need an https one? --tls if the Transmitter trusts our CA, or a tunnel that ends TLS and --public-url.'
      : '';
  return `No ${delivery} stream could be created: the Transmitter answered ${response.status} without a usable stream_id.${hint}`;
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
