import type { ReadingContext } from '../../suites/set/reading/reading.ts';
import type { Jwk } from '../../suites/set/verify.ts';
import type { ProfileName } from '../../suites/standard/profiles.ts';
import type { RequirementId } from '../../suites/standard/requirement-ids.ts';
import { isRequirementId } from '../../suites/standard/requirements.ts';
import { didYouMean, nearest } from '../nearest.ts';
import type { KeySource } from './keys.ts';
import { misfit } from './option-types.ts';

/** What every judging matcher can be told. */
export interface JudgingOptions {
  /** What it is judged against; default `ssf`. */
  profile?: ProfileName | undefined;
  /** Warnings (what a SHOULD asks for) let the assertion fail as well; default false. */
  warnings?: boolean | undefined;
  /** Ids of rules whose breach does not count, such as `SSF-4.1.9-01`; it is told all the same. */
  except?: readonly RequirementId[] | undefined;
}

/** What is known beside a SET. What is left out is not judged: without `jwks` the signature is not verified. */
export interface SetExpectations extends JudgingOptions {
  /** `iss` that the SET must have: that of the stream, character for character (SSF 4.1.6). */
  issuer?: string | undefined;
  /** `aud` of the stream's configuration: the SET must be for one of these (SSF 4.1.8). */
  audience?: string | readonly string[] | undefined;
  /** Keys of the issuer. With a URL the assertion is asynchronous and has to be awaited. */
  jwks?: KeySource | undefined;
  /** Id of the stream, which verification and stream-updated events name (SSF 8.1.4.1, 8.1.5). */
  streamId?: string | undefined;
  /** When the SET is read, a Date or ms since the epoch: it was issued before. Default: now. */
  now?: Date | number | undefined;
  /** How far the clocks of the two sides may differ, ms; default 60 000. */
  clockSkew?: number | undefined;
}

const JUDGING = ['profile', 'warnings', 'except'] as const;
export const JUDGING_OPTIONS: readonly string[] = JUDGING;
export const SET_OPTIONS: readonly string[] = [
  ...JUDGING,
  'issuer',
  'audience',
  'jwks',
  'streamId',
  'now',
  'clockSkew',
];

/**
 * Throws a TypeError for options that a matcher does not know, and for values that say nothing or are of the wrong type: an
 * expectation that is misspelt, or undefined or NaN by mistake, must not pass as kept.
 */
export function readOptions<O extends object>(
  matcher: string,
  given: O | undefined,
  known: readonly string[],
): O {
  const options: unknown = given ?? {};
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError(`${matcher}: the options are no object.`);
  for (const [name, value] of Object.entries(options)) {
    if (!known.includes(name))
      throw new TypeError(sentence(`${matcher}: there is no option "${name}".`, name, known));
    const wrong = misfit(name, value);
    if (wrong !== null) throw new TypeError(`${matcher}: the option "${name}" ${wrong}.`);
  }
  const { except } = options as JudgingOptions;
  for (const id of except ?? []) requireRule(matcher, id);
  // Sound: names and values were looked at; the keys of `jwks` are when they are taken.
  return options as O;
}

/** Throws a TypeError for an id that the catalogue does not have. */
export function requireRule(matcher: string, id: string): asserts id is RequirementId {
  if (!isRequirementId(id))
    throw new TypeError(`${matcher}: there is no rule "${String(id)}" in the catalogue.`);
}

/** Everything that is known of a SET but its keys, which may take their time. */
export function contextOf(
  { issuer, audience, profile, streamId, now, clockSkew }: SetExpectations,
  keys: readonly Jwk[] | null,
): ReadingContext {
  return {
    profile: profile ?? 'ssf',
    issuer: issuer ?? null,
    audience: audience === undefined ? null : [audience].flat(),
    streamId: streamId ?? null,
    keys,
    arrivedAt: Number(now ?? Date.now()) / 1000,
    runStartedAt: null,
    clockSkew: (clockSkew ?? 60_000) / 1000,
  };
}

function sentence(text: string, name: string, known: readonly string[]): string {
  return [text, didYouMean(nearest(name, known)) ?? `There are: ${known.join(', ')}.`].join(' ');
}
