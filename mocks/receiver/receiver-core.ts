import type { Route } from '../http/route.ts';
import type { StartReceiverOptions } from './options.ts';
import type { Effect, Examined, Refusal } from './seams.ts';

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

/** Gets a JSON document of the Transmitter. Rejects when there is no answer. */
export type FetchJwks = (operation: 'jwks', url: string) => Promise<{ status: number; json: unknown }>;

export interface Verdict {
  refusal: Refusal | null;
  examined: Examined;
}

/** What is done with a SET, however it came: examination, memory of those that came before, effects. */
export class ReceiverCore {
  /** Told of each SET that was accepted, once. */
  onAccepted?: (set: Examined) => void;

  constructor(options: StartReceiverOptions, fetchJwks: FetchJwks) {
    throw new Error(`Not written yet: ${typeof options} ${typeof fetchJwks}`);
  }

  trust(trust: Trust): void {
    throw new Error(`Not written yet: ${trust.issuer}`);
  }

  /** A verification with this `state` was asked for. */
  expectState(state: string): void {
    throw new Error(`Not written yet: ${state}`);
  }

  async examine(compact: string, delivery: 'push' | 'poll'): Promise<Verdict> {
    throw new Error(`Not written yet: ${compact} ${delivery}`);
  }

  effects(): Effect[] {
    throw new Error('Not written yet');
  }

  /** The push endpoint; `authorization` gives the value that pushes must carry, undefined for none. */
  pushRoute(path: string, authorization: () => string | undefined): Route {
    throw new Error(`Not written yet: ${path} ${typeof authorization}`);
  }
}
