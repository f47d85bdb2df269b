import { type ReceiverCheck, receiverCheck } from '../harness/receiver/check.ts';
import type { SeenCall } from '../harness/receiver/exchange.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { only, succeeded } from './support/calls.ts';
import { below } from './support/endpoints.ts';
import { callsWithEnd, seenCalls } from './support/managed.ts';

/**
 * CAEP-INTEROP 2.4.5.2: what a Receiver must be able to do. What it was not seen to do it may still be able to do when
 * its operator tells it, so that only attempts that all fail speak against it. Their form is judged by the other checks
 * of this family.
 */
export const checks = [
  ability({
    id: 'receiver-requests/can-read-stream',
    title: 'The Receiver can read the configuration of its stream.',
    requirement: 'CAEP-INTEROP-2.4.5.2-02',
    attempts: (calls) => [
      ...only(calls, 'read-stream', 'list-streams'),
      ...below(calls, 'configuration_endpoint', 'GET'),
    ],
  }),
  ability({
    id: 'receiver-requests/can-read-status',
    title: 'The Receiver can get the status of its stream.',
    requirement: 'CAEP-INTEROP-2.4.5.2-03',
    attempts: (calls) => [...only(calls, 'read-status'), ...below(calls, 'status_endpoint', 'GET')],
  }),
  ability({
    id: 'receiver-requests/can-verify',
    title: 'The Receiver can ask for a verification event.',
    requirement: 'CAEP-INTEROP-2.4.5.2-04',
    attempts: (calls) => [...only(calls, 'verify'), ...below(calls, 'verification_endpoint', 'POST')],
  }),
  ability({
    id: 'receiver-requests/can-delete-stream',
    title: 'The Receiver can delete its stream.',
    requirement: 'CAEP-INTEROP-2.4.5.2-05',
    attempts: (calls) => [
      ...only(calls, 'delete-stream'),
      ...below(calls, 'configuration_endpoint', 'DELETE'),
    ],
    atEnd: true,
  }),
];

function ability(spec: {
  id: string;
  title: string;
  requirement: RequirementId;
  attempts: (calls: readonly SeenCall[]) => SeenCall[];
  /** What is done when the target is ended counts too. */
  atEnd?: true;
}): ReceiverCheck {
  const { id, title, requirement, attempts, atEnd } = spec;
  return receiverCheck({
    id,
    title,
    requirements: [requirement],
    what: `Looks whether such a request was made in the run and succeeded${
      atEnd ? '; ends the target when there was none, for many delete their stream then' : ''
    }.`,
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const tried = attempts(atEnd ? await callsWithEnd(r, attempts) : await seenCalls(r));
      if (tried.length === 0) {
        return r.notTested(
          'The target did not do so by itself in this run. If it does when its operator asks for it, have that done while the run goes on.',
        );
      }
      const statuses = new Set(tried.map(({ response }) => response?.status ?? 'not at all'));
      r.expect(tried.some(succeeded), requirement, {
        message: 'The Receiver made the request, but never so that it succeeded.',
        expected: 'a request that is answered 2xx',
        actual: `${tried.length} requests, answered ${[...statuses].join(', ')}`,
        exchange: tried[0],
      });
    },
  });
}
