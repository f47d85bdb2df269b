import type { Finding } from '../../../reports/results.ts';

/** How a finding tells that further SETs show the same. */
const LIKEWISE = / \((\d+) more SETs? likewise\)$/;

/** What one check found in several parts of a run. What an earlier part found, too, is told once, with the SETs of both. */
export function unitedFindings(parts: readonly (readonly Finding[])[]): Finding[] {
  const all: Finding[] = [];
  for (const part of parts) {
    const earlier = [...all];
    for (const finding of part) {
      const known = earlier.find((one) => kindOf(one) === kindOf(finding));
      if (known === undefined) all.push(finding);
      else
        all[all.findIndex((one) => kindOf(one) === kindOf(known))] = {
          ...known,
          message: counted(known, finding),
        };
    }
  }
  return all;
}

function kindOf({ requirement, severity, message }: Finding): string {
  return JSON.stringify([requirement, severity, message.replace(LIKEWISE, '')]);
}

function counted(one: Finding, other: Finding): string {
  if (one.set === undefined || other.set === undefined) return one.message;
  const more = othersOf(one) + 1 + othersOf(other);
  return `${one.message.replace(LIKEWISE, '')} (${more} more ${more === 1 ? 'SET' : 'SETs'} likewise)`;
}

function othersOf({ message }: Finding): number {
  return Number(LIKEWISE.exec(message)?.[1] ?? 0);
}
