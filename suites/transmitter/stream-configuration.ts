import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import { CAEP_EVENT_BASE, EVENT_TYPES, RISC_EVENT_BASE, SSF_EVENT_BASE } from '../standard/vocabulary.ts';
import { strings } from './support/configuration.ts';
import { isHttps, isUrl } from './support/metadata.ts';
import { expectOfAll, type SeenConfiguration, seenConfigurations } from './support/seen-configurations.ts';
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
    },
  }),

  transmitterCheck({
    id: 'stream-configuration/event-type-names',
    title: 'Event types in the name spaces of SSF, CAEP and RISC are ones that these documents define.',
    what:
      'Creates a stream, reads it and lists it, and compares the names in events_supported and events_delivered that stand directly under the ' +
      'bases of the three documents with the event types of their versions 1.0.',
    requirements: ['CAEP-3-01', 'RISC-2-01', 'SSF-8.1.4.1-01', 'SSF-8.1.1-10'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const seen = await seenConfigurations(t, await t.stream());
      const unknownIn = ({ configuration }: SeenConfiguration): string[] =>
        [...strings(configuration.events_supported), ...strings(configuration.events_delivered)].filter(
          (type) => type.startsWith(OPENID) && !EVENT_TYPES.includes(type),
        );
      const unknown = [...new Set(seen.flatMap(unknownIn))];
      const misspelled = {
        expected: 'event types of a published document; proprietary ones in a name space of their own',
        hint: 'A misspelled event type is never delivered to anybody who asks for the right one.',
        exchange: seen.find((one) => unknownIn(one).length > 0)?.exchange,
      };
      for (const { base, document, requirement } of DEFINED) {
        const odd = unknown.filter((type) => isDirectlyUnder(base, type));
        if (odd.length === 0) continue;
        t.warns(requirement, {
          message: `The stream configuration names event types of ${document} that ${document} 1.0 does not define.`,
          actual: odd,
          ...misspelled,
        });
      }
      const others = unknown.filter(
        // CAEP 1.1 puts what it adds or changes under a base of its own.
        (type) =>
          !DEFINED.some(({ base }) => isDirectlyUnder(base, type)) &&
          !type.startsWith(`${CAEP_EVENT_BASE}v1.1/`),
      );
      if (others.length === 0) return;
      t.notes('SSF-8.1.1-10', {
        message:
          'The stream configuration names event types in the name space of OpenID that we do not know.',
        actual: others,
        ...misspelled,
      });
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

const OPENID = 'https://schemas.openid.net/';

/** Where each document keeps its event types, with the rule that says so. */
const DEFINED = [
  { base: CAEP_EVENT_BASE, document: 'CAEP', requirement: 'CAEP-3-01' },
  { base: RISC_EVENT_BASE, document: 'RISC', requirement: 'RISC-2-01' },
  { base: SSF_EVENT_BASE, document: 'SSF', requirement: 'SSF-8.1.4.1-01' },
] as const;

function isDirectlyUnder(base: string, type: string): boolean {
  return type.startsWith(base) && !type.slice(base.length).includes('/');
}
