import { type ReceiverCheck, receiverCheck } from '../harness/receiver/check.ts';
import type { ReceiverProbe } from '../harness/receiver/probe.ts';

// By which methods a Receiver can take SETs at all (CAEP-INTEROP 2.4.1).

export const checks: readonly ReceiverCheck[] = [
  receiverCheck({
    id: 'receiver-delivery/any',
    title: 'A Receiver can take SETs by push or by poll.',
    requirements: ['CAEP-INTEROP-2.4.1-01'],
    what: 'Looks whether any SET of the run was accepted, by whatever method; delivers one when none was sent.',
    phase: 'last',
    async run(r) {
      if (r.delivered().length === 0) await r.deliver({});
      r.expect(accepts(r, 'push') || accepts(r, 'poll'), 'CAEP-INTEROP-2.4.1-01', {
        message: 'The Receiver accepted no SET by any of the delivery methods under test.',
        expected: 'SETs are accepted by push or by poll',
        actual: `none of ${r.delivered().length} SETs was accepted`,
      });
    },
  }),

  receiverCheck({
    id: 'receiver-delivery/both',
    title: 'A Receiver can take SETs by push and by poll.',
    requirements: ['CAEP-INTEROP-2509-2.4.1-01'],
    what: 'Looks whether SETs of the run were accepted by both methods. The newer text of the profile asks for one of them only.',
    phase: 'last',
    async run(r) {
      if (r.deliveries.length < 2) {
        // A hosted target has one endpoint, and could never be tested to the end otherwise.
        r.notApplicable(
          `Only delivery by ${r.delivery} is under test, and the newer text of the profile is content with one method (--delivery push,poll puts both to the test).`,
        );
      }
      const untried = r.deliveries.find(
        (method) => !r.delivered().some(({ delivery }) => delivery === method),
      );
      if (untried !== undefined) r.notTested(`No SET was delivered by ${untried} in this run.`);
      const missing = r.deliveries.filter((method) => !accepts(r, method));
      r.expect(missing.length === 0, 'CAEP-INTEROP-2509-2.4.1-01', {
        message: `The Receiver accepted no SET by ${missing.join(' or ')}.`,
        expected: 'SETs are accepted by both methods',
        actual: `none by ${missing.join(' or ')}`,
      });
    },
  }),
];

function accepts(r: Pick<ReceiverProbe, 'delivered'>, method: 'push' | 'poll'): boolean {
  return r.delivered().some(({ delivery, outcome }) => delivery === method && outcome === 'accepted');
}
