import type { Delivery, Outcome, Results, Verdict } from './results.ts';

/** How an outcome is shown everywhere: never by its colour alone. */
export interface OutcomeWords {
  label: string;
  /** One character for terminals and Markdown. */
  mark: string;
  /** What it means, for a reader who sees the word for the first time. */
  meaning: string;
}

/** In the order in which reports show them: worst first. */
export const outcomeOrder: readonly Outcome[] = [
  'fail',
  'error',
  'warn',
  'not-tested',
  'waived',
  'note',
  'pass',
  'not-applicable',
];

export const outcomeWords: Record<Outcome, OutcomeWords> = {
  fail: { label: 'Failed', mark: '✗', meaning: 'a rule is broken, and that fails the run' },
  error: {
    label: 'Harness error',
    mark: '‼',
    meaning: 'the harness itself went wrong; says nothing about the target',
  },
  warn: { label: 'Warning', mark: '!', meaning: 'a rule is not followed, and that is rated as a warning' },
  'not-tested': { label: 'Not tested', mark: '?', meaning: 'applies, but could not be exercised' },
  waived: { label: 'Waived', mark: '~', meaning: 'fails, and is knowingly accepted' },
  note: { label: 'Note', mark: 'i', meaning: 'allowed, but worth knowing' },
  pass: { label: 'Passed', mark: '✓', meaning: 'the target kept the rule' },
  'not-applicable': { label: 'Not applicable', mark: '–', meaning: 'the rule does not apply to this target' },
};

interface VerdictWords {
  label: string;
  mark: string;
}

const verdictWords: Record<Verdict, VerdictWords> = {
  conformant: { label: 'Conformant', mark: '✓' },
  'non-conformant': { label: 'Not conformant', mark: '✗' },
  incomplete: { label: 'Incomplete', mark: '?' },
};

/** A story that came to its end certifies nothing, so it has words of its own. */
const storyVerdictWords: Record<Verdict, VerdictWords> = {
  conformant: { label: 'Held', mark: '✓' },
  'non-conformant': { label: 'Not held', mark: '✗' },
  incomplete: { label: 'Incomplete', mark: '?' },
};

/** How the verdict of a run is shown. */
export function verdictWordsOf({ verdict, scenarios }: Pick<Results, 'verdict' | 'scenarios'>): VerdictWords {
  return (scenarios === undefined ? verdictWords : storyVerdictWords)[verdict];
}

export const deliveryWords: Record<Delivery, string> = {
  push: 'push (RFC 8935)',
  poll: 'poll (RFC 8936)',
};

/** Keywords of rules in the order in which reports show them: the strictest first. */
const levelOrder = [
  'MUST',
  'MUST NOT',
  'SHALL',
  'SHALL NOT',
  'REQUIRED',
  'DECLARATIVE',
  'DERIVED',
  'SCENARIO',
  'SHOULD',
  'SHOULD NOT',
  'RECOMMENDED',
  'NOT RECOMMENDED',
  'MAY',
  'OPTIONAL',
  'INFORMATIVE',
];

/** Levels that are no keyword of BCP 14, and what they mean. */
export const levelMeaning: Record<string, string> = {
  DECLARATIVE: 'the standard states it without a keyword',
  DERIVED: 'it follows from other rules of the standard',
  SCENARIO: 'a scenario that the tester plays asks for it, beyond the standard',
  INFORMATIVE: 'the standard only shows it in an example',
};

/** Levels in the order of `levelOrder`, unknown ones at the end. */
export function inLevelOrder(levels: readonly string[]): string[] {
  const rank = (level: string) =>
    levelOrder.includes(level) ? levelOrder.indexOf(level) : levelOrder.length;
  return levels.toSorted((a, b) => rank(a) - rank(b));
}
