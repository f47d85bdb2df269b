import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import type { TestStream } from '../harness/probe.ts';
import { COMPARED, differences, inWords } from './support/configuration.ts';
import { isDescription, newDescription } from './support/description.ts';
import { inventedId } from './support/invented-id.ts';
import { isObject } from './support/metadata.ts';
import { idsIn, listedIds } from './support/own-streams.ts';

/** Reading a stream's configuration, and the list of all (SSF 8.1.1.2). */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'read-stream/by-id',
    title: 'Reading with a stream_id gives 200 and the configuration of that very stream.',
    what: 'Creates a stream, and a second one where that is allowed, and reads each by its id.',
    requirements: ['SSF-8.1.1.2-01'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const streams: TestStream[] = [await t.stream()];
      if (await t.allowsSeveralStreams()) streams.push(await t.stream());
      for (const { id } of streams) {
        const exchange = await t.call('read-stream', { streamId: id });
        if (!t.expectStatus(exchange, [200], 'SSF-8.1.1.2-01', 'Reading a stream by its id')) return;
        const json = exchange.response?.json;
        const held = t.expect(isObject(json) && json.stream_id === id, 'SSF-8.1.1.2-01', {
          message: 'Reading a stream by its id does not give the configuration of that stream.',
          expected: `a JSON object with stream_id "${id}"`,
          actual: Array.isArray(json)
            ? 'an array'
            : isObject(json)
              ? `stream_id ${JSON.stringify(json.stream_id) ?? 'absent'}`
              : exchange.response?.text.slice(0, 200),
          hint: 'A list comes only for a request without stream_id.',
          exchange,
        });
        if (!held) return;
      }
    },
  }),

  transmitterCheck({
    id: 'read-stream/as-created',
    title: 'Reading a new stream gives what the create reply gave, and what the Receiver sent.',
    what: 'Creates a stream with a description, reads it, and compares the two configurations member by member.',
    requirements: ['SSF-8.1.1.2-10'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const description = newDescription(t);
      const stream = await t.stream({ description });
      const exchange = await t.call('read-stream', { streamId: stream.id });
      const read = exchange.response?.json;
      if (exchange.response?.status !== 200 || !isObject(read)) {
        return t.notTested('The stream cannot be read; read-stream/by-id says more.');
      }
      const members = COMPARED.filter((member) => member !== 'delivery');
      const changed = differences(stream.configuration, read, members);
      // Of delivery only what addresses it: credentials may be left out of answers.
      const same = ['method', 'endpoint_url'].every(
        (name) => deliveryOf(stream.configuration)[name] === deliveryOf(read)[name],
      );
      if (!same) {
        changed.push({
          member: 'delivery',
          before: stream.configuration.delivery,
          after: read.delivery,
        });
      }
      const alike = t.expect(changed.length === 0, 'SSF-8.1.1.2-10', {
        message: 'A stream reads differently from what the create reply said.',
        expected: 'the values of the create reply',
        actual: inWords(changed),
        exchange,
      });
      if (!alike) return;
      t.expect(isDescription(read.description, description), 'SSF-8.1.1.2-10', {
        message: 'The description that the Receiver gave is not kept.',
        expected: `"${description}", perhaps cut at the end`,
        actual: read.description ?? 'absent',
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'read-stream/list',
    title: 'Reading without stream_id gives 200 and an array with every stream of the Receiver.',
    what: 'Creates a stream and lists; then, where that is allowed, creates a second one and lists again.',
    requirements: ['SSF-8.1.1.2-04'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const streams = [await t.stream()];
      for (const several of [false, true]) {
        if (several) {
          if (!(await t.allowsSeveralStreams())) return;
          streams.push(await t.stream());
        }
        const exchange = await t.call('list-streams');
        if (!t.expectStatus(exchange, [200], 'SSF-8.1.1.2-04', 'Reading without stream_id')) return;
        const json = exchange.response?.json;
        const isList = t.expect(Array.isArray(json) && json.every(isObject), 'SSF-8.1.1.2-04', {
          message: 'Reading without stream_id does not give an array of stream configurations.',
          expected: 'a JSON array of objects, even for one stream',
          actual: exchange.response?.text.slice(0, 300),
          hint: 'The array is the whole body, not a member of an object.',
          exchange,
        });
        if (!isList) return;
        const listed = idsIn(exchange) ?? [];
        const missing = streams.filter(({ id }) => !listed.includes(id));
        const complete = t.expect(
          missing.length === 0 && new Set(listed).size === listed.length,
          'SSF-8.1.1.2-04',
          {
            message: 'The list does not hold each stream of the Receiver once.',
            expected: `among others: ${streams.map(({ id }) => id).join(', ')}`,
            actual: listed,
            exchange,
          },
        );
        if (!complete) return;
      }
    },
  }),

  transmitterCheck({
    id: 'read-stream/empty-list',
    title: 'A Receiver without streams gets 200 and an empty array.',
    what: 'Deletes every stream that the run created and reads without stream_id.',
    requirements: ['SSF-8.1.1.2-05'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const stream = await t.stream();
      if (!(await t.deleteOwnStreams())) {
        t.notTested('The Receiver has streams that this run did not create, or that could not be deleted.');
      }
      // Any other answer about a stream that is not there is judged by unknown-id.
      if ((await t.read(stream))?.stream_id === stream.id)
        t.notTested('The stream could not be deleted; delete-stream says more.');
      const exchange = await t.call('list-streams');
      if (
        !t.expectStatus(
          exchange,
          [200],
          'SSF-8.1.1.2-05',
          'Reading without stream_id when there is no stream',
        )
      ) {
        return;
      }
      const json = exchange.response?.json;
      t.expect(Array.isArray(json) && json.length === 0, 'SSF-8.1.1.2-05', {
        message: 'A Receiver without streams does not get an empty array.',
        expected: '[]',
        actual: exchange.response?.text.slice(0, 300),
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'read-stream/unknown-id',
    title: 'Reading with the id of no stream gives 404.',
    what: 'Creates a stream and reads with an invented id of the same shape.',
    requirements: ['SSF-8.1.1.2-09'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const stream = await t.stream();
      const id = inventedId(stream.id, t.random(), (await listedIds(t)) ?? [stream.id]);
      const exchange = await t.call('read-stream', { streamId: id });
      const json = exchange.response?.json;
      if (exchange.response?.status === 200 && (Array.isArray(json) || isObject(json))) {
        t.violates('SSF-8.1.1.2-09', {
          message: `Reading with the id of no stream gives ${Array.isArray(json) ? 'the list of all streams' : 'a stream'}.`,
          expected: 'status 404',
          actual: 'status 200',
          hint: 'A parameter that matches nothing is not the same as no parameter.',
          exchange,
        });
        return;
      }
      t.expectStatus(exchange, [404], 'SSF-8.1.1.2-09', 'Reading with the id of no stream');
    },
  }),
];

function deliveryOf(configuration: Record<string, unknown>): Record<string, unknown> {
  const delivery = configuration.delivery;
  return isObject(delivery) ? delivery : {};
}
