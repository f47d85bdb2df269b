import type { RecordedSet, Results, Role } from '../../../reports/results.ts';
import type { Severity } from '../probe/judge.ts';
import type { CommonRunOptions } from '../run-options.ts';
import type { Selection } from '../selection.ts';
import type { OwnProfile } from './define-profile.ts';

/** What the results tell of the tester's own. */
export function ownOf(
  { own, ownProfile, profile }: Pick<CommonRunOptions, 'own' | 'ownProfile' | 'profile'>,
  role: Role | null,
  { difference }: Selection,
): Pick<Results, 'own'> {
  if (own === undefined || own.modules.length === 0) return {};
  return {
    own: {
      modules: own.modules.map(({ name, sha256 }) => ({ name, sha256 })),
      ...(ownProfile === undefined || difference === undefined
        ? {}
        : { profile: { title: ownProfile.title, base: profile, ...difference } }),
      judgesWhole:
        role === null ? [] : own.checks[role].filter(({ phase }) => phase === 'last').map(({ id }) => id),
    },
  };
}

/** SETs whose breaches count as the tester's own profile says. */
export function setsAs(
  sets: RecordedSet[],
  profile: OwnProfile | undefined,
  severities: ReadonlyMap<string, Severity>,
): RecordedSet[] {
  if (profile === undefined) return sets;
  const counted = (one: NonNullable<RecordedSet['breaches']>[number]): typeof one => {
    const severity = severities.get(one.requirement) ?? 'note';
    return WEIGHT[severity] === WEIGHT[one.severity] || one.severity === 'note' ? one : { ...one, severity };
  };
  return sets.map((set) =>
    set.breaches === undefined ? set : { ...set, breaches: set.breaches.map(counted) },
  );
}

const WEIGHT = { fail: 2, warn: 1, note: 0 } as const;
