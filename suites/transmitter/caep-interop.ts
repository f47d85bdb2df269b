import { type TransmitterCheck, transmitterCheck } from '../harness/check.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { CAEP_EVENT_BASE } from '../standard/vocabulary.ts';
import { strings } from './support/configuration.ts';
import { isHttps, isObject, isUrl, metadataDocument } from './support/metadata.ts';

/** Metadata members that SSF leaves open and the profile demands (CAEP-INTEROP 2.3.1 to 2.3.7). */
const MEMBERS = [
  ['spec_version', 'CAEP-INTEROP-2.3.1-01', 'a string'],
  [
    'delivery_methods_supported',
    'CAEP-INTEROP-2.3.2-01',
    'an array with urn:ietf:rfc:8935 or urn:ietf:rfc:8936',
  ],
  ['jwks_uri', 'CAEP-INTEROP-2.3.3-01', 'an https URL'],
  ['configuration_endpoint', 'CAEP-INTEROP-2.3.4-01', 'an https URL'],
  ['status_endpoint', 'CAEP-INTEROP-2.3.5-01', 'an https URL'],
  ['verification_endpoint', 'CAEP-INTEROP-2.3.6-01', 'an https URL'],
  ['authorization_schemes', 'CAEP-INTEROP-2.3.7-01', 'an array'],
] as const satisfies readonly (readonly [string, RequirementId, string])[];

const USE_CASES = ['session-revoked', 'credential-change', 'device-compliance-change'].map(
  (name) => CAEP_EVENT_BASE + name,
);

/** What the CAEP Interoperability Profile asks of metadata and events. Planned under that profile only. */
export const checks: readonly TransmitterCheck[] = [
  ...MEMBERS.map(([member, requirement, expected]) =>
    transmitterCheck({
      id: `caep-interop/has-${member.replaceAll('_', '-')}`,
      title: `The metadata has ${member}.`,
      requirements: [requirement],
      what: `Reads the member ${member}: the profile demands it.`,
      async run(t) {
        const { document, exchange } = await metadataDocument(t);
        const value = document[member];
        t.expect(isThere(member, value, t.https), requirement, {
          message: value === undefined ? `The metadata has no ${member}.` : `${member} is not usable.`,
          expected,
          actual: value ?? 'no such member',
          exchange,
        });
      },
    }),
  ),

  transmitterCheck({
    id: 'caep-interop/spec-version',
    title: 'spec_version is 1_0 or greater.',
    requirements: ['CAEP-INTEROP-2.3.1-02'],
    what: 'Reads spec_version: MAJOR_MINOR, compared as numbers; a suffix such as -ID3 names a draft before that version.',
    async run(t) {
      const { document, exchange } = await metadataDocument(t);
      const version = document.spec_version;
      if (typeof version !== 'string')
        return t.notTested('There is no spec_version; caep-interop/has-spec-version judges that.');
      t.expect(isFinal(version), 'CAEP-INTEROP-2.3.1-02', {
        message: 'The Transmitter names a version of SSF before the Final, or none that can be read.',
        expected: '1_0 or greater',
        actual: version,
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'caep-interop/oauth-scheme',
    title: 'authorization_schemes names OAuth 2.0.',
    requirements: ['CAEP-INTEROP-2.3.7-02'],
    what: 'One element of authorization_schemes has the spec_urn urn:ietf:rfc:6749.',
    async run(t) {
      const { document, exchange } = await metadataDocument(t);
      const schemes = document.authorization_schemes;
      if (!Array.isArray(schemes)) {
        return t.notTested(
          'There are no authorization_schemes; caep-interop/has-authorization-schemes judges that.',
        );
      }
      const named = schemes.some(
        (scheme: unknown) => isObject(scheme) && scheme.spec_urn === 'urn:ietf:rfc:6749',
      );
      t.expect(named, 'CAEP-INTEROP-2.3.7-02', {
        message: 'authorization_schemes does not name OAuth 2.0.',
        expected: '{"spec_urn": "urn:ietf:rfc:6749"}',
        actual: schemes.slice(0, 10),
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'caep-interop/use-cases',
    title: 'At least one use case of the profile is supported.',
    requirements: ['CAEP-INTEROP-3-01'],
    what: 'events_supported of a stream, or events_delivered if there is none, has session-revoked, credential-change or device-compliance-change.',
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { configuration, created } = await t.stream();
      const { events_supported: supported, events_delivered: delivered } = configuration;
      const offered = strings(supported ?? delivered);
      t.expect(
        offered.some((type) => USE_CASES.includes(type)),
        'CAEP-INTEROP-3-01',
        {
          message: "None of the profile's event types is supported.",
          expected: USE_CASES.join(', '),
          actual: offered.length === 0 ? 'no event types' : offered.slice(0, 30),
          exchange: created,
        },
      );
    },
  }),
];

function isThere(member: (typeof MEMBERS)[number][0], value: unknown, https: boolean): boolean {
  switch (member) {
    case 'spec_version':
      return typeof value === 'string';
    case 'delivery_methods_supported':
      return (
        Array.isArray(value) && (value.includes('urn:ietf:rfc:8935') || value.includes('urn:ietf:rfc:8936'))
      );
    case 'authorization_schemes':
      return Array.isArray(value) && value.length > 0;
    case 'jwks_uri':
    case 'configuration_endpoint':
    case 'status_endpoint':
    case 'verification_endpoint':
      return isUrl(value) && (!https || isHttps(value));
  }
}

/** 1_0, 1_10, 2_0-ID1 are; 1_0-ID3 comes before 1_0. */
function isFinal(version: string): boolean {
  const match = /^(\d+)_(\d+)(-.+)?$/.exec(version);
  if (match === null) return false;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  if (major !== 1 || minor !== 0) return major >= 1;
  return match[3] === undefined;
}
