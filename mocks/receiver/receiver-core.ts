import type { Route } from '../http/route.ts';
import { SetLog } from '../set-log.ts';
import { effectsOf } from './effects.ts';
import { allAlgorithms } from './examination/algorithms.ts';
import { examineSet } from './examination/examiner.ts';
import { keysUnavailable } from './examination/key.ts';
import { refuse } from './examination/refuse.ts';
import { ExpectedStates, stateOf } from './examination/state.ts';
import { type FetchJwks, KeyStore } from './key-store.ts';
import type { StartReceiverOptions } from './options.ts';
import { createPushRoute } from './push-handler.ts';
import { ReplayMemory } from './replay-memory.ts';
import type { Effect, Examined, Refusal } from './seams.ts';

export type { FetchJwks } from './key-store.ts';

/** A Transmitter whose SETs are taken, as its metadata and the stream's configuration tell. */
export interface Trust {
  issuer: string;
  /** Values of `aud` that the Receiver takes itself for. */
  audience: readonly string[];
  jwksUri: string;
  /** Names of `alg` that are taken; default: all that are asymmetric and not broken. */
  algorithms?: readonly string[] | undefined;
  /** `critical_subject_members` of the Transmitter's metadata (SSF 7.1). */
  criticalSubjectMembers: readonly string[];
}

export interface Verdict {
  refusal: Refusal | null;
  examined: Examined;
  /** The SET had been accepted before. With the quirk `replay: 'ignore'` such a SET is not acknowledged. */
  repeated: boolean;
  /** It cannot be judged now, and `refusal` says why: poll must neither acknowledge nor report it. */
  later: boolean;
}

/** Effects that are kept; the oldest are forgotten. */
const KEPT_EFFECTS = 10_000;

/** What is done with a SET, however it came: examination, memory of those that came before, effects. */
export class ReceiverCore {
  /** Told of each SET that was accepted, once, after it was answered. */
  onAccepted?: (set: Examined) => void;

  /** The SETs that were examined, and what came of it. */
  readonly sets = new SetLog();

  readonly #options: StartReceiverOptions;
  readonly #fetchJwks: FetchJwks;
  readonly #states = new ExpectedStates();
  readonly #memory = new ReplayMemory();
  #trusted: { trust: Trust; keys: KeyStore } | null = null;
  #effects: Effect[] = [];

  constructor(options: StartReceiverOptions, fetchJwks: FetchJwks) {
    this.#options = options;
    this.#fetchJwks = fetchJwks;
  }

  /** From now on takes SETs of this Transmitter, and of no other; its keys are fetched when the first SET comes. */
  trust(trust: Trust): void {
    const { keyCooldownMs: cooldownMs = 1000, seams } = this.#options;
    const { jwksUri } = trust;
    const keys = new KeyStore({ jwksUri, fetchJwks: this.#fetchJwks, cooldownMs, quirks: seams?.quirks });
    this.#trusted = { trust, keys };
  }

  /** A verification with this `state` was asked for. Must be called before the request is sent. */
  expectState(state: string): void {
    this.#states.expect(state);
  }

  /** Judges a SET and, when it is good, does what is to be done because of it, soon afterwards. Does not reject. */
  async examine(compact: string, delivery: 'push' | 'poll'): Promise<Verdict> {
    const verdict = await this.#examine(compact, delivery);
    const { refusal, later } = verdict;
    // Not before what is done because of it: who sees the SET sees its effects.
    setImmediate(() => {
      if (refusal === null) this.sets.add(null, compact, { state: 'delivered', detail: null });
      else
        this.sets.add(null, compact, {
          state: later ? 'failed' : 'refused',
          detail: `${refusal.err}: ${refusal.description}`,
        });
    });
    return verdict;
  }

  async #examine(compact: string, delivery: 'push' | 'poll'): Promise<Verdict> {
    const examined: Examined = { compact, header: {}, claims: {}, delivery };
    const trusted = this.#trusted;
    if (trusted === null) {
      const refusal = refuse('invalid_issuer', 'There is no stream yet.');
      return { refusal, examined, repeated: false, later: true };
    }
    const { trust, keys } = trusted;
    const refusal = await this.#judge(examined, trust, keys);
    if (refusal !== null) {
      const later = refusal === keysUnavailable;
      if (!later) this.#act(examined, [], refusal);
      return { refusal, examined, repeated: false, later };
    }
    return this.#accept(examined, trust);
  }

  /** What was done so far, oldest first. */
  effects(): Effect[] {
    return [...this.#effects];
  }

  /** The push endpoint; `authorization` gives the value that pushes must carry, undefined for none. */
  pushRoute(path: string, authorization: () => string | undefined): Route {
    const examine = (compact: string): Promise<Verdict> => this.examine(compact, 'push');
    const unexamined = (body: string, detail: string): void =>
      this.sets.add(null, body, { state: 'failed', detail });
    return createPushRoute({ path, authorization, examine, unexamined, seams: this.#options.seams });
  }

  #judge(set: Examined, trust: Trust, keys: KeyStore): Promise<Refusal | null> {
    return examineSet(
      set,
      {
        issuer: trust.issuer,
        audience: trust.audience,
        algorithms: trust.algorithms ?? allAlgorithms,
        findKeys: (kid) => keys.find(kid),
        states: this.#states,
        now: this.#now() / 1000,
        candidates: [],
      },
      this.#options.seams,
    );
  }

  /**
   * RFC 8935 section 2: a SET that comes again is answered as if it had not come before, so every one is examined. But
   * what it says happened once, and is acted on once (RFC 8417 2.2: `jti` tells).
   */
  #accept(set: Examined, trust: Trust): Verdict {
    const { iss, jti } = set.claims;
    const issuer = typeof iss === 'string' ? iss : '';
    const replay = this.#options.seams?.quirks?.replay;
    const repeated = typeof jti === 'string' && this.#memory.has(issuer, jti);
    if (repeated && replay === 'refuse') {
      const refusal = refuse('invalid_request', 'This SET came before.');
      return { refusal, examined: set, repeated, later: false };
    }
    if (typeof jti === 'string') {
      this.#memory.add(issuer, jti);
      const state = stateOf(set);
      if (typeof state === 'string') this.#states.consume(state, jti);
    }
    if (!repeated || replay === 'act') {
      this.#act(set, effectsOf(set, trust.criticalSubjectMembers, this.#now()), null);
    }
    // Not within the answer: RFC 8935 section 2 wants it at once.
    if (!repeated) setImmediate(() => this.onAccepted?.(set));
    return { refusal: null, examined: set, repeated, later: false };
  }

  #act(set: Examined, effects: Effect[], refusal: Refusal | null): void {
    const { seams } = this.#options;
    setImmediate(() => {
      this.#effects.push(...(seams?.effects ? seams.effects(effects, set, refusal) : effects));
      this.#effects = this.#effects.slice(-KEPT_EFFECTS);
    });
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
  }
}
