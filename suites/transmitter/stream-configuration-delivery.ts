import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import type { JsonObject } from '../harness/probe.ts';
import { POLL_DELIVERY, PUSH_DELIVERY } from '../standard/vocabulary.ts';
import { strings } from './support/configuration.ts';
import { deliveringStream } from './support/event-types.ts';
import { isObject, isUrl } from './support/metadata.ts';
import { expectOfAll, seenConfigurations } from './support/seen-configurations.ts';

/** How a stream configuration says what is delivered, and how (SSF 6.1 and 8.1.1). */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'stream-configuration/delivery-method',
    title:
      'Every stream configuration has delivery, whose method is the URN of the method that was asked for.',
    what: 'Creates a stream, reads it and lists it, and looks at delivery.method in each answer.',
    requirements: ['SSF-8.1.1-22', 'SSF-6.1-01', 'SSF-6.1.1-01', 'SSF-6.1.2-01'],
    endpoints: ['configuration_endpoint'],
    delivery: 'each',
    async run(t) {
      const seen = await seenConfigurations(t, await t.stream({ delivery: t.delivery }));
      const present = expectOfAll(t, 'SSF-8.1.1-22', seen, ({ delivery }) => isObject(delivery), {
        message: 'A stream configuration does not say how SETs are delivered.',
        expected: 'delivery: an object',
        actual: ({ delivery }) => delivery,
      });
      if (!present) return;
      const isPush = t.delivery === 'push';
      const urn = isPush ? PUSH_DELIVERY : POLL_DELIVERY;
      const named = expectOfAll(t, 'SSF-6.1-01', seen, (seenIn) => typeof methodOf(seenIn) === 'string', {
        message: 'delivery does not name its method.',
        expected: `method: "${urn}"`,
        actual: ({ delivery }) => delivery,
      });
      if (!named) return;
      expectOfAll(t, isPush ? 'SSF-6.1.1-01' : 'SSF-6.1.2-01', seen, (seenIn) => methodOf(seenIn) === urn, {
        message: `A ${t.delivery} stream does not show the URI of the method that it was asked for with.`,
        expected: urn,
        actual: methodOf,
        hint: 'The short names and the URIs of earlier drafts are not those of SSF 1.0.',
      });
    },
  }),

  transmitterCheck({
    id: 'stream-configuration/push-endpoint',
    title: 'A push stream has the endpoint_url that the Receiver gave.',
    what: 'Creates a push stream, reads it and lists it, and compares delivery.endpoint_url with the request.',
    requirements: ['SSF-6.1.1-02'],
    endpoints: ['configuration_endpoint'],
    delivery: 'push',
    async run(t) {
      const stream = await t.stream({ delivery: 'push' });
      const asked = endpointOf(stream.request);
      // A configuration without delivery is judged by delivery-method.
      const seen = (await seenConfigurations(t, stream)).filter(({ configuration }) =>
        isObject(configuration.delivery),
      );
      expectOfAll(t, 'SSF-6.1.1-02', seen, (configuration) => endpointOf(configuration) === asked, {
        message: 'A push stream does not show the endpoint_url that the Receiver set.',
        expected: asked,
        actual: endpointOf,
      });
    },
  }),

  transmitterCheck({
    id: 'stream-configuration/poll-endpoint',
    title: 'A poll stream has an endpoint_url from the Transmitter, an absolute URL.',
    what: 'Creates a poll stream, reads it and lists it, and looks at delivery.endpoint_url in each answer.',
    requirements: ['SSF-6.1.2-02'],
    endpoints: ['configuration_endpoint'],
    delivery: 'poll',
    async run(t) {
      const seen = (await seenConfigurations(t, await t.stream({ delivery: 'poll' }))).filter(
        ({ configuration }) => isObject(configuration.delivery),
      );
      expectOfAll(t, 'SSF-6.1.2-02', seen, (configuration) => isUrl(endpointOf(configuration)), {
        message: 'A poll stream does not say where to poll.',
        expected: 'delivery.endpoint_url: an absolute URL',
        actual: endpointOf,
      });
    },
  }),

  transmitterCheck({
    id: 'stream-configuration/poll-endpoints-differ',
    title: 'Two poll streams of one Receiver have different endpoint_urls.',
    what: 'Creates two poll streams and compares delivery.endpoint_url.',
    requirements: ['SSF-6.1.2-04'],
    endpoints: ['configuration_endpoint'],
    delivery: 'poll',
    async run(t) {
      const first = await t.stream({ delivery: 'poll' });
      if (!(await t.allowsSeveralStreams())) {
        t.notApplicable('The Transmitter allows one stream per Receiver.');
      }
      const second = await t.stream({ delivery: 'poll' });
      if (first.id === second.id)
        t.notTested('The second stream has the id of the first; create-stream/second says more.');
      if (first.pollUrl === null || second.pollUrl === null)
        t.notTested('A poll stream has no endpoint_url.');
      t.expect(first.pollUrl !== second.pollUrl, 'SSF-6.1.2-04', {
        message:
          'Two poll streams of one Receiver share their endpoint_url, so that their SETs cannot be told apart.',
        expected: `an endpoint_url other than ${first.pollUrl}`,
        actual: second.pollUrl,
        exchange: second.created,
      });
    },
  }),

  transmitterCheck({
    id: 'stream-configuration/events-delivered-subset',
    title: 'events_delivered holds only event types that are both requested and supported.',
    what:
      'Creates a stream for all known event types, then one for half of what was delivered, and compares ' +
      'events_delivered with what was requested and with events_supported.',
    requirements: ['SSF-8.1.1-19'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const all = await deliveringStream(t);
      const delivered = strings(all.configuration.events_delivered);
      await t.deleteOwnStreams();
      const requested = delivered.slice(0, Math.ceil(delivered.length / 2));
      const seen = await seenConfigurations(t, await t.stream({ eventsRequested: requested }));
      const beyond = (configuration: JsonObject, limit: readonly string[]) =>
        strings(configuration.events_delivered).filter((type) => !limit.includes(type));
      const kept = expectOfAll(
        t,
        'SSF-8.1.1-19',
        seen,
        (configuration) => beyond(configuration, requested).length === 0,
        {
          message: 'events_delivered holds event types that the Receiver did not request.',
          expected: `only: ${requested.join(', ')}`,
          actual: (configuration) => beyond(configuration, requested),
        },
      );
      if (!kept) return;
      const withSupported = seen.filter(({ configuration }) => Array.isArray(configuration.events_supported));
      expectOfAll(
        t,
        'SSF-8.1.1-19',
        withSupported,
        (configuration) => beyond(configuration, strings(configuration.events_supported)).length === 0,
        {
          message: 'events_delivered holds event types that are not in events_supported.',
          expected: 'a subset of events_supported',
          actual: (configuration) => beyond(configuration, strings(configuration.events_supported)),
        },
      );
    },
  }),
];

function methodOf(configuration: JsonObject): unknown {
  const delivery = configuration.delivery;
  return isObject(delivery) ? delivery.method : undefined;
}

function endpointOf(configuration: JsonObject): unknown {
  const delivery = configuration.delivery;
  return isObject(delivery) ? delivery.endpoint_url : undefined;
}
