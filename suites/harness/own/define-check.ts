import type { Delivery, Role } from '../../../reports/results.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import type { EndpointName, Hook } from '../check.ts';
import type { TransmitterProbe } from '../probe.ts';
import type { ReceiverHook } from '../receiver/check.ts';
import type { ReceiverProbe } from '../receiver/probe.ts';
import { marked } from './mark.ts';

/** Keywords of BCP 14. The first five fail a run, the next four warn, the last two are only noted. */
export const OWN_LEVELS = [
  'MUST',
  'MUST NOT',
  'SHALL',
  'SHALL NOT',
  'REQUIRED',
  'SHOULD',
  'SHOULD NOT',
  'RECOMMENDED',
  'NOT RECOMMENDED',
  'MAY',
  'OPTIONAL',
] as const;
/** Keyword of a rule of your own (BCP 14): it says how bad a breach is. */
export type OwnLevel = (typeof OWN_LEVELS)[number];

/** A rule of a document of your own; the same rule may be named by several checks. */
export interface OwnRule<Id extends string = string> {
  /** Stable and unlike those of the catalogue: `ACME-1`. */
  id: Id;
  /** Name of the document: `ACME Security Standard`; no standard is named in it. */
  spec: string;
  /** Where it stands there: `4.2`. */
  section: string;
  sectionTitle?: string;
  /** What a breach means: MUST and its like fail a run, SHOULD warns, MAY is noted. */
  level: OwnLevel;
  /** The rule in one sentence. */
  summary: string;
}

/**
 * A check of your own: data and a short function. It runs after those of the standards, with the same probe.
 * `Id` are the ids of its rules, `C` those of the catalogue that it decides too; findings can name only these.
 */
export interface OwnCheckSpec<K extends Role, Id extends string, C extends RequirementId> {
  /** Whom it judges; what `run` is given follows from it. */
  role: K;
  /** Stable id `family/name`, such as `acme/tenant-claim`; no family of ours. */
  id: string;
  /** The behaviour of a right target, one sentence. */
  title: string;
  /** What the check does, for `explain`. */
  what: string;
  /** The rules of your own that it decides; the first is the one that it is counted under. */
  rules: readonly [OwnRule<Id>, ...OwnRule<Id>[]];
  /** Rows of the catalogue that it decides as well. */
  requirements?: readonly C[];
  /** `each`: once for each delivery method under test; `push` or `poll`: only there. Default: once. */
  delivery?: 'each' | Delivery;
  /** What the tester has to lend; without it the check is not tested. */
  hooks?: readonly (K extends 'transmitter' ? Hook : ReceiverHook)[];
  /** Endpoints that a Transmitter must advertise, else the check is not applicable. */
  endpoints?: K extends 'transmitter' ? readonly EndpointName[] : never;
  /** Not applicable where what is named is plain http on loopback. */
  https?: K extends 'transmitter' ? boolean : 'issuer' | 'push-endpoint';
  /** `last`: after all others of yours, because it judges what the whole run saw. */
  phase?: 'last';
  /**
   * Judges the target, with `expect` also where it is right. Throwing, not coming to an end (60 s without a call of the probe
   * that is on its way), judging nothing, returning something of its own, or ending while a call is still on its way (a forgotten
   * `await`) is an error of the check, never a finding and never a pass.
   */
  run(
    probe: K extends 'transmitter' ? TransmitterProbe<Id | C> : ReceiverProbe<Id | C>,
  ): Promise<void> | void;
}

/** What `defineCheck` gives. */
export type OwnCheck =
  | OwnCheckSpec<'transmitter', string, RequirementId>
  | OwnCheckSpec<'receiver', string, RequirementId>;

/**
 * Defines a check of your own. Export it from a module that the config names in `own`.
 * Nothing is looked at here: what is wrong with it is said when the module is loaded.
 */
export function defineCheck<
  const K extends Role,
  const Id extends string,
  const C extends RequirementId = never,
>(check: OwnCheckSpec<K, Id, C>): OwnCheck {
  // Sound: `run` is only ever called with a probe of its role, which takes every id.
  return marked('check', check) as unknown as OwnCheck;
}
