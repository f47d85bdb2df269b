import { receiverCheck } from '../harness/receiver/check.ts';
import type { SeenCall } from '../harness/receiver/exchange.ts';
import { isManagement, isObject, mediaTypeOf, objectIn, only, queryOf } from './support/calls.ts';
import { below } from './support/endpoints.ts';
import { atRest, harmlessScene, seenCalls } from './support/managed.ts';
import { isText, judgeStreamIdInQuery } from './support/stream-id.ts';

/** SSF 8.1: the form of the management requests of a Receiver. */
export const checks = [
  receiverCheck({
    id: 'receiver-requests/json',
    title: 'JSON bodies of management requests are declared as JSON, and JSON is wanted in return.',
    requirements: ['SSF-8.1.1.1-18'],
    what: 'Looks at Content-Type and Accept of every management request. Parameters are tolerated, and so is a request without Accept.',
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const calls = (await seenCalls(r)).filter(isManagement);
      const untyped = calls.find((call) => call.request.body !== null && mediaTypeOf(call) !== JSON_TYPE);
      if (untyped !== undefined) {
        r.violates('SSF-8.1.1.1-18', {
          message: 'The body of a management request is not declared as JSON.',
          expected: `Content-Type: ${JSON_TYPE}`,
          actual: `Content-Type: ${mediaTypeOf(untyped) ?? 'none'} (${untyped.operation})`,
          exchange: untyped,
        });
      }
      const picky = calls.find((call) => !acceptsJson(call));
      if (picky !== undefined) {
        r.violates('SSF-8.1.1.1-18', {
          message: 'A management request does not accept JSON, which is the only thing that it can get.',
          expected: `Accept: ${JSON_TYPE}`,
          actual: `Accept: ${picky.request.headers.accept} (${picky.operation})`,
          exchange: picky,
        });
      }
    },
  }),

  receiverCheck({
    id: 'receiver-requests/encoded-stream-id',
    title: 'A stream_id with reserved characters arrives in a query as it was given.',
    requirements: ['SSF-8.1.1-04'],
    what: 'Starts the target while stream_ids have characters with a meaning in URLs, and decodes the stream_id of every query that it sends.',
    hooks: ['restart'],
    async run(r) {
      const { life, stream, stumbles } = await harmlessScene(r, { scene: { reservedStreamId: true } });
      if (stumbles || stream === null) {
        r.warns('SSF-8.1.1-04', {
          message: 'With reserved characters in the stream_id the Receiver makes no stream.',
          expected: 'a stream',
        });
        return;
      }
      await atRest(r, life);
      await r.endLife();
      const asked = (await r.calls()).filter(
        (call) => call.index >= life.from && isManagement(call) && queryOf(call).has('stream_id'),
      );
      if (asked.length === 0) return r.notTested('The target sends no stream_id in a query by itself.');
      // It may have made more than one, or have looked at what a list showed.
      const given = new Set((await r.calls()).flatMap(streamIdsIn));
      const wrong = asked.find((call) => !given.has(queryOf(call).get('stream_id')));
      if (wrong === undefined) return;
      r.violates('SSF-8.1.1-04', {
        message: 'The Receiver does not percent-encode the stream_id that it puts into a query.',
        expected: stream.id,
        actual: queryOf(wrong).get('stream_id'),
        exchange: wrong,
      });
    },
  }),

  receiverCheck({
    id: 'receiver-requests/read-status',
    title: 'The status of a stream is asked for with stream_id in the query.',
    requirements: ['SSF-8.1.2.1-01'],
    what: 'Looks at every GET of the status_endpoint.',
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const calls = await seenCalls(r);
      const asked = [...only(calls, 'read-status'), ...below(calls, 'status_endpoint', 'GET')];
      if (asked.length === 0) return r.notApplicable('The target does not ask for the status of its stream.');
      judgeStreamIdInQuery(r, 'SSF-8.1.2.1-01', asked);
    },
  }),

  receiverCheck({
    id: 'receiver-requests/update-status',
    title: 'The status of a stream is set with stream_id and the new status in a JSON body.',
    requirements: ['SSF-8.1.2.2-01', 'SSF-8.1.2.2-02'],
    what: 'Looks at every POST to the status_endpoint: stream_id, a string, and status, one of enabled, paused, disabled.',
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const asked = only(await seenCalls(r), 'update-status');
      if (asked.length === 0) return r.notApplicable('The target does not set the status of its stream.');
      for (const call of asked) {
        const { stream_id: id, status } = objectIn(call) ?? {};
        const named = r.expect(isText(id), 'SSF-8.1.2.2-01', {
          message: 'A request to set the status does not say of which stream.',
          expected: 'stream_id in the JSON body',
          actual: call.request.body ?? 'no body',
          exchange: call,
        });
        if (!named) return;
        const right = r.expect(
          status === 'enabled' || status === 'paused' || status === 'disabled',
          'SSF-8.1.2.2-02',
          {
            message: 'A request to set the status does not say which.',
            expected: 'status: enabled, paused or disabled',
            actual: status ?? 'no status',
            exchange: call,
          },
        );
        if (!right) return;
      }
    },
  }),

  receiverCheck({
    id: 'receiver-requests/verify',
    title: 'Verification is asked for with stream_id in a JSON body.',
    requirements: ['SSF-8.1.4.2-02'],
    what: 'Looks at every POST to the verification_endpoint.',
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const asked = only(await seenCalls(r), 'verify');
      if (asked.length === 0) return r.notApplicable(NO_VERIFICATION);
      for (const call of asked) {
        const id = objectIn(call)?.stream_id;
        if (isText(id)) continue;
        r.violates('SSF-8.1.4.2-02', {
          message: 'A verification request does not say of which stream.',
          expected: 'stream_id in the JSON body',
          actual: call.request.body ?? 'no body',
          exchange: call,
        });
        return;
      }
    },
  }),

  receiverCheck({
    id: 'receiver-requests/verify-state',
    title: 'The state of a verification request is a string.',
    requirements: ['SSF-8.1.4.2-03'],
    what: 'Looks at state of every verification request; it may be left out.',
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const asked = only(await seenCalls(r), 'verify');
      if (asked.length === 0) return r.notApplicable(NO_VERIFICATION);
      for (const call of asked) {
        const state = objectIn(call)?.state;
        if (state === undefined || typeof state === 'string') continue;
        r.violates('SSF-8.1.4.2-03', {
          message: 'The state of a verification request is not a string.',
          expected: 'a string, or no state',
          actual: state,
          exchange: call,
        });
        return;
      }
    },
  }),
];

const JSON_TYPE = 'application/json';
const NO_VERIFICATION = 'The target does not ask for verification by itself.';

/** Every stream_id that our answer told. */
function streamIdsIn({ response }: SeenCall): unknown[] {
  return [response?.json].flat().flatMap((answer) => (isObject(answer) ? [answer.stream_id] : []));
}

function acceptsJson({ request }: SeenCall): boolean {
  const accept = request.headers.accept;
  return accept === undefined || /\*\/\*|application\/(\*|([\w.-]+\+)?json)/i.test(accept);
}
