import type { Outcome, Results, WaiverRow } from './results.ts';

/** How the state of a waiver is shown: as the outcome of a check is, under a word of its own. */
export interface WaiverWords {
  label: string;
  mark: string;
  shownAs: Outcome;
  /** What it means for this run, a sentence. */
  meaning: string;
  /** What the tester does about it, a sentence; absent where nothing has to be done. */
  remedy?: string;
}

/** In the order in which reports show them: what fails the run first. */
export const waiverWords: Record<WaiverRow['state'], WaiverWords> = {
  exceeded: {
    label: 'Exceeded',
    mark: '✗',
    shownAs: 'fail',
    meaning: 'The check breaks more than the waiver accepts, so it counts.',
    remedy: 'Mend what is new; or, if that is accepted too, waive the check again.',
  },
  expired: {
    label: 'Expired',
    mark: '✗',
    shownAs: 'fail',
    meaning: 'Its last day has passed: it waives nothing any more, and fails the run.',
    remedy:
      'Mend the target and take the waiver out (`waive --remove CHECK`); or waive the check again, with a new reason and day.',
  },
  stale: {
    label: 'Stale',
    mark: '✗',
    shownAs: 'fail',
    meaning: 'The check does not fail any more; a waiver that waives nothing fails the run.',
    remedy: 'Take the waiver out (`waive --remove CHECK`), so that a new failure is seen.',
  },
  used: {
    label: 'Waived',
    mark: '~',
    shownAs: 'waived',
    meaning: 'A failure is knowingly accepted: it does not fail the run.',
  },
  'not-run': {
    label: 'Not run',
    mark: '–',
    shownAs: 'not-applicable',
    meaning: 'This run says nothing about it.',
  },
};

/** What to do about a waiver, with its check in the command; undefined where nothing has to be done. */
export function remedyFor({ state, check }: Pick<WaiverRow, 'state' | 'check'>): string | undefined {
  // The name of a check holds nothing that a shell reads; what does is no name of a check.
  const name = /^[\w./@-]+$/.test(check) ? check : 'CHECK';
  return waiverWords[state].remedy?.replace('CHECK', name);
}

/** The waivers of a run, those that fail it first. */
export function waiversOf({ waivers = [] }: Pick<Results, 'waivers'>): WaiverRow[] {
  const order = Object.keys(waiverWords);
  return waivers.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

/** Whether a waiver fails the run by itself. */
export function failsRun({ state }: Pick<WaiverRow, 'state'>): boolean {
  return state === 'expired' || state === 'stale';
}

/** `waiver stale`: what fails a run that its checks do not fail; null when it is no waiver. */
export function waiverThatFails(results: Pick<Results, 'waivers' | 'verdict' | 'exitCode'>): string | null {
  if (results.exitCode !== 1 || results.verdict === 'non-conformant') return null;
  const waiver = waiversOf(results).find(failsRun);
  return waiver === undefined ? null : `waiver ${waiver.state}`;
}

/** Whole days from the run to the last day on which a waiver holds, 0 on that day; null when either is no date. */
export function daysLeft({ until }: Pick<WaiverRow, 'until'>, startedAt: string): number | null {
  const day = 86_400_000;
  const left = Date.parse(`${until}T00:00:00Z`) - Math.floor(Date.parse(startedAt) / day) * day;
  return Number.isNaN(left) ? null : Math.round(left / day);
}
