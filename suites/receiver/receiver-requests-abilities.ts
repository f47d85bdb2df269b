import { ability } from './support/ability.ts';
import { only } from './support/calls.ts';
import { below } from './support/endpoints.ts';

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
];
