import type { Own } from '../../suites/harness/own/own.ts';
import type { Waiver } from '../../suites/harness/waivers/waiver.ts';
import { waiverProblems } from './waiver-problems.ts';

/** A waiver as `waive --list` shows it. */
export interface ListedWaiver extends Waiver {
  /** By its day alone: whether the check still fails, a run tells. */
  state: 'valid' | 'expired';
  /** How many days are left, 0 on the last; negative when it has expired. */
  daysLeft: number;
  /** The state in words. */
  words: string;
  /** Why a run would refuse it. */
  problems: string[];
}

/** The waivers with what the day says of each, in the order of their file. */
export function listedWaivers(waivers: readonly Waiver[], today: string, own?: Own): ListedWaiver[] {
  const problems = waiverProblems(waivers, own);
  return waivers.map((waiver, index) => {
    const daysLeft = Math.round((Date.parse(waiver.until) - Date.parse(today)) / 86_400_000);
    const prefix = `waivers.${index}: `;
    return {
      ...waiver,
      state: waiver.until < today ? 'expired' : 'valid',
      daysLeft,
      words: words(waiver.until, daysLeft),
      problems: problems
        .filter((problem) => problem.startsWith(prefix))
        .map((problem) => problem.slice(prefix.length)),
    };
  });
}

function words(until: string, daysLeft: number): string {
  if (Number.isNaN(daysLeft)) return `until ${until}`;
  if (daysLeft < 0) return `expired on ${until}`;
  if (daysLeft === 0) return `until ${until}, today is its last day`;
  return `until ${until}, ${daysLeft} ${daysLeft === 1 ? 'day' : 'days'} left`;
}
