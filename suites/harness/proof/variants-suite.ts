import { describe, expect, test } from 'vitest';
import { variants } from '../../../mocks/variants/variants.ts';
import { transmitterChecks } from '../../transmitter/index.ts';
import { atMost } from './at-most.ts';
import { runInProcess } from './run-in-process.ts';

/**
 * The other half of the proof: a check that fails a right Transmitter is worse than one that misses a wrong one. The
 * parts are files, so that they run beside each other; over plain http, as most of the proof.
 */
export function variantsSuite(part: number, parts: number): void {
  describe.concurrent(`a right Transmitter that uses the freedoms of the standards is never accused (part ${part} of ${parts})`, () => {
    const turn = atMost(3);
    for (const variant of variants.filter((_, index) => index % parts === part - 1)) {
      test(`${variant.name}: ${variant.freedom}`, { timeout: 120_000 }, async () => {
        const outcomes = await turn(() =>
          runInProcess({
            checks: transmitterChecks,
            profile: 'ssf',
            https: false,
            peer: variant.start(),
            limits: { verification: 5_000, delivery: 5_000, redelivery: 3_000 },
          }),
        );
        const accusations: string[] = [];
        for (const [key, { outcome, reason, findings, planned }] of outcomes) {
          // For want of a hook, which says nothing about the peer.
          if (planned.excluded !== null) continue;
          const foreseen = findings.every(
            ({ requirement, severity }) =>
              severity === 'note' || variant.warns?.includes(requirement) === true,
          );
          const exercised = outcome !== 'not-tested' && outcome !== 'error';
          if (!foreseen || !exercised) {
            accusations.push(
              `${key}: ${outcome} ${reason ?? ''} ${findings.map(({ message }) => message).join('; ')}`,
            );
          }
        }
        expect(accusations).toEqual([]);
        expect([...outcomes.values()].filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(30);
      });
    }
  });
}
