import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import type { Exchange } from '../harness/exchange.ts';
import type { JsonObject, TransmitterProbe } from '../harness/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { expectComparedBefore } from './support/compared-before.ts';
import {
  type Difference,
  differences,
  inWords,
  type Member,
  sameSet,
  strings,
  TRANSMITTER_SUPPLIED,
} from './support/configuration.ts';
import { isDescription, newDescription } from './support/description.ts';
import { inventedEventTypes } from './support/event-types.ts';
import { isObject } from './support/metadata.ts';
import { expectShown } from './support/shown.ts';
import { expectOffered, writableDeliveringStream, writableStream, write } from './support/write.ts';
import { expectWholeConfiguration } from './support/write-answer.ts';

/** Updating a stream's configuration by PATCH (SSF 8.1.1.3): requests that are to be taken. */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'update-stream/answer',
    title: 'A valid PATCH is answered 200 with the whole configuration, or 202 and takes effect later.',
    what: 'PATCHes the description and compares the answer with what a GET shows.',
    requirements: ['SSF-8.1.1.3-01'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const stream = await t.stream({ description: newDescription(t) });
      const description = newDescription(t);
      const shows = (configuration: Record<string, unknown> | null) =>
        isDescription(configuration?.description, description);
      const written = await write(t, 'update-stream', stream, { description }, shows);
      expectWholeConfiguration(t, 'SSF-8.1.1.3-01', 'update-stream', written, shows(written.after));
    },
  }),

  transmitterCheck({
    id: 'update-stream/description',
    title: 'A PATCH changes the description.',
    what: 'PATCHes a short description and looks for it in the answer and in a GET.',
    requirements: ['SSF-8.1.1.3-06'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const stream = await t.stream({ description: newDescription(t) });
      const description = newDescription(t);
      await expectShown(t, 'SSF-8.1.1.3-06', {
        operation: 'update-stream',
        stream,
        body: { description },
        what: 'A PATCH of the description',
        expected: `description: "${description}", perhaps cut at the end`,
        shows: (configuration) => isDescription(configuration.description, description),
        actual: (configuration) => configuration.description,
        refusalJudgedBy: 'update-stream/answer',
      });
    },
  }),

  transmitterCheck({
    id: 'update-stream/events-requested',
    title: 'A PATCH changes events_requested, and events_delivered with it.',
    what: 'PATCHes events_requested to half of what was delivered and looks at both lists in the answer and in a GET.',
    requirements: ['SSF-8.1.1.3-06'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { stream } = await writableDeliveringStream(t, 'update-stream');
      const delivered = strings(stream.configuration.events_delivered);
      const requested = delivered.slice(0, Math.ceil(delivered.length / 2));
      await expectShown(t, 'SSF-8.1.1.3-06', {
        operation: 'update-stream',
        stream,
        body: { events_requested: requested },
        what: 'A PATCH of events_requested',
        expected: `events_requested: ${requested.join(', ')}; events_delivered: nothing beyond that`,
        // events_requested is an optional member of the configuration.
        shows: (configuration) =>
          (configuration.events_requested === undefined ||
            sameSet(configuration.events_requested, requested)) &&
          strings(configuration.events_delivered).every((type) => requested.includes(type)),
        actual: ({ events_requested, events_delivered }) => ({ events_requested, events_delivered }),
        subjectToPolicy: true,
      });
    },
  }),

  transmitterCheck({
    id: 'update-stream/endpoint-url',
    title: 'A PATCH changes the URL to which SETs are pushed.',
    what: 'PATCHes delivery with the same method and another endpoint_url and looks for it in the answer and in a GET.',
    requirements: ['SSF-8.1.1.3-06'],
    endpoints: ['configuration_endpoint'],
    delivery: 'push',
    async run(t) {
      const { stream } = await writableStream(t, 'update-stream');
      const delivery = { ...deliveryOf(stream.request) };
      const url = `${String(delivery.endpoint_url)}?to=${t.random().slice(0, 8)}`;
      await expectShown(t, 'SSF-8.1.1.3-06', {
        operation: 'update-stream',
        stream,
        body: { delivery: { ...delivery, endpoint_url: url } },
        what: 'A PATCH of delivery',
        expected: `endpoint_url: ${url}`,
        shows: (configuration) => deliveryOf(configuration).endpoint_url === url,
        actual: (configuration) => deliveryOf(configuration).endpoint_url,
        subjectToPolicy: true,
      });
    },
  }),

  transmitterCheck({
    id: 'update-stream/leaves-the-rest',
    title: 'A PATCH leaves every member alone that it does not name.',
    what:
      'PATCHes the description, then events_requested, and compares all other members before and after, those of ' +
      'the Transmitter too.',
    requirements: ['SSF-8.1.1.3-07', 'SSF-8.1.1.3-12'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const stream = await t.stream({ description: newDescription(t) });
      const description = newDescription(t);
      const patches: { name: 'description' | 'events_requested'; value: unknown; shows: Shows }[] = [
        {
          name: 'description',
          value: description,
          shows: (now) => isDescription(now.description, description),
        },
      ];
      const requested = strings(stream.configuration.events_delivered).slice(0, 1);
      if (requested.length > 0) {
        patches.push({
          name: 'events_requested',
          value: requested,
          shows: (now) => sameSet(now.events_delivered, requested),
        });
      }
      for (const { name, value, shows } of patches) {
        const before = await t.read(stream);
        const written = await write(t, 'update-stream', stream, { [name]: value }, shows);
        const { accepted, after, exchange } = written;
        expectOffered(t, 'update-stream', exchange);
        // A 202 that never takes effect is judged by answer, and says nothing here.
        const applied = exchange.response?.status !== 202 || (after !== null && shows(after));
        if (!accepted || !applied || before === null || after === null) {
          return t.notTested(
            `A plain PATCH of ${name} is not taken, or the stream cannot be read; update-stream/answer says more.`,
          );
        }
        // SSF 8.1.1.3 has a sentence for each: missing members are not changed, missing ones of the Transmitter ignored.
        const kept =
          expectUnchanged(t, 'SSF-8.1.1.3-07', name, differences(before, after, REST[name]), exchange) &&
          expectUnchanged(
            t,
            'SSF-8.1.1.3-12',
            name,
            differences(before, after, TRANSMITTER_SUPPLIED),
            exchange,
          );
        if (!kept) return;
      }
    },
  }),

  transmitterCheck({
    id: 'update-stream/matching-members',
    title: 'A PATCH may repeat the members of the Transmitter with the values that they have.',
    what: 'PATCHes a new description together with iss, aud, events_supported and events_delivered, those of them that a GET shows, as it shows them.',
    requirements: ['SSF-8.1.1.3-21'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { stream, description: stored } = await writableStream(t, 'update-stream');
      const before = await t.read(stream);
      if (before === null) return t.notTested('The stream cannot be read; read-stream/by-id says more.');
      const description = newDescription(t);
      // A member that the GET does not show is not repeated.
      const repeated = ['iss', 'aud', 'events_supported', 'events_delivered'].filter(
        (member) => before[member] !== undefined,
      );
      const members = Object.fromEntries(repeated.map((member) => [member, before[member]]));
      await expectShown(t, 'SSF-8.1.1.3-21', {
        operation: 'update-stream',
        stream,
        body: { ...members, description },
        what: `A PATCH that repeats ${repeated.join(', ') || 'nothing'} as it was read`,
        expected: 'status 200 (or 202), and the new description',
        // Where not even a plain PATCH shows its description, that says nothing about this one.
        shows: (configuration) => stored === null || isDescription(configuration.description, description),
        actual: (configuration) => configuration.description,
      });
    },
  }),

  transmitterCheck({
    id: 'update-stream/events-delivered-before',
    title: 'events_delivered in a PATCH is compared with its value before the update.',
    what:
      'PATCHes new events_requested together with the events_delivered of before, which must be taken, and with the ' +
      'events_delivered that would result, which must be refused.',
    requirements: ['SSF-8.1.1.3-13'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { stream } = await writableDeliveringStream(t, 'update-stream');
      await expectComparedBefore(t, 'SSF-8.1.1.3-13', 'update-stream', stream);
    },
  }),

  transmitterCheck({
    id: 'update-stream/unknown-event-types',
    title: 'Event types that the Transmitter does not know are ignored in a PATCH.',
    what: 'PATCHes events_requested with what is delivered and two invented event types, a urn: and an https: URI.',
    requirements: ['SSF-8.1.1-14'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { stream } = await writableDeliveringStream(t, 'update-stream');
      const known = strings(stream.configuration.events_delivered);
      const invented = inventedEventTypes(t.random());
      await expectShown(t, 'SSF-8.1.1-14', {
        operation: 'update-stream',
        stream,
        body: { events_requested: [...known, ...invented] },
        what: 'A PATCH that requests unknown event types beside known ones',
        expected: 'status 200 (or 202), and events_delivered without the invented event types',
        shows: (configuration) =>
          !strings(configuration.events_delivered).some((type) => invented.includes(type)),
        actual: (configuration) => configuration.events_delivered,
      });
    },
  }),
];

type Shows = (configuration: JsonObject) => boolean;

/** What a PATCH of one member leaves as it is; events_delivered follows events_requested. */
const REST: Record<'description' | 'events_requested', readonly Member[]> = {
  description: ['events_requested', 'delivery', 'events_delivered'],
  events_requested: ['description', 'delivery'],
};

function expectUnchanged<R extends RequirementId>(
  t: TransmitterProbe<R>,
  requirement: R,
  name: string,
  changed: readonly Difference[],
  exchange: Exchange,
): boolean {
  return t.expect(changed.length === 0, requirement, {
    message: `A PATCH of ${name} changes members that it does not name.`,
    expected: `all but ${name} as before`,
    actual: inWords(changed),
    hint: 'PATCH merges; only PUT replaces the whole configuration.',
    exchange,
  });
}

function deliveryOf(configuration: JsonObject): JsonObject {
  const delivery = configuration.delivery;
  return isObject(delivery) ? delivery : {};
}
