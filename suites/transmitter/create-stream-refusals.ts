import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import { expectCreateRefused } from './support/create-refusal.ts';
import { expectNoneInTheWay } from './support/in-the-way.ts';
import { BROKEN_JSON } from './support/invalid-requests.ts';
import { inventedId } from './support/invented-id.ts';
import { isObject } from './support/metadata.ts';
import { createdBefore } from './support/own-streams.ts';

/** Creating a stream (SSF 8.1.1.1): requests that are to be refused, and members that must not take effect. */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'create-stream/broken-json',
    title: 'A create request that cannot be parsed is refused with 400.',
    what: 'POSTs a body that breaks off in the middle and lists the streams before and after.',
    requirements: ['SSF-8.1.1.1-12'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      await createdBefore(t);
      await expectCreateRefused(t, 'SSF-8.1.1.1-12', {
        what: 'A create request with broken JSON',
        send: () => t.call('create-stream', { raw: { text: BROKEN_JSON } }),
      });
    },
  }),

  transmitterCheck({
    id: 'create-stream/wrong-types',
    title: 'A create request that is JSON but no stream configuration is refused with 400.',
    what: 'POSTs an array, and delivery as a string; another answer than 400 is a warning.',
    requirements: ['SSF-8.1.1.1-12'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { request } = await createdBefore(t);
      await expectCreateRefused(t, 'SSF-8.1.1.1-12', {
        what: 'A create request that is an array',
        send: () => t.call('create-stream', { raw: { text: JSON.stringify([request]) } }),
        warning: true,
      });
      await expectCreateRefused(t, 'SSF-8.1.1.1-12', {
        what: 'A create request with delivery as a string',
        send: () => t.call('create-stream', { body: { ...request, delivery: t.delivery } }),
        warning: true,
      });
    },
  }),

  transmitterCheck({
    id: 'create-stream/unsupported-method',
    title: 'A create request with a delivery method that is not supported is refused with 400.',
    what: 'POSTs a delivery method that does not exist and lists the streams before and after.',
    requirements: ['SSF-8.1.1.1-11'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { request } = await createdBefore(t);
      const delivery = { method: 'urn:example:none', endpoint_url: 'https://receiver.example.com/events' };
      await expectCreateRefused(t, 'SSF-8.1.1.1-11', {
        what: 'A create request with a delivery method that does not exist',
        send: () => t.call('create-stream', { body: { ...request, delivery } }),
        anyClientError: true,
        hint: 'A stream with another method than the one that was asked for is not what the Receiver can use.',
      });
    },
  }),

  transmitterCheck({
    id: 'create-stream/push-without-endpoint',
    title: 'A create request for push without an endpoint_url is refused with 400.',
    what: 'POSTs delivery with the push method alone and lists the streams before and after.',
    requirements: ['SSF-6.1.1-03'],
    endpoints: ['configuration_endpoint'],
    delivery: 'push',
    async run(t) {
      const { request } = await createdBefore(t);
      const delivery = isObject(request.delivery) ? { method: request.delivery.method } : {};
      await expectCreateRefused(t, 'SSF-6.1.1-03', {
        what: 'A create request for push without endpoint_url',
        send: () => t.call('create-stream', { body: { ...request, delivery } }),
        hint: 'Without the URL there is nowhere to push to.',
      });
    },
  }),

  transmitterCheck({
    id: 'create-stream/transmitter-members',
    title: 'Transmitter-supplied members in a create request do not take effect.',
    what: 'POSTs stream_id, iss and aud of our choice beside the rest: refused, or created with the values of the Transmitter.',
    requirements: ['SSF-8.1.1.1-16'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const before = await createdBefore(t);
      const ours = {
        stream_id: inventedId(before.id, t.random(), [before.id]),
        iss: 'https://other-issuer.example.com',
        aud: `https://other-receiver.example.com/${t.random()}`,
      };
      const exchange = await t.call('create-stream', { body: { ...before.request, ...ours } });
      const stream = t.adopt(exchange, before.delivery);
      expectNoneInTheWay(t, exchange);
      const status = exchange.response?.status ?? 0;
      if (stream === null) {
        // A 2xx without a stream is judged by created.
        t.expect(status >= 200 && status < 500, 'SSF-8.1.1.1-16', {
          message:
            'A create request that names members of the Transmitter is neither taken nor properly refused.',
          expected: '201 with the values of the Transmitter, or 400',
          actual: `status ${exchange.response?.status ?? exchange.error?.kind ?? 'none'}`,
          exchange,
        });
        return;
      }
      const configuration = (await t.read(stream)) ?? stream.configuration;
      const taken = (['stream_id', 'iss', 'aud'] as const).filter((member) =>
        [stream.configuration[member], configuration[member]].flat().includes(ours[member]),
      );
      t.expect(taken.length === 0, 'SSF-8.1.1.1-16', {
        message: `A create request can set ${taken.join(' and ')}, which the Transmitter supplies.`,
        expected: 'the values of the Transmitter, or 400',
        actual: Object.fromEntries(taken.map((member) => [member, configuration[member]])),
        hint: 'A Receiver that chooses aud or stream_id can pass for another one.',
        exchange,
      });
    },
  }),
];
