import { receiverCheck } from '../harness/receiver/check.ts';
import type { SeenCall } from '../harness/receiver/exchange.ts';
import { ability } from './support/ability.ts';
import { only } from './support/calls.ts';
import { below } from './support/endpoints.ts';
import { callsWithEnd } from './support/managed.ts';
import { judgeStreamIdInQuery } from './support/stream-id.ts';

/** SSF 8.1.1.5: how a managed Receiver deletes its stream. These checks may end its life, so they come last of all. */
export const checks = [
  receiverCheck({
    id: 'receiver-requests/delete-stream',
    title: 'A stream is deleted with its stream_id in the query.',
    requirements: ['SSF-8.1.1.5-02'],
    what: 'Looks at every DELETE of the configuration_endpoint; ends the target if there was none, for many delete their stream then.',
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const asked = deletions(await callsWithEnd(r, deletions));
      if (asked.length === 0) return r.notApplicable('The target does not delete its stream by itself.');
      judgeStreamIdInQuery(r, 'SSF-8.1.1.5-02', asked);
    },
  }),

  ability({
    id: 'receiver-requests/can-delete-stream',
    title: 'The Receiver can delete its stream.',
    requirement: 'CAEP-INTEROP-2.4.5.2-05',
    attempts: deletions,
    atEnd: true,
  }),
];

function deletions(calls: readonly SeenCall[]): SeenCall[] {
  return [...only(calls, 'delete-stream'), ...below(calls, 'configuration_endpoint', 'DELETE')];
}
