import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import { succeeded } from './support/answers.ts';
import { differences, inWords, strings } from './support/configuration.ts';
import { newDescription } from './support/description.ts';
import { inventedEventTypes } from './support/event-types.ts';
import { expectNoneInTheWay, expectNotThrottled } from './support/in-the-way.ts';
import { isObject } from './support/metadata.ts';
import { createdBefore } from './support/own-streams.ts';
import { until } from './support/until.ts';

/** Creating a stream (SSF 8.1.1.1): requests that are to be taken. */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'create-stream/created',
    title: 'A valid create request is answered 201 with the stream configuration.',
    what: 'POSTs delivery, events_requested and a description, and looks at status and body.',
    requirements: ['SSF-8.1.1.1-02'],
    endpoints: ['configuration_endpoint'],
    delivery: 'each',
    async run(t) {
      const body = await t.streamRequest({ description: newDescription(t) });
      let exchange = await t.call('create-stream', { body, insist: true });
      if (exchange.response?.status === 409) {
        // A stream that an earlier check could not delete may stand in the way.
        if (!(await t.deleteOwnStreams())) {
          t.notTested(
            'The Transmitter allows one stream per Receiver, and there is one that this run did not create.',
          );
        }
        exchange = await t.call('create-stream', { body, insist: true });
      }
      if (exchange.response?.status === 400) {
        // What is to be answered where the target knows none of the event types is open (SSF 8.1.1); whether it
        // ignores those that it does not know is judged by unknown-event-types.
        const { events_requested: _, ...rest } = body;
        const again = await t.call('create-stream', { body: rest, insist: true });
        if (succeeded(again)) exchange = again;
      }
      t.adopt(exchange, t.delivery);
      expectNotThrottled(t, exchange);
      if (exchange.response?.status === 403) {
        // SSF 8.1.1.1: a right answer to a Receiver that may not create streams.
        t.notTested('This Receiver may not create a stream (403); give the credentials of one that may.');
      }
      if (!t.expectStatus(exchange, [201], 'SSF-8.1.1.1-02', `A ${t.delivery} create request`)) return;
      const json = exchange.response?.json;
      const named = isObject(json) && typeof json.stream_id === 'string' && json.stream_id !== '';
      t.expect(named, 'SSF-8.1.1.1-02', {
        message: 'The answer to a create request is not the configuration of the new stream.',
        expected: 'a JSON object with stream_id and the other members of a stream configuration',
        actual: exchange.response?.text.slice(0, 500),
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'create-stream/second',
    title: 'A second create request gives a stream with another id, or 409 and an untouched first stream.',
    what: 'Creates a stream and sends another create request; then reads the first stream, and the second if there is one.',
    requirements: ['SSF-8.1.1.1-04', 'SSF-8.1.1-02', 'SSF-8.1.1.1-05', 'SSF-8.1.1.1-15'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const first = await t.stream({ description: newDescription(t) });
      const before = await t.read(first);
      const exchange = await t.call('create-stream', {
        body: await t.streamRequest({ description: newDescription(t) }),
      });
      const status = exchange.response?.status ?? 0;
      const second = t.adopt(exchange, first.delivery);
      expectNotThrottled(t, exchange);

      if (status >= 200 && status < 300) {
        if (second === null) {
          t.violates('SSF-8.1.1.1-04', {
            message: 'A second create request is accepted without giving a stream_id.',
            expected: '201 with a new stream_id, or 409',
            actual: `status ${status}, body ${exchange.response?.text.slice(0, 200)}`,
            exchange,
          });
        } else if (second.id === first.id) {
          t.violates('SSF-8.1.1.1-04', {
            message: 'A second create request gives the id of the first stream again.',
            expected: '201 with a new stream_id, or 409 if one stream per Receiver is allowed',
            actual: `status ${status}, stream_id ${second.id}`,
            hint: 'A Receiver that asked for another stream would change the first one without knowing.',
            exchange,
          });
        } else if (before !== null) {
          // How soon a new stream can be read is judged by usable-at-once.
          const read = () => t.read(second);
          const shown = (await until(t, read, (seen) => seen !== null, t.limits.quiet))?.stream_id;
          t.expect(shown === second.id && (await t.read(first)) !== null, 'SSF-8.1.1.1-04', {
            message: 'After a second stream was created, not both streams can be read by their ids.',
            expected: `configurations of ${first.id} and ${second.id}`,
            actual: `reading the second shows ${JSON.stringify(shown) ?? 'none'}`,
            exchange,
          });
        }
        return;
      }

      if (
        !t.expectStatus(exchange, [409], 'SSF-8.1.1.1-05', 'A create request of a Receiver that has a stream')
      )
        return;
      if (before === null) return;
      const after = await t.read(first);
      const changed = after === null ? [] : differences(before, after);
      t.expect(after !== null && changed.length === 0, 'SSF-8.1.1.1-05', {
        message: 'A second create request is refused with 409, yet it changed the first stream.',
        expected: 'the first stream as it was',
        actual: after === null ? 'the first stream can no longer be read' : inWords(changed),
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'create-stream/unknown-event-types',
    title: 'Event types that the Transmitter does not know are ignored in a create request.',
    what:
      'Creates a stream for what the Transmitter delivers and two invented event types, one a urn: and one an ' +
      'https: URI: it is created, and the invented ones are not delivered.',
    requirements: ['SSF-8.1.1-14'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const known = await createdBefore(t);
      const delivered = strings(known.configuration.events_delivered);
      const { events_supported, events_requested } = { ...known.configuration, ...known.request };
      const asked = [delivered, strings(events_supported), strings(events_requested)].find(
        (types) => types.length > 0,
      );
      // With none but unknown ones a refusal would be right too; the text leaves that open.
      if (asked === undefined) return t.notTested('Which event types the Transmitter knows is not known.');
      const invented = inventedEventTypes(t.random());
      const exchange = await t.call('create-stream', {
        body: { ...known.request, events_requested: [...asked, ...invented] },
      });
      const stream = t.adopt(exchange, known.delivery);
      expectNoneInTheWay(t, exchange);
      if (stream === null) {
        t.violates('SSF-8.1.1-14', {
          message: 'A create request is refused because of event types that the Transmitter does not know.',
          expected: '201: unknown values of events_requested are ignored',
          actual: `status ${exchange.response?.status ?? 'none'}, body ${exchange.response?.text.slice(0, 200) ?? ''}`,
          exchange,
        });
        return;
      }
      const { events_delivered: shown } = (await t.read(stream)) ?? {};
      const taken = [...strings(stream.configuration.events_delivered), ...strings(shown)].filter((type) =>
        invented.includes(type),
      );
      t.expect(taken.length === 0, 'SSF-8.1.1-14', {
        message: 'The Transmitter says that it delivers event types that do not exist.',
        expected: 'events_delivered without the invented event types',
        actual: [...new Set(taken)],
        hint: 'events_delivered is made from what the Transmitter supports, not copied from events_requested.',
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'create-stream/usable-at-once',
    title: 'A new stream can be read, and its status too, as soon as it is created.',
    what: 'Reads configuration and status right after the create reply.',
    requirements: ['SSF-8.1.1.1-17'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      // By hand, since t.stream() would wait for it.
      const { request, delivery } = await createdBefore(t);
      const exchange = await t.call('create-stream', { body: request });
      const stream = t.adopt(exchange, delivery);
      expectNoneInTheWay(t, exchange);
      if (stream === null) return t.notTested('No stream could be created; create-stream/created says more.');
      const read = await t.call('read-stream', { streamId: stream.id });
      const usable = t.expectStatus(
        read,
        [200],
        'SSF-8.1.1.1-17',
        'Reading a stream right after it was created',
      );
      const { document } = await t.metadata();
      if (!usable || document?.status_endpoint === undefined) return;
      const status = await t.call('read-status', { streamId: stream.id });
      t.expectStatus(
        status,
        // SSF 8.1.2.1: policy may keep the status from Receivers.
        [200, 403],
        'SSF-8.1.1.1-17',
        'Reading the status of a stream right after it was created',
      );
    },
  }),
];
