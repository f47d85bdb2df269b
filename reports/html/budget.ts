import type { Results } from '../results.ts';
import type { Raw } from './template.ts';

/** How the page's size is shared out, in bytes: together under 5 MB with all that is not counted here. */
export function shares(
  results: Results,
): Record<'cards' | 'exchanges' | 'lines' | 'sets' | 'scenarios', number> {
  const findings = results.checks.reduce((sum, check) => sum + check.findings.length, 0);
  const cards = Math.min(900_000, 15_000 * findings);
  const scenarios = Math.min(700_000, 150_000 * (results.scenarios?.length ?? 0));
  // What the findings and scenarios leave goes to the exchanges; those that do not fit in full are one line, then left out.
  return { cards, exchanges: 3_000_000 - cards - scenarios, lines: 600_000, sets: 600_000, scenarios };
}

// Less than this holds nothing of any use: to make markup for it would be wasted.
const crumb = 200;

/** A share of the page's size, in bytes of UTF-8: what does not fit is left out, and counted. */
export class Budget {
  #left: number;
  leftOut = 0;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** The markup if it fits, and takes its size; else null. */
  place(make: () => Raw): Raw | null {
    const markup = this.#left < crumb ? null : make();
    const size = markup === null ? 0 : Buffer.byteLength(markup.markup);
    if (markup === null || size > this.#left) {
      this.leftOut += 1;
      return null;
    }
    this.#left -= size;
    return markup;
  }
}
