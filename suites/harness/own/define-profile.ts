import type { ProfileName } from '../../standard/profiles.ts';
import { marked } from './mark.ts';

/** A profile of your own: one of ours, and what differs from it. Rules of your own are part of it unless omitted. */
export interface OwnProfile {
  /** For `--profile`: kebab-case, unlike ours. */
  name: string;
  /** How the verdict's sentence calls it, in quotation marks: one line of at most 60 characters that begins with no standard's name. */
  title: string;
  /** What it starts from: `ssf`, or `caep-interop`. */
  base: ProfileName;
  /** Rules that it has beyond that: ids of the catalogue, or whole documents (`RFC9728`). */
  adds?: readonly string[];
  /** Rules that it leaves out, also by id or document. Every report lists them, and the sentence counts them. */
  omits?: readonly string[];
  /**
   * Rules that count otherwise than the catalogue says, by id: as a MUST or as a SHOULD. The sentence tells how many count
   * for less.
   */
  levels?: Readonly<Record<string, 'MUST' | 'SHOULD'>>;
}

/** Defines a profile of your own, for `--profile NAME`. Export it from a module that the config names in `own`. */
export function defineProfile(profile: OwnProfile): OwnProfile {
  return marked('profile', profile);
}
