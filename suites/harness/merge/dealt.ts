import { MergeError, SAME_COMMAND } from './merge-error.ts';

/**
 * One list of what was dealt to the shards in turn, first to the first.
 * @throws {MergeError} when the parts cannot have come of one list
 */
export function undealt<T>(parts: readonly (readonly T[])[], what: string): T[] {
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  const uneven = parts.findIndex((part, i) => part.length !== Math.ceil((total - i) / parts.length));
  if (uneven !== -1)
    throw new MergeError(
      'differ',
      `The shards were not dealt from one list of ${what}: they have ${parts.map(({ length }) => length).join(', ')}.`,
      SAME_COMMAND,
    );
  return Array.from(
    { length: total },
    (_, i) => parts[i % parts.length]?.[Math.floor(i / parts.length)] as T,
  );
}
