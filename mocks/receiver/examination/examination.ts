import type { VerificationKey } from '../key-store.ts';
import type { Examined, Refusal } from '../seams.ts';
import type { ExpectedStates } from './state.ts';

/** What the steps of one examination know besides the SET. */
export interface Examination {
  issuer: string;
  audience: readonly string[];
  /** Names of `alg` that are taken. */
  algorithms: readonly string[];
  /** The issuer's keys that may be meant; rejects with `KeysUnavailable`. */
  findKeys(kid: string | undefined): Promise<readonly VerificationKey[]>;
  states: ExpectedStates;
  /** s since the epoch. */
  now: number;
  /** Keys that the signature may have been made with: chosen by `key`, narrowed by `key-strength`. */
  candidates: readonly VerificationKey[];
}

/** One step as the reference does it: null when it has no objection. */
export type ReferenceStep = (
  set: Examined,
  examination: Examination,
) => Refusal | null | Promise<Refusal | null>;
