import { randomBytes } from 'node:crypto';
import { isObject } from '../../vocabulary/is-object.ts';
import { VERIFICATION } from '../../vocabulary/ssf-events.ts';
import type { ReceiverCore } from '../receiver-core.ts';
import type { Examined, ReceiverSeams, Refusal } from '../seams.ts';
import type { Api } from './api.ts';
import { GivenUp } from './failure.ts';
import type { OwnStream } from './stream-configuration.ts';

/** Asks for verification events and notes when they came (SSF 8.1.4). */
export class Verification {
  readonly #log: (line: string) => void;
  #awaited: string | null = null;

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  /** Asks once; the event comes whenever it comes (8.1.4.2). `tried` is told of the first attempt's end. */
  async ask(
    api: Api,
    endpoint: string,
    stream: OwnStream,
    core: Pick<ReceiverCore, 'expectState'>,
    signal: AbortSignal,
    tried: () => void,
  ): Promise<void> {
    const state = randomBytes(16).toString('base64url');
    // Before the request: the event may overtake its answer.
    core.expectState(state);
    this.#awaited = state;
    const request = {
      operation: 'verify',
      method: 'POST',
      url: endpoint,
      json: { stream_id: stream.id, state },
    } as const;
    const { status } = await api.call(request, {
      signal,
      // SSF 8.1.1: a repetition is a verification request like any other.
      leastGapMs: stream.verificationGapMs,
      tried,
    });
    if (status < 200 || status > 299) throw new GivenUp(`verify: status ${status}.`);
  }

  /** Told of every SET that was accepted. */
  seen({ claims }: Examined): void {
    const event = isObject(claims.events) ? claims.events[VERIFICATION] : undefined;
    if (!isObject(event) || event.state !== this.#awaited || this.#awaited === null) return;
    this.#awaited = null;
    this.#log('The stream is verified.');
  }

  /** A quirk, as a step of the examination: while the event is awaited, no other SET will do. */
  insists(seams: ReceiverSeams | undefined): ReceiverSeams['steps'] {
    const before = seams?.steps?.state;
    return {
      ...seams?.steps,
      state: (set, reference) => this.#outOfTurn(set) ?? (before ? before(set, reference) : reference()),
    };
  }

  #outOfTurn({ claims }: Examined): Refusal | null {
    const awaited = this.#awaited !== null && !(isObject(claims.events) && VERIFICATION in claims.events);
    return awaited ? { err: 'invalid_state', description: 'The verification event is due first.' } : null;
  }
}
