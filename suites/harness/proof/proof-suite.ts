import { describe, expect, test } from 'vitest';
import { faults } from '../../../mocks/faults/index.ts';
import { transmitterChecks } from '../../transmitter/index.ts';
import { Prover } from './run-proof.ts';

/** Every check against every fault of one part of them; the parts are files, so that they run beside each other. */
export function proofSuite(part: number, parts: number): void {
  describe.concurrent(`each broken peer is found, and trips nothing else (part ${part} of ${parts})`, () => {
    const prover = new Prover(transmitterChecks);
    for (const fault of faults.filter((_, index) => index % parts === part - 1)) {
      test(`${fault.name}: ${fault.summary}`, { timeout: 180_000 }, async () => {
        expect(await prover.prove(fault)).toMatchObject({ ok: true });
      });
    }
  });
}
