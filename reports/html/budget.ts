import type { Raw } from './template.ts';

/** A share of the page's size, in bytes of UTF-8: what does not fit is left out, and counted. */
export class Budget {
  #left: number;
  leftOut = 0;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** Takes the size of the markup and returns true, or counts it as left out and returns false. */
  fits(markup: Raw): boolean {
    const size = Buffer.byteLength(markup.markup);
    if (size > this.#left) {
      this.leftOut += 1;
      return false;
    }
    this.#left -= size;
    return true;
  }
}
