/**
 * How the tester's own definitions are known. A registered symbol, so that they are known whichever copy of this package
 * made them, and in whichever thread.
 */
const MARK = Symbol.for('ssf-conformance.own.1');

export type Kind = 'check' | 'scenario' | 'profile' | 'vendor';

interface Mark {
  kind: Kind;
  /** Stack of the call that defined it, for complaints. */
  stack: string;
}

/** A copy of what was defined, which is known as a definition from now on. */
export function marked<T extends object>(kind: Kind, definition: T): T {
  const mark: Mark = { kind, stack: new Error().stack ?? '' };
  return Object.freeze(Object.defineProperty({ ...definition }, MARK, { value: mark }));
}

/** What a value was defined as; null for anything else. */
export function markOf(value: unknown): Mark | null {
  return typeof value === 'object' && value !== null
    ? ((Reflect.get(value, MARK) as Mark | undefined) ?? null)
    : null;
}
