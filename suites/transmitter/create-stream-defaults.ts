import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import type { TransmitterProbe } from '../harness/probe.ts';
import { POLL_DELIVERY } from '../standard/vocabulary.ts';
import { outcomeOf } from './support/answers.ts';
import { strings } from './support/configuration.ts';
import { newDescription } from './support/description.ts';
import { expectNoneInTheWay } from './support/in-the-way.ts';
import { isObject, isUrl } from './support/metadata.ts';
import { createdBefore } from './support/own-streams.ts';

/** Creating a stream (SSF 8.1.1.1): what a request may leave out. */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'create-stream/default-delivery',
    title: 'A create request without delivery means poll.',
    what:
      'POSTs events_requested and a description without delivery: a Transmitter that polls answers with method ' +
      'poll and an endpoint_url, another one may answer 400.',
    requirements: ['SSF-8.1.1.1-09', 'SSF-8.1.1.1-10'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { request } = await createdBefore(t, { description: newDescription(t) });
      const { delivery: _, ...body } = request;
      const exchange = await t.call('create-stream', { body });
      t.adopt(exchange, 'poll');
      expectNoneInTheWay(t, exchange);
      const status = exchange.response?.status ?? 0;
      const polls = await supportsPoll(t);
      // 8.1.1.1: 400 is allowed to who does not support the default.
      if (!polls && status >= 400 && status < 500) return;
      if (status < 200 || status >= 300) {
        t.violates('SSF-8.1.1.1-09', {
          message: 'A create request without delivery is not taken as a request for poll.',
          expected: polls ? '201 with a poll stream' : '400, since poll is not supported',
          actual: outcomeOf(exchange),
          exchange,
        });
        return;
      }
      const json = exchange.response?.json;
      const delivery = isObject(json) ? json.delivery : undefined;
      const named = isObject(delivery) ? delivery.method : undefined;
      // A missing member is the affair of 8.1.1.1-10, where poll is supported.
      if (named !== undefined && named !== POLL_DELIVERY) {
        t.violates('SSF-8.1.1.1-09', {
          message: 'A create request without delivery gives a stream that does not poll.',
          expected: `method: "${POLL_DELIVERY}"`,
          actual: named,
          exchange,
        });
        return;
      }
      t.expect(
        !polls || (named === POLL_DELIVERY && isUrl(isObject(delivery) && delivery.endpoint_url)),
        'SSF-8.1.1.1-10',
        {
          message: 'The answer to a create request without delivery does not say how and where to poll.',
          expected: `delivery with method "${POLL_DELIVERY}" and an endpoint_url`,
          actual: delivery ?? 'no delivery',
          exchange,
        },
      );
    },
  }),

  transmitterCheck({
    id: 'create-stream/few-members',
    title: 'Every Receiver-supplied member may be left out of a create request.',
    what:
      'POSTs delivery alone, with events_requested alone and with a description alone, and, where a request without ' +
      'delivery is taken, an empty object.',
    requirements: ['SSF-8.1.1.1-08'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { request } = await createdBefore(t, { description: newDescription(t) });
      const { delivery, events_requested, description } = request;
      const accepts = async (body: Record<string, unknown>) => {
        const exchange = await t.call('create-stream', { body });
        const stream = t.adopt(exchange, t.delivery);
        expectNoneInTheWay(t, exchange);
        if (stream !== null) await t.deleteOwnStreams();
        const status = exchange.response?.status ?? 0;
        return { exchange, status, accepted: status >= 200 && status < 300 };
      };
      const bodies: Record<string, unknown>[] = [
        { delivery },
        { delivery, events_requested },
        { delivery, description },
      ];
      // Without delivery the request is for poll; whether that is taken is judged by default-delivery.
      if ((await accepts({ events_requested, description })).accepted) bodies.push({});
      for (const body of bodies) {
        const { exchange, accepted } = await accepts(body);
        const members = Object.keys(body);
        const held = t.expect(accepted, 'SSF-8.1.1.1-08', {
          message: `A create request with ${members.length === 0 ? 'no member' : `only ${members.join(' and ')}`} is refused.`,
          expected: '201: every Receiver-supplied member is optional in the request',
          actual: outcomeOf(exchange),
          exchange,
        });
        if (!held) return;
      }
    },
  }),
];

/** The Transmitter advertises poll, or is tested with it. */
async function supportsPoll(t: Pick<TransmitterProbe, 'metadata' | 'deliveries'>): Promise<boolean> {
  const methods = (await t.metadata()).document?.delivery_methods_supported;
  return t.deliveries.includes('poll') || strings(methods).includes(POLL_DELIVERY);
}
