import type { Names } from './subject-match.ts';

/**
 * Whether two subjects of the same person reach equally far: the same session, the same device, or all of them. Whoever
 * revokes three sessions of somebody may say so in three SETs, and one more about the user.
 */
export function reachAlike(first: Names, second: Names): boolean {
  return (
    first.size === second.size &&
    [...first].every(([role, names]) => {
      const others = second.get(role);
      if (others === undefined) return false;
      const comparable = names.flatMap((one) => others.filter(({ space }) => space === one.space));
      const values = new Set(names.map(({ value }) => value));
      return comparable.length === 0 || comparable.some(({ value }) => values.has(value));
    })
  );
}
