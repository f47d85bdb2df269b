/** ms behind the named instant that a NumericDate (RFC 7519 2) may mean, too: a whole one has lost its part of a second. */
export function widthOf(seconds: number): number {
  return Number.isInteger(seconds) ? 1000 : 1;
}
