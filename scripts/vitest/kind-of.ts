/** What was received in place of what was expected, in words. */
export function kindOf(received: unknown): string {
  if (received === null) return 'null';
  return Array.isArray(received) ? 'an array' : `a value of type ${typeof received}`;
}
