import { describe, expect, test } from 'vitest';
import type { ReceiverVariant } from '../../../mocks/variants/receiver/variant.ts';
import { receiverVariants } from '../../../mocks/variants/receiver/variants.ts';
import { receiverChecks } from '../../receiver/index.ts';
import { atMost } from './at-most.ts';
import type { Outcomes } from './run-in-process.ts';
import { runReceiverInProcess } from './run-receiver-in-process.ts';

/** Longer than in the proof: a right peer that takes its time is not to be accused on a busy machine. */
const LIMITS = {
  request: 3_000,
  delivery: 5_000,
  verification: 5_000,
  start: 4_000,
  pollInterval: 3_000,
  effect: 3_000,
  keyRefetch: 3_000,
};

/**
 * The other half of the proof: a check that fails a right Receiver is worse than one that misses a wrong one. The
 * parts are files, so that they run beside each other; over plain http, as most of the proof.
 */
export function receiverVariantsSuite(part: number, parts: number): void {
  describe.concurrent(`a right Receiver that uses the freedoms of the standards is never accused (part ${part} of ${parts})`, () => {
    const turn = atMost(3);
    for (const variant of receiverVariants.filter((_, index) => index % parts === part - 1)) {
      test(`${variant.name}: ${variant.freedom}`, { timeout: 300_000 }, async () => {
        const { form, deliveries } = variant;
        const outcomes = await turn(() =>
          runReceiverInProcess({
            checks: receiverChecks,
            profile: 'ssf',
            limits: LIMITS,
            target: { form, https: false, peer: variant.start() },
            ...(deliveries === undefined ? {} : { deliveries }),
          }),
        );
        expect(accusations(variant, outcomes)).toEqual([]);
        // Most of what a hosted Receiver could show needs hooks.
        const passes = [...outcomes.values()].filter(({ outcome }) => outcome === 'pass').length;
        expect(passes).toBeGreaterThan(form === 'managed' ? 100 : 30);
      });
    }
  });
}

/** What is said against a Receiver, or could not be exercised, without its variant foreseeing it. */
function accusations({ warns = [], untested = {} }: ReceiverVariant, outcomes: Outcomes): string[] {
  return [...outcomes].flatMap(([key, { outcome, reason, findings, planned }]) => {
    // For want of a hook, which says nothing about the peer.
    if (planned.excluded !== null) return [];
    const isForeseen = findings.every(
      ({ requirement, severity }) =>
        severity === 'note' || (severity === 'warn' && warns.includes(requirement)),
    );
    const isExercised = !['not-tested', 'error'].includes(outcome) || planned.check.id in untested;
    if (isForeseen && isExercised) return [];
    return [`${key}: ${outcome} ${reason ?? ''} ${findings.map(({ message }) => message).join('; ')}`];
  });
}
