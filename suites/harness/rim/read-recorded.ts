import type { SetBreach } from '../../../reports/results.ts';
import type { ParsedSet } from '../../set/parse.ts';
import { breachesOf } from '../../set/reading/breaches.ts';
import { readSet } from '../../set/reading/read-set.ts';
import type { ReadingContext } from '../../set/reading/reading.ts';
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

/** What a SET of a run breaks, for its record. */
export function breachesIn(set: ParsedSet, known: KnownOfSet, facts: ReadingFacts): SetBreach[] {
  const { arrivedAtMs, asked, issuer, audience, streamId } = known;
  const startedAt = Date.parse(facts.startedAt) / 1000;
  return breachesOf(
    readSet(set, {
      profile: profileOf(facts.profile),
      issuer,
      audience,
      streamId,
      keys: null,
      arrivedAt: startedAt + arrivedAtMs / 1000,
      runStartedAt: asked ? startedAt : null,
      clockSkew: facts.limits.clockSkew / 1000,
    }),
  );
}

function profileOf(name: string): ProfileName {
  return profileNames.find((one) => one === name) ?? 'ssf';
}
