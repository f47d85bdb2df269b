import { POLL, PUSH } from '../../vocabulary/delivery-methods.ts';
import { eventTypes } from '../../vocabulary/event-types.ts';
import type { Beginning } from '../options.ts';
import type { ReceiverCore, Trust } from '../receiver-core.ts';
import { objectOf } from './answers.ts';
import { type Api, withStreamId } from './api.ts';
import { discover, type TransmitterMetadata } from './discovery.ts';
import { GivenUp, reasonOf, StreamGone, Untrusted } from './failure.ts';
import { openStream, type Supplied } from './open-stream.ts';
import { PollLoop } from './poll-loop.ts';
import { type Expected, type OwnStream, readConfiguration } from './stream-configuration.ts';
import type { Verification } from './verification.ts';

export interface ManagedLifeOptions {
  api: Api;
  core: ReceiverCore;
  verification: Verification;
  beginning: Beginning;
  audience: string | undefined;
  pushUrl: string;
  pushAuthorization: string;
}

/** How many streams one life makes: when the first one is lost, a second one, and that is all. */
const STREAMS = 2;
/** How long the last acknowledgement, and the deletion, may take, ms each. */
const endMs = 1500;
/** Whoever waits for the beginning is not kept waiting longer, ms. */
const patienceMs = 1000;

/** What a managed Receiver does from its beginning at an issuer to its end. */
export class ManagedLife {
  /** Resolves when the life is under way, or over, or has been kept waiting for 1 s. Never rejects. */
  readonly underWay: Promise<void>;
  readonly #options: ManagedLifeOptions;
  readonly #ending = new AbortController();
  readonly #over: Promise<void>;
  #isUnderWay: () => void = () => undefined;
  #endpoint = '';
  #stream: OwnStream | null = null;
  #polling: PollLoop | null = null;
  #trust: Trust | null = null;
  #opening: Promise<unknown> = Promise.resolve();

