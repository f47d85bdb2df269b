/** What Vitest and Jest hand to a matcher as `this`, as far as matchers here use it. */
export interface MatcherContext {
  /** The assertion is negated. */
  readonly isNot?: boolean | undefined;
  /** Deep equality, with `expect.any(...)` and the like in place of values. */
  equals(a: unknown, b: unknown, testers?: never[]): boolean;
  readonly utils: {
    readonly subsetEquality: unknown;
    readonly iterableEquality: unknown;
  };
}

/** What a matcher answers, to Vitest and to Jest. */
export interface MatcherResult {
  pass: boolean;
  message(): string;
}
