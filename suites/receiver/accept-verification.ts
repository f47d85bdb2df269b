import type { JsonObject } from '../harness/probe.ts';
import { type ReceiverCheck, receiverCheck } from '../harness/receiver/check.ts';
import type { ReceiverProbe, SetSpec } from '../harness/receiver/probe.ts';
import { VERIFICATION } from '../standard/vocabulary.ts';
import { fateOf, RECEIPT, receiptRow, refusedOf, requirePlain, tellRefused } from './support/acceptance.ts';
import { deliverVariants } from './support/deliver-variants.ts';
import { carrier } from './support/wanted.ts';

/**
 * A target that waits for a verification event: it asked for one, and our peer, which answered 204, leaves it to the
 * check to send it.
 */
async function awaitingVerification(r: ReceiverProbe): Promise<SetSpec> {
  if (r.form === 'hosted') r.notApplicable('A hosted Receiver asks for no verification events.');
  const life = await r.freshLife({ scene: { verification: 'never' } });
  const stream = await life.stream();
  if (stream === null) r.notTested('The Receiver made no stream.');
  const asked = await life.awaitCall(({ operation }) => operation === 'verify', r.limits.start);
  if (asked === null) r.notApplicable('The Receiver does not ask for verification events.');
  const { state } = (asked.json ?? {}) as JsonObject;
  return {
    type: VERIFICATION,
    subject: { format: 'opaque', id: stream.id },
    event: typeof state === 'string' ? { state } : {},
  };
}

export const checks: readonly ReceiverCheck[] = [
  receiverCheck({
    id: 'accept-verification/requested',
    title: 'A Receiver accepts the verification event that it asked for.',
    what: 'Starts the target, waits for its verification request, and delivers the event with the `state` of the request.',
    requirements: ['CAEP-INTEROP-2.4.5.2-06', ...RECEIPT],
    delivery: 'each',
    async run(r) {
      const delivered = await r.deliver(await awaitingVerification(r));
      if (delivered.outcome === 'accepted') return;
      await requirePlain(r);
      // The row of the profile says the same, but its text of 2026 could only be reconstructed: a warning at most.
      tellRefused(r, [{ what: 'the requested event', delivered }], {
        what: 'The verification event that the Receiver asked for',
        requirement: receiptRow(r),
      });
    },
  }),

  receiverCheck({
    id: 'accept-verification/late',
    title: 'A Receiver does not expect the verification event at once, or before other events.',
    what: 'Starts the target, waits for its verification request, and delivers two other events before the verification event.',
    requirements: ['SSF-8.1.4.2-10'],
    delivery: 'each',
    async run(r) {
      const set = await awaitingVerification(r);
      const type = await carrier(r);
      const before = await deliverVariants(r, [
        { what: 'the first event before it', type },
        { what: 'the second event before it', type },
      ]);
      const verification = await r.deliver(set);
      const refused = refusedOf([...before, { what: 'the verification event', delivered: verification }]);
      if (refused.length === 0) return;
      const after = await r.deliver({ type });
      if (after.outcome !== 'accepted') {
        r.notTested(`Afterwards a plain SET is not accepted either (${fateOf(after)}).`);
      }
      tellRefused(r, refused, {
        what: 'An event that comes between a verification request and its event, or that event itself',
        requirement: 'SSF-8.1.4.2-10',
        hint: 'SSF section 8.1.4.2: a verification event may be delivered later, and in any order with other events.',
      });
    },
  }),
];
