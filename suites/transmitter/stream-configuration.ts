import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import { EVENT_TYPES } from '../standard/vocabulary.ts';
import { strings } from './support/configuration.ts';
import { isHttps, isUrl } from './support/metadata.ts';
import { expectOfAll, seenConfigurations } from './support/seen-configurations.ts';
import { isUriArray } from './support/uri.ts';

/** Members of a stream configuration and their JSON types, as create, read and list show them (SSF 8.1.1). */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'stream-configuration/stream-id',
    title: 'Every stream configuration has a stream_id that is a non-empty string of unreserved characters.',
    what: 'Creates a stream, reads it and lists it, and looks at stream_id in each answer.',
    requirements: ['SSF-8.1.1-01', 'SSF-8.1.1-03'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const seen = await seenConfigurations(t, await t.stream());
      const isId = (value: unknown) => typeof value === 'string' && value !== '';
      expectOfAll(t, 'SSF-8.1.1-01', seen, ({ stream_id: id }) => isId(id), {
        message: 'A stream configuration has no usable stream_id.',
        expected: 'stream_id: a non-empty string',
        actual: ({ stream_id: id }) => id,
      });
      // SSF 8.1.1: the unreserved characters of RFC 3986 section 2.3.
      const named = seen.filter(({ configuration }) => isId(configuration.stream_id));
      expectOfAll(t, 'SSF-8.1.1-03', named, ({ stream_id: id }) => /^[A-Za-z0-9._~-]+$/.test(String(id)), {
        message: 'stream_id has characters that are reserved in a URL.',
        expected: 'letters, digits, "-", ".", "_" and "~" only',
        actual: ({ stream_id: id }) => id,
        hint: 'A Receiver puts the id into a query; reserved characters get lost where one side forgets to encode them.',
      });
    },
  }),

  transmitterCheck({
    id: 'stream-configuration/ids-across-receivers',
    title: 'The streams of two Receivers have different ids.',
    what: 'Creates a stream for each of two Receivers and compares the ids.',
    requirements: ['SSF-8.1.1-02'],
    endpoints: ['configuration_endpoint'],
    hooks: ['second-receiver'],
    async run(t) {
      const first = await t.stream();
      const second = await t.stream({ as: 'second' });
      t.expect(first.id !== second.id, 'SSF-8.1.1-02', {
        message: 'Two Receivers were given the same stream_id while both streams exist.',
        expected: `a stream_id other than ${first.id}`,
        actual: second.id,
        hint: 'The id is unique in the whole Transmitter, not per Receiver.',
        exchange: second.created,
      });
    },
  }),

  transmitterCheck({
    id: 'stream-configuration/iss',
    title: 'Every stream configuration has iss, the https issuer URL under which the Transmitter is known.',
    what: 'Creates a stream, reads it and lists it, and compares iss with the issuer of the metadata.',
    requirements: ['SSF-8.1.1-05', 'SSF-8.1.1-06'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const seen = await seenConfigurations(t, await t.stream());
      const { document } = await t.metadata();
      const wellFormed = expectOfAll(
        t,
        'SSF-8.1.1-05',
        seen,
        // Plain http counts as right where the whole issuer is plain http, on loopback.
        ({ iss }) => isUrl(iss) && (isHttps(iss) || !t.https) && !/[?#]/.test(iss),
        {
          message: 'iss of a stream configuration is not an issuer URL.',
          expected: 'a URL with the scheme https, without query and fragment',
          actual: ({ iss }) => iss,
        },
      );
      if (!wellFormed) return;
      // iss and the metadata's issuer must both equal iss of the SETs (8.1.1, 7.1), hence each other. A wrong issuer
      // in the metadata is another check's affair.
      const issuers = [t.issuer, document?.issuer];
      expectOfAll(t, 'SSF-8.1.1-06', seen, ({ iss }) => issuers.includes(iss), {
        message:
          'iss of a stream configuration is not the issuer of this Transmitter, so it cannot be that of its SETs.',
        expected: t.issuer,
        actual: ({ iss }) => iss,
        hint: 'The values are compared character by character; a final "/" counts.',
      });
    },
  }),

  transmitterCheck({
    id: 'stream-configuration/aud',
    title: 'Every stream configuration has aud, a string or an array of strings.',
    what: 'Creates a stream, reads it and lists it, and looks at aud in each answer.',
    requirements: ['SSF-8.1.1-07'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const seen = await seenConfigurations(t, await t.stream());
      const isAudience = (value: unknown) => typeof value === 'string' && value !== '';
      expectOfAll(
        t,
        'SSF-8.1.1-07',
        seen,
        ({ aud }) => (Array.isArray(aud) ? aud.length > 0 && aud.every(isAudience) : isAudience(aud)),
        {
          message: 'A stream configuration does not say for whom the stream is.',
          expected: 'aud: a non-empty string, or a non-empty array of them',
          actual: ({ aud }) => aud,
        },
      );
    },
  }),

  transmitterCheck({
    id: 'stream-configuration/events-delivered',
    title: 'Every stream configuration has events_delivered, an array of URIs.',
    what: 'Creates a stream, reads it and lists it, and looks at events_delivered in each answer.',
    requirements: ['SSF-8.1.1-17'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const seen = await seenConfigurations(t, await t.stream());
      expectOfAll(t, 'SSF-8.1.1-17', seen, ({ events_delivered: delivered }) => isUriArray(delivered), {
        message: 'A stream configuration does not list the event types that are delivered.',
        expected: 'events_delivered: an array of URIs, which may be empty',
        actual: ({ events_delivered: delivered }) => delivered,
        hint: 'The member is required even if it repeats events_requested.',
      });
    },
  }),

  transmitterCheck({
    id: 'stream-configuration/optional-members',
    title: 'The optional members of a stream configuration have their JSON types.',
    what:
      'Creates a stream with a description, reads it and lists it, and looks at the types of events_supported, ' +
      'events_requested, description, min_verification_interval and inactivity_timeout where they are present.',
    requirements: ['SSF-8.1.1-35', 'SSF-8.1.1-10', 'SSF-8.1.1-12', 'SSF-8.1.1-23', 'SSF-8.1.1-29'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const seen = await seenConfigurations(t, await t.stream({ description: 'test stream' }));
      const isCount = (value: unknown) => Number.isInteger(value) && Number(value) >= 0;
      const types = [
        { member: 'events_supported', is: isUriArray, type: 'an array of URIs' },
        { member: 'events_requested', is: isUriArray, type: 'an array of URIs' },
        { member: 'description', is: (value: unknown) => typeof value === 'string', type: 'a string' },
        { member: 'min_verification_interval', is: isCount, type: 'an integer, in seconds' },
        { member: 'inactivity_timeout', is: isCount, type: 'an integer, in seconds' },
      ];
      for (const { member, is, type } of types) {
        const present = seen.filter(({ configuration }) => configuration[member] !== undefined);
        const withValue = present.filter(({ configuration }) => configuration[member] !== null);
        expectOfAll(t, 'SSF-8.1.1-35', present, (configuration) => configuration[member] !== null, {
          message: `${member} is null; an optional member without a value is left out.`,
          expected: `${member}: ${type}, or no such member`,
          actual: () => null,
          warning: true,
        });
        // The syntax of inactivity_timeout is that of expires_in, which RFC 6749 A.14 states as digits: a string of
        // digits can be read as that.
        const digits = (value: unknown) =>
          member === 'inactivity_timeout' && typeof value === 'string' && /^\d+$/.test(value);
        expectOfAll(
          t,
          'SSF-8.1.1-35',
          withValue,
          (configuration) => is(configuration[member]) || digits(configuration[member]),
          {
            message: `${member} has the wrong type.`,
            expected: `${member}: ${type}`,
            actual: (configuration) => configuration[member],
          },
        );
        expectOfAll(t, 'SSF-8.1.1-35', withValue, (configuration) => !digits(configuration[member]), {
          message: `${member} is a string of digits; a JSON number is meant.`,
          expected: `${member}: ${type}`,
          actual: (configuration) => configuration[member],
          warning: true,
        });
      }
      const supported = strings(seen[0]?.configuration.events_supported);
      const odd = supported.filter((type) => inOpenIdNamespace(type) && !EVENT_TYPES.includes(type));
      if (odd.length > 0) {
        t.notes('SSF-8.1.1-10', {
          message:
            'events_supported holds event types in the name space of OpenID that SSF, CAEP and RISC 1.0 do not define.',
          expected: 'event types of a published document; proprietary ones in a name space of their own',
          actual: odd,
          hint: 'A misspelled event type is never delivered to anybody who asks for the right one.',
          exchange: seen[0]?.exchange,
        });
      }
    },
  }),

  transmitterCheck({
    id: 'stream-configuration/json',
    title: 'Stream configurations are sent as application/json.',
    what: 'Creates a stream, reads it and lists it, and looks at the media type of each answer.',
    requirements: ['SSF-8.1.1-33'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const seen = await seenConfigurations(t, await t.stream());
      // One finding is enough, the others would say the same.
      for (const { where, exchange } of seen) {
        if (!t.expectJsonType(exchange, 'SSF-8.1.1-33', `The ${where} with a stream configuration`)) return;
      }
    },
  }),
];

function inOpenIdNamespace(type: string): boolean {
  return type.startsWith('https://schemas.openid.net/');
}
