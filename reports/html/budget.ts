import type { Raw } from './template.ts';

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
