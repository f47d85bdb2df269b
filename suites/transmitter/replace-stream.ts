import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import type { JsonObject } from '../harness/probe.ts';
import { expectComparedBefore } from './support/compared-before.ts';
import { differences, inWords, sameSet, strings, TRANSMITTER_SUPPLIED } from './support/configuration.ts';
import { isDescription, newDescription } from './support/description.ts';
import { inventedEventTypes } from './support/event-types.ts';
import { expectShown } from './support/shown.ts';
import {
  expectOffered,
  replacement,
  writableDeliveringStream,
  writableStream,
  write,
} from './support/write.ts';
import { expectDecision, expectWholeConfiguration } from './support/write-answer.ts';

/** Replacing a stream's configuration by PUT (SSF 8.1.1.4): requests that are to be taken. */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'replace-stream/answer',
    title: 'A valid PUT is answered 200 with the whole configuration, or 202 and takes effect later.',
    what: 'PUTs delivery, events_requested and a new description and compares the answer with what a GET shows.',
    requirements: ['SSF-8.1.1.4-01'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const stream = await t.stream({ description: newDescription(t) });
      const description = newDescription(t);
      const shows = (configuration: JsonObject | null) =>
        isDescription(configuration?.description, description);
      const written = await write(t, 'replace-stream', stream, replacement(stream, { description }), shows);
      expectWholeConfiguration(t, 'SSF-8.1.1.4-01', 'replace-stream', written, shows(written.after));
    },
  }),

  transmitterCheck({
    id: 'replace-stream/description',
    title: 'A PUT sets the description.',
    what: 'PUTs a short description with the other Receiver-supplied members and looks for it in the answer and in a GET.',
    requirements: ['SSF-8.1.1.4-01'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const stream = await t.stream({ description: newDescription(t) });
      const description = newDescription(t);
      await expectShown(t, 'SSF-8.1.1.4-01', {
        operation: 'replace-stream',
        stream,
        body: replacement(stream, { description }),
        what: 'A PUT with another description',
        expected: `description: "${description}", perhaps cut at the end`,
        shows: (configuration) => isDescription(configuration.description, description),
        actual: (configuration) => configuration.description,
        refusalJudgedBy: 'replace-stream/answer',
      });
    },
  }),

  transmitterCheck({
    id: 'replace-stream/events-requested',
    title: 'A PUT sets events_requested, and events_delivered with it.',
    what: 'PUTs half of what was delivered as events_requested and looks at both lists in the answer and in a GET.',
    requirements: ['SSF-8.1.1.4-01'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { stream } = await writableDeliveringStream(t, 'replace-stream');
      const delivered = strings(stream.configuration.events_delivered);
      const requested = delivered.slice(0, Math.ceil(delivered.length / 2));
      await expectShown(t, 'SSF-8.1.1.4-01', {
        operation: 'replace-stream',
        stream,
        body: replacement(stream, { events_requested: requested }),
        what: 'A PUT with other events_requested',
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
    id: 'replace-stream/deletes-missing',
    title: 'A PUT deletes the Receiver-supplied members that it leaves out.',
    what:
      'PUTs without description, then without events_requested, and looks whether the old values are still there; then ' +
      'without delivery, which is only recorded.',
    requirements: ['SSF-8.1.1.4-05'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { stream, description } = await writableStream(t, 'replace-stream');
      // Not the first one, which a Transmitter may well have as its default.
      const requested = strings(stream.configuration.events_delivered).slice(-1);
      const { delivery } = stream.request;

      // SSF 8.1.1.4 also says that a PUT has all members: one that refuses the others is noted, not failed.
      const without = async (
        member: string,
        body: JsonObject,
        isOld: (configuration: JsonObject) => boolean,
      ) => {
        const { exchange, accepted, reply, after } = await write(
          t,
          'replace-stream',
          stream,
          body,
          (now) => !isOld(now),
        );
        const status = exchange.response?.status ?? 0;
        if (!accepted) {
          t.notes('SSF-8.1.1.4-05', {
            message: `A PUT without ${member} is refused; SSF reads it as a wish to delete ${member}.`,
            expected: 'status 200 (or 202)',
            actual: `status ${status}`,
            exchange,
          });
          return true;
        }
        const shown = after ?? reply;
        if (status === 202 && shown !== null && isOld(shown)) {
          return expectDecision(t, 'SSF-8.1.1.4-05', `A PUT without ${member}`, exchange);
        }
        return t.expect(shown === null || !isOld(shown), 'SSF-8.1.1.4-05', {
          message: `A PUT without ${member} leaves the old ${member} in place.`,
          expected: `no ${member}, or a default of the Transmitter`,
          actual: shown?.[member],
          hint: 'PUT replaces the whole of what the Receiver supplied; only PATCH merges.',
          exchange,
        });
      };

      // An array that is empty asks for nothing, and ought not to be sent (SSF 8.1.1.4).
      const events_requested = requested.length > 0 ? requested : stream.request.events_requested;
      // Where the Transmitter shows no description, there is nothing that could stay.
      if (description !== null) {
        const isOld = (configuration: JsonObject) => isDescription(configuration.description, description);
        if (!(await without('description', { delivery, events_requested }, isOld))) return;
      }
      if (requested.length > 0) {
        // With a single type the default of the Transmitter cannot be told from the old list.
        const before = await write(
          t,
          'replace-stream',
          stream,
          replacement(stream, { events_requested }),
          (configuration) => sameSet(configuration.events_requested, requested),
        );
        const tellable = strings(stream.configuration.events_delivered).length > 1;
        const isOld = (configuration: JsonObject) => sameSet(configuration.events_requested, requested);
        if (tellable && before.after !== null && isOld(before.after)) {
          const body = { delivery, description: newDescription(t) };
          if (!(await without('events_requested', body, isOld))) return;
        }
      }
      const left = await t.call('replace-stream', {
        streamId: stream.id,
        body: { events_requested, description: newDescription(t) },
      });
      const status = left.response?.status ?? 0;
      if (status === 0 || status >= 500) {
        t.notes('SSF-8.1.1.4-05', {
          message: 'A PUT without delivery, whose meaning SSF leaves open, is not answered properly.',
          expected: 'status 200 with the default, poll, or 400',
          actual: `status ${left.response?.status ?? left.error?.kind ?? 'none'}`,
          exchange: left,
        });
      }
    },
  }),

  transmitterCheck({
    id: 'replace-stream/keeps-transmitter-members',
    title: 'A PUT without the members of the Transmitter leaves them as they are.',
    what: 'PUTs the Receiver-supplied members only and compares iss, aud and the others before and after.',
    requirements: ['SSF-8.1.1.4-11'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const stream = await t.stream({ description: newDescription(t) });
      const before = await t.read(stream);
      const description = newDescription(t);
      const { accepted, after, exchange } = await write(
        t,
        'replace-stream',
        stream,
        replacement(stream, { description }),
        (configuration) => isDescription(configuration.description, description),
      );
      expectOffered(t, 'replace-stream', exchange);
      // A 202 that never takes effect is judged by answer, and says nothing here.
      const applied = exchange.response?.status !== 202 || isDescription(after?.description, description);
      if (!accepted || !applied || before === null || after === null) {
        return t.notTested(
          'A plain PUT is not taken, or the stream cannot be read; replace-stream/answer says more.',
        );
      }
      const changed = differences(before, after, TRANSMITTER_SUPPLIED);
      t.expect(changed.length === 0, 'SSF-8.1.1.4-11', {
        message: 'A PUT that leaves out members of the Transmitter changes them.',
        expected: `${TRANSMITTER_SUPPLIED.filter((member) => before[member] !== undefined).join(', ')} as before`,
        actual: inWords(changed),
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'replace-stream/read-modify-write',
    title: 'A configuration that was read, changed and PUT back is accepted.',
    what: 'Reads a stream, changes the description, and PUTs the whole object with all that the Transmitter supplied.',
    requirements: ['SSF-8.1.1.4-19'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { stream, description: stored } = await writableStream(t, 'replace-stream');
      const before = await t.read(stream);
      if (before === null) return t.notTested('The stream cannot be read; read-stream/by-id says more.');
      const description = newDescription(t);
      await expectShown(t, 'SSF-8.1.1.4-19', {
        operation: 'replace-stream',
        stream,
        body: { ...before, description },
        what: 'A PUT of the configuration as it was read, with another description',
        expected: 'status 200 (or 202), and the new description',
        // Where not even a plain PUT shows its description, that says nothing about this one.
        shows: (configuration) => stored === null || isDescription(configuration.description, description),
        actual: (configuration) => configuration.description,
      });
    },
  }),

  transmitterCheck({
    id: 'replace-stream/events-delivered-before',
    title: 'events_delivered in a PUT is compared with its value before the update.',
    what:
      'PUTs new events_requested together with the events_delivered of before, which must be taken, and with the ' +
      'events_delivered that would result, which must be refused.',
    requirements: ['SSF-8.1.1.4-12'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { stream } = await writableDeliveringStream(t, 'replace-stream');
      await expectComparedBefore(t, 'SSF-8.1.1.4-12', 'replace-stream', stream);
    },
  }),

  transmitterCheck({
    id: 'replace-stream/unknown-event-types',
    title: 'Event types that the Transmitter does not know are ignored in a PUT.',
    what: 'PUTs events_requested with what is delivered and two invented event types, a urn: and an https: URI.',
    requirements: ['SSF-8.1.1-14'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { stream } = await writableDeliveringStream(t, 'replace-stream');
      const known = strings(stream.configuration.events_delivered);
      const invented = inventedEventTypes(t.random());
      await expectShown(t, 'SSF-8.1.1-14', {
        operation: 'replace-stream',
        stream,
        body: replacement(stream, { events_requested: [...known, ...invented] }),
        what: 'A PUT that requests unknown event types beside known ones',
        expected: 'status 200 (or 202), and events_delivered without the invented event types',
        shows: (configuration) =>
          !strings(configuration.events_delivered).some((type) => invented.includes(type)),
        actual: (configuration) => configuration.events_delivered,
      });
    },
  }),
];
