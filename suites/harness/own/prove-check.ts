import type { OwnCheck } from './define-check.ts';
import type { Proof, Proven } from './prove.ts';

/**
 * Proves a check of your own as we prove ours, in a unit test: it passes a peer that keeps its rules, and finds one that
 * breaks them. The peers run in this process.
 * @throws Error when it does not, saying what it came to instead
 */
export async function proveCheck(check: OwnCheck, proof: Proof): Promise<Proven> {
  // Loaded late: who only defines a check needs no peers.
  const { prove } = await import('./prove.ts');
  return prove(check, proof);
}
