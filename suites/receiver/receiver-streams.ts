import { receiverCheck } from '../harness/receiver/check.ts';
import type { SeenCall } from '../harness/receiver/exchange.ts';
import { isObject, objectIn, only, shown, succeeded } from './support/calls.ts';
import { atRest, seenCalls } from './support/managed.ts';

/** SSF 8.1.1.1: the stream that a managed Receiver creates. */
export const checks = [
  receiverCheck({
    id: 'receiver-streams/create',
    title: 'Started at an issuer, the Receiver creates a stream.',
    requirements: ['SSF-8.1.1.1-01', 'CAEP-INTEROP-2.4.5.2-01', 'SSF-8.1.1.1-07'],
    what: 'Waits for a POST to the configuration_endpoint that we answer with 201. Members of the request that the Transmitter supplies are only noted.',
    hooks: ['start'],
    async run(r) {
      let created = only(await r.calls(), 'create-stream').find(succeeded);
      if (created === undefined) {
        // The target that creates none is not to be given up before it was asked for it here.
        const life = r.hooks.includes('restart') ? await r.freshLife() : await r.life();
        if (!life.started.ok) {
          return r.notTested(
            `The target could not be started: ${life.started.message ?? 'no reason given'}.`,
          );
        }
        await life.stream();
        const calls = await atRest(r, life);
        if (calls.length === 0) {
          return r.notTested(
            'The start command ended well, but nothing was asked of our Transmitter: does the target get the issuer that the command is given, and can it reach it?',
          );
        }
        created = only(calls, 'create-stream').find(succeeded);
        if (created === undefined) {
          const last = only(calls, 'create-stream').at(-1) ?? calls.at(-1);
          r.violates('SSF-8.1.1.1-01', {
            message: 'The Receiver was started at our issuer but has no stream.',
            expected: 'POST to the configuration_endpoint, answered 201',
            actual:
              last === undefined
                ? 'nothing'
                : `last: ${shown(last)}, status ${last.response?.status ?? 'none'}`,
            exchange: last,
          });
          return;
        }
      }
      const foreign = TRANSMITTER_SUPPLIED.filter((name) => name in (objectIn(created) ?? {}));
      if (foreign.length === 0) return;
      r.notes('SSF-8.1.1.1-07', {
        message:
          'The create request has members that only the Transmitter supplies; some Transmitters refuse that.',
        expected: 'events_requested, delivery, description',
        actual: foreign.join(', '),
        exchange: created,
      });
    },
  }),

  receiverCheck({
    id: 'receiver-streams/events-requested',
    title: 'A create request does not ask for no events at all.',
    requirements: ['SSF-8.1.1-15'],
    what: 'Reads events_requested of every create request: left out, or not empty.',
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const empty = (await creates(r)).find((call) => {
        const wanted = objectIn(call)?.events_requested;
        return Array.isArray(wanted) && wanted.length === 0;
      });
      if (empty === undefined) return;
      r.violates('SSF-8.1.1-15', {
        message: 'The create request asks for an empty list of event types.',
        expected: 'at least one event type, or no events_requested',
        actual: '[]',
        exchange: empty,
      });
    },
  }),

  receiverCheck({
    id: 'receiver-streams/delivery-method',
    title: 'The delivery method of a create request is named by its URN.',
    requirements: ['SSF-6.1-01', 'SSF-6.1.1-01', 'SSF-6.1.2-01', 'CAEP-INTEROP-2.4.5.1-01'],
    what: 'Reads delivery.method of every create, update and replace request: urn:ietf:rfc:8935 or urn:ietf:rfc:8936. No delivery at all means poll; other URIs are a fault under the profile only.',
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const seen = only(await seenCalls(r), 'create-stream', 'update-stream', 'replace-stream');
      if (seen.length === 0) return r.notTested(NO_CREATE);
      for (const call of seen) {
        const delivery = objectIn(call)?.delivery;
        if (delivery === undefined) continue;
        const method = isObject(delivery) ? delivery.method : undefined;
        const finding = {
          expected: 'urn:ietf:rfc:8935 or urn:ietf:rfc:8936',
          actual: method ?? delivery,
          exchange: call,
        };
        if (typeof method !== 'string' || !URL.canParse(method)) {
          const row = method === 'poll' ? 'SSF-6.1.2-01' : method === 'push' ? 'SSF-6.1.1-01' : 'SSF-6.1-01';
          r.violates(row, { message: 'The delivery method is not named by a URI.', ...finding });
          return;
        }
        const former = /secevent\/risc\/delivery-method\/(push|poll)$/.exec(method)?.[1];
        if (former !== undefined) {
          r.violates(former === 'push' ? 'SSF-6.1.1-01' : 'SSF-6.1.2-01', {
            message: 'The delivery method has the name that it had in RISC before SSF.',
            ...finding,
          });
          return;
        }
        if (/^urn:ietf:rfc:893[56]$/i.test(method)) continue;
        r.violates('CAEP-INTEROP-2.4.5.1-01', {
          message: 'The Receiver asks for a delivery method that the profile does not know.',
          ...finding,
        });
        return;
      }
    },
  }),

  receiverCheck({
    id: 'receiver-streams/push-endpoint',
    title: 'A create request for push names an absolute URL to push to.',
    requirements: ['SSF-6.1.1-02', 'SSF-6.1.1-05'],
    what: 'Reads delivery.endpoint_url of every create request for push: an absolute http or https URL. A value of authorization_header that is not a string is reported too.',
    delivery: 'push',
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const pushes = (await creates(r)).filter((call) => methodOf(call) === PUSH);
      if (pushes.length === 0) return r.notTested('No create request asks for push.');
      for (const call of pushes) {
        const { endpoint_url: url, authorization_header: header } = deliveryOf(call) ?? {};
        const isRight = r.expect(
          typeof url === 'string' && URL.canParse(url) && /^https?:/i.test(url),
          'SSF-6.1.1-02',
          {
            message: 'The create request for push does not say where to push to.',
            expected: 'delivery.endpoint_url, an absolute https URL',
            actual: url ?? 'no endpoint_url',
            exchange: call,
          },
        );
        if (!isRight) return;
        if (header === undefined || typeof header === 'string') continue;
        r.violates('SSF-6.1.1-05', {
          message: 'authorization_header is not a string, so that it cannot be sent with pushes.',
          expected: 'the value of the Authorization header, such as "Bearer x"',
          actual: typeof header,
          exchange: call,
        });
        return;
      }
    },
  }),

  receiverCheck({
    id: 'receiver-streams/push-endpoint-per-stream',
    title: 'Streams of one Receiver at one Transmitter have push URLs of their own.',
    requirements: ['SSF-6.1.1-04'],
    what: 'Compares endpoint_url of the streams that exist beside each other in one life of the target.',
    delivery: 'push',
    hooks: ['start'],
    async run(r) {
      const life = await r.life();
      const calls = await atRest(r, life);
      const beside = (await r.streams()).filter(
        (stream) => stream.life === life.number && stream.endpointUrl !== null,
      );
      if (beside.length < 2) return r.notApplicable('The target has only one stream at a time.');
      const urls = beside.map(({ endpointUrl }) => endpointUrl);
      const twice = urls.find((url, index) => urls.indexOf(url) !== index);
      r.expect(twice === undefined, 'SSF-6.1.1-04', {
        message: 'Two streams of the Receiver push to the same URL, so that it cannot tell their SETs apart.',
        expected: 'a push URL for each stream',
        actual: twice,
        exchange: only(calls, 'create-stream').at(-1),
      });
    },
  }),
];

const PUSH = 'urn:ietf:rfc:8935';
const NO_CREATE = 'The target made no create request; receiver-streams/create judges that.';
const TRANSMITTER_SUPPLIED = [
  'stream_id',
  'iss',
  'aud',
  'events_supported',
  'events_delivered',
  'min_verification_interval',
  'inactivity_timeout',
];

async function creates(r: Parameters<typeof seenCalls>[0]): Promise<SeenCall[]> {
  const seen = only(await seenCalls(r), 'create-stream');
  return seen.length === 0 ? r.notTested(NO_CREATE) : seen;
}

function deliveryOf(call: SeenCall): Record<string, unknown> | null {
  const delivery = objectIn(call)?.delivery;
  return isObject(delivery) ? delivery : null;
}

function methodOf(call: SeenCall): unknown {
  return deliveryOf(call)?.method;
}
