import type { OwnInRun, Results, SelectedRequirement } from './results.ts';
import { count } from './text/format.ts';

/** Rules that a line names where not all have room; more are counted. */
const NAMED = 12;

/**
 * What is the tester's own in a run, a sentence each: by which profile was judged and how it differs from the one from which
 * it starts, and where the tester's own checks stand. None where nothing is.
 * @param most so many rules are named by their ids
 */
export function ownNote({ own }: Pick<Results, 'own'>, most = NAMED): string[] {
  if (own === undefined) return [];
  const modules = own.modules.map(({ name, sha256 }) => `${name} (${sha256.slice(0, 8)})`).join(', ');
  return [...profileNote(own, most), `What is not of the standards was brought by ${modules}.`];
}

/** How much less a profile of the tester's own asks than the one from which it starts; null where it was judged by ours. */
export function lessAsked({ own }: Pick<Results, 'own'>): { omitted: number; lowered: number } | null {
  if (own?.profile === undefined) return null;
  const { omitted, lowered } = own.profile;
  return { omitted: omitted.filter(isMust).length, lowered: lowered.length };
}

/** What a profile of the tester's own is, and how much less it asks, for properties of a report; none where it was judged by ours. */
export function ownProfileFacts(results: Pick<Results, 'own'>): Record<string, string> {
  const profile = results.own?.profile;
  const less = lessAsked(results);
  if (profile === undefined || less === null) return {};
  return {
    'own-profile': profile.title,
    'own-profile.base': profile.base,
    'own-profile.musts-left-out': String(less.omitted),
    'own-profile.rules-left-out': String(profile.omitted.length),
    'own-profile.musts-only-as-should': String(less.lowered),
  };
}

function profileNote({ profile }: OwnInRun, most: number): string[] {
  if (profile === undefined) return [];
  const { title, base, omitted, lowered, raised, added } = profile;
  const list = (ids: readonly string[]): string =>
    ids.length > most ? `${ids.slice(0, most).join(', ')} and ${ids.length - most} more` : ids.join(', ');
  const names = (rows: readonly SelectedRequirement[]): string => list(rows.map(({ id }) => id));
  return [
    `Judged by "${title}", a profile of the tester's own, which starts from ${base}.`,
    ...(omitted.length > 0
      ? [
          `It leaves out ${count(omitted.length, 'rule')}, ${count(omitted.filter(isMust).length, 'MUST')} among them: ${names(omitted)}.`,
        ]
      : []),
    ...(lowered.length > 0
      ? [`It counts ${count(lowered.length, 'MUST')} only as SHOULD: ${names(lowered)}.`]
      : []),
    ...(raised.length > 0 ? [`It counts as MUST what is none: ${list(raised)}.`] : []),
    ...(added.length > 0 ? [`It adds ${count(added.length, 'rule')}: ${list(added)}.`] : []),
  ];
}

function isMust({ severity }: SelectedRequirement): boolean {
  return severity === 'fail';
}
