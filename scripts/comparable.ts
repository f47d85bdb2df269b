import { kindOfRun } from '../reports/diff/kind.ts';
import type { Results } from '../reports/results.ts';
import { readResults } from './read-results.ts';
import { UsageError } from './usage-error.ts';

/**
 * The results of two runs of one kind.
 * @param old file or report folder of the earlier, relative to `cwd`
 * @throws UsageError when one cannot be read, or they are not of one kind
 */
export async function readComparable(old: string, later: string, cwd: string): Promise<[Results, Results]> {
  const [before, after] = [await readResults(old, cwd), await readResults(later, cwd)];
  requireSameKind(kindOfRun(before), old, kindOfRun(after), later);
  return [before, after];
}

/** @throws UsageError unless both are of one kind */
export function requireSameKind(old: string, oldName: string, later: string, laterName: string): void {
  if (old === later) return;
  throw new UsageError(`These runs cannot be compared: ${oldName} is of ${old}, ${laterName} of ${later}.`);
}