  constructor(options: ManagedLifeOptions) {
    this.#options = options;
    this.underWay = new Promise((resolve) => {
      const timer = setTimeout(resolve, patienceMs);
      this.#isUnderWay = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#over = this.#live()
      .catch((error: unknown) => this.#stopped(error))
      .finally(() => this.#isUnderWay());
  }

  get pushAuthorization(): string {
    return this.#options.pushAuthorization;
  }

  /** Resolves when no stream is about to be opened: before that its SETs cannot be told from strangers'. */
  get settled(): Promise<unknown> {
    return this.#opening;
  }

  /** Ends all that goes on, acknowledges what is open, deletes the stream. Never rejects. */
  async end(): Promise<void> {
    this.#ending.abort();
    await this.#over;
    try {
      await this.#polling?.finish(AbortSignal.timeout(endMs));
    } catch (error) {
      this.#log(`The last acknowledgement failed: ${reasonOf(error)}`);
    }
    const stream = this.#stream;
    if (!stream) return;
    this.#stream = null;
    await this.#delete(stream, AbortSignal.timeout(endMs)).catch((error: unknown) =>
      this.#log(reasonOf(error)),
    );
  }

  async #live(): Promise<void> {
    const { api, beginning } = this.#options;
    const metadata = await discover(api.outlet, beginning, this.#ending.signal);
    const method = beginning.delivery === 'push' ? PUSH : POLL;
    if (metadata.deliveryMethods !== undefined && !metadata.deliveryMethods.includes(method)) {
      throw new GivenUp(`The Transmitter does not deliver by ${method}.`);
    }
    if (metadata.configurationEndpoint === undefined) throw new GivenUp('Streams cannot be managed there.');
    this.#endpoint = metadata.configurationEndpoint;
    for (let n = 1; ; n += 1) {
      this.#opening = this.#open(metadata, method);
      await this.#opening;
      try {
        await this.#use(metadata, method);
        return;
      } catch (error) {
        if (!(error instanceof StreamGone)) throw error;
        this.#stream = null;
        this.#polling = null;
        if (n >= STREAMS) throw error;
        this.#log(`${error.message} A new one is made.`);
      }
    }
  }

  async #open(metadata: TransmitterMetadata, method: typeof PUSH | typeof POLL): Promise<void> {
    const { api, core } = this.#options;
    const stream = await openStream(
      api,
      this.#endpoint,
      this.#supplied(method),
      this.#expected(method),
      this.#ending.signal,
    );
    this.#stream = stream;
    const { issuer, jwksUri, criticalSubjectMembers } = metadata;
    this.#trust = { issuer, jwksUri, criticalSubjectMembers, audience: stream.audience };
    core.trust(this.#trust);
    // SSF 8.1.1: what was asked for says nothing of what will come.
    this.#log(`Has stream ${stream.id}; events of ${stream.eventsDelivered.length} types will come.`);
  }

  /** Polls, and sees after the stream at the same time; what goes wrong with the one ends the other. */
  async #use(metadata: TransmitterMetadata, method: typeof PUSH | typeof POLL): Promise<void> {
    const { api, core } = this.#options;
    const stream = this.#stream;
    if (!stream) return;
    this.#polling = method === POLL ? new PollLoop(api, stream.endpointUrl, core) : null;
    const using = new AbortController();
    const end = (): void => using.abort();
    this.#ending.signal.addEventListener('abort', end, { once: true });
    if (this.#ending.signal.aborted) end();
    const polled = this.#polling?.run(using.signal) ?? Promise.resolve();
    const tasks = [polled, this.#seeAfter(stream, metadata, using.signal).then(this.#isUnderWay)];
    try {
      await Promise.all(tasks);
    } finally {
      end();
      await Promise.allSettled(tasks);
      this.#ending.signal.removeEventListener('abort', end);
    }
  }

  /** SSF 8.1.1.2, 8.1.2.1, 8.1.4.2. Each is good to have; a stream works without them. */
  async #seeAfter(stream: OwnStream, metadata: TransmitterMetadata, signal: AbortSignal): Promise<void> {
    // Whoever took a stream over has read it just now.
    if (stream.from === 'create-stream') await this.#tryTo(() => this.#readConfiguration(stream, signal));
    const { api, core, verification } = this.#options;
    const { statusEndpoint, verificationEndpoint } = metadata;
    const status =
      statusEndpoint === undefined
        ? Promise.resolve()
        : this.#tryTo(() => this.#readStatus(stream, statusEndpoint, signal));
    if (verificationEndpoint === undefined || api.outlet.quirks.neverVerifies) return status;
    // Beside each other: a verification that must wait for its interval holds nothing else up.
    const tried = (): void => void status.then(this.#isUnderWay, this.#isUnderWay);
    const verified = this.#tryTo(() =>
      verification.ask(api, verificationEndpoint, stream, core, signal, tried),
    );
    await Promise.all([status, verified]);
  }

  async #readConfiguration(stream: OwnStream, signal: AbortSignal): Promise<void> {
    const url = withStreamId(this.#endpoint, stream.id);
    const answer = await this.#options.api.call({ operation: 'read-stream', method: 'GET', url }, { signal });
    const method = this.#options.beginning.delivery === 'push' ? PUSH : POLL;
    readConfiguration(objectOf(answer, [200], 'read-stream'), 'read-stream', this.#expected(method));
  }

  async #readStatus(stream: OwnStream, endpoint: string, signal: AbortSignal): Promise<void> {
    const url = withStreamId(endpoint, stream.id);
    const answer = await this.#options.api.call({ operation: 'read-status', method: 'GET', url }, { signal });
    const { status } = objectOf(answer, [200], 'read-status');
    this.#log(`The stream is ${String(status)}.`);
  }

  /** Only what makes the stream itself unusable gets through. */
  async #tryTo(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      if (!(error instanceof GivenUp) || error instanceof StreamGone || error instanceof Untrusted)
        throw error;
      this.#log(error.message);
    }
  }

  async #delete(stream: OwnStream, signal: AbortSignal): Promise<void> {
    const url = withStreamId(this.#endpoint, stream.id);
    const { status } = await this.#options.api.call(
      { operation: 'delete-stream', method: 'DELETE', url },
      { signal },
    );
    this.#log(`Deleted stream ${stream.id}: status ${status}.`);
  }

  #stopped(error: unknown): void {
    if (this.#ending.signal.aborted) return;
    this.#log(`Stopped: ${reasonOf(error)}`);
    // SSF 7.2.4: what does not hold is not used any more, not even to delete it.
    if (error instanceof Untrusted || error instanceof StreamGone) {
      this.#stream = null;
      this.#polling = null;
      // Nor are SETs taken that are for nobody.
      if (this.#trust) this.#options.core.trust({ ...this.#trust, audience: [] });
    }
    if (!(error instanceof GivenUp)) this.#log(String(error instanceof Error ? error.stack : error));
  }

  #supplied(method: typeof PUSH | typeof POLL): Supplied {
    const { beginning, pushUrl, pushAuthorization } = this.#options;
    const { eventsRequested: wished = [] } = beginning;
    return {
      // SSF 8.1.1: never empty.
      events_requested: wished.length > 0 ? wished : [...eventTypes.keys()],
      delivery:
        method === PUSH
          ? { method, endpoint_url: pushUrl, authorization_header: pushAuthorization }
          : { method },
      description: 'Reference Receiver',
    };
  }

  #expected(method: typeof PUSH | typeof POLL): Expected {
    const { beginning, api } = this.#options;
    const { audience = this.#options.audience } = beginning;
    return { issuer: beginning.issuer, audience, method, quirks: api.outlet.quirks };
  }

  #log(line: string): void {
    this.#options.api.outlet.log(line);
  }
}
