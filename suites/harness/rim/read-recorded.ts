import type { RecordedSet } from '../../../reports/results.ts';
import type { ParsedSet } from '../../set/parse.ts';
import { breachesOf, keptOf } from '../../set/reading/breaches.ts';
import { readSet } from '../../set/reading/read-set.ts';
import type { PartReading, ReadingContext } from '../../set/reading/reading.ts';
import { type ProfileName, profileNames } from '../../standard/profiles.ts';
import type { Limits } from '../exchange.ts';

/** What of a run matters to whoever reads its SETs. */
export interface ReadingFacts {
  profile: string;
  limits: Pick<Limits, 'clockSkew'>;
  /** ISO time at atMs 0. */
  startedAt: string;
}

/** What is known of a SET of a run; the keys are not, since they may have been changed in between. */
export type KnownOfSet = Pick<ReadingContext, 'issuer' | 'audience' | 'streamId'> & {
  /** ms since the start of the run. */
  arrivedAtMs: number;
  /** It came because this run asked for it, so that it is as young. */
  asked: boolean;
};

/**
 * What a SET of a run breaks and keeps, for its record. Nothing is said of one that cannot be judged through a fault of
 * ours: that must not cost the run the SET, and the checks that judge it show the fault.
 *
 * @param judges whether a part is to be judged; default: every part is
 */
export function readingIn(
  set: ParsedSet,
  known: KnownOfSet,
  facts: ReadingFacts,
  judges: (part: PartReading) => boolean = () => true,
): Pick<RecordedSet, 'breaches' | 'kept'> {
  const { arrivedAtMs, asked, issuer, audience, streamId } = known;
  const startedAt = Date.parse(facts.startedAt) / 1000;
  try {
    const { parts } = readSet(set, {
      profile: profileOf(facts.profile),
      issuer,
      audience,
      streamId,
      keys: null,
      arrivedAt: startedAt + arrivedAtMs / 1000,
      runStartedAt: asked ? startedAt : null,
      clockSkew: facts.limits.clockSkew / 1000,
    });
    const judged = { parts: parts.filter(judges) };
    return { breaches: breachesOf(judged), kept: keptOf(judged) };
  } catch {
    return {};
  }
}

function profileOf(name: string): ProfileName {
  return profileNames.find((one) => one === name) ?? 'ssf';
}
