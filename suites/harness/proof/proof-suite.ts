import { describe, expect, test } from 'vitest';
import { atMost } from './at-most.ts';
import { LANES, Prover } from './run-proof.ts';
import type { Side } from './sides.ts';

/** Every check against every fault of one part of them; the parts are files, so that they run beside each other. */
export function proofSuite(side: Side, part: number, parts: number): void {
  describe.concurrent(`each broken ${side.role} is found, and trips nothing else (part ${part} of ${parts})`, () => {
    const prover = new Prover(side);
    const turn = atMost(LANES[side.role]);
    for (const fault of side.faults.filter((_, index) => index % parts === part - 1)) {
      // On a busy machine a wait may run out that has nothing to do with the fault; what is not found twice is not found.
      test(`${fault.name}: ${fault.summary}`, { timeout: 300_000, retry: 1 }, async () => {
        const { ok, ...found } = await turn(() => prover.prove(fault));
        expect(ok ? null : found).toBeNull();
      });
    }
  });
}
