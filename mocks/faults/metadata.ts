import type { TransmitterSeams } from '../transmitter/seams.ts';
import type { Fault } from './fault.ts';

type Document = Record<string, unknown>;

/** Puts members into the metadata; `undefined` takes one out. */
const withMembers = (members: Document) => (): TransmitterSeams => ({
  metadata: (document) => ({ ...document, ...members }),
});

const overHttp = (member: string) => (): TransmitterSeams => ({
  metadata: (document) => ({ ...document, [member]: String(document[member]).replace('https:', 'http:') }),
});

const OAUTH = { spec_urn: 'urn:ietf:rfc:6749' };

/** Faults in the members of the Transmitter configuration metadata (SSF 7.1). */
export const faults: readonly Fault[] = [
  {
    name: 'metadata-spec-version-is-number',
    breaks: 'SSF-7.1-31',
    summary: 'Gives spec_version as a number.',
    seams: withMembers({ spec_version: 1 }),
  },
  {
    name: 'metadata-array-of-numbers',
    breaks: 'SSF-7.1-31',
    summary: 'Has a number in critical_subject_members.',
    seams: withMembers({ critical_subject_members: ['user', 1] }),
  },
  {
    name: 'metadata-endpoint-relative',
    breaks: 'SSF-7.1-31',
    summary: 'Gives the remove subject endpoint as a path, not as a URL.',
    seams: withMembers({ remove_subject_endpoint: '/subjects/remove' }),
  },
  {
    name: 'metadata-endpoint-null',
    breaks: 'SSF-7.1-31',
    summary: 'Has null for an endpoint that it does not offer.',
    seams: withMembers({ remove_subject_endpoint: null }),
  },
  {
    name: 'metadata-single-value-without-array',
    breaks: 'SSF-7.2.3-05',
    summary: 'Gives a single critical subject member as a string.',
    seams: withMembers({ critical_subject_members: 'user' }),
  },
  {
    name: 'metadata-empty-array',
    breaks: 'SSF-7.2.3-04',
    summary: 'Has an empty array in the metadata.',
    seams: withMembers({ critical_subject_members: [] }),
  },
  {
    name: 'metadata-default-subjects-lower-case',
    breaks: 'SSF-7.1-24',
    summary: 'Writes default_subjects in lower case.',
    seams: withMembers({ default_subjects: 'all' }),
  },
  {
    name: 'metadata-scheme-without-urn',
    breaks: 'SSF-7.1.1-02',
    summary: 'Has an authorization scheme without spec_urn.',
    seams: withMembers({ authorization_schemes: [OAUTH, { name: 'mutual TLS' }] }),
  },
  {
    name: 'metadata-scheme-is-no-urn',
    breaks: 'SSF-7.1.1-02',
    summary: 'Names an authorization scheme by the URL of its specification.',
    seams: withMembers({
      authorization_schemes: [OAUTH, { spec_urn: 'https://www.rfc-editor.org/rfc/rfc8705' }],
    }),
  },
  {
    name: 'metadata-schemes-for-the-authorized',
    breaks: 'SSF-7.1-22',
    summary: 'Shows authorization_schemes only to those who are authorized.',
    seams: () => ({
      after(reply, call) {
        if (call.operation !== 'metadata' || call.client !== null) return reply;
        return { ...reply, body: { ...(reply.body as Document), authorization_schemes: undefined } };
      },
    }),
  },
  {
    name: 'metadata-without-spec-version',
    breaks: 'SSF-7.1-32',
    summary: 'Leaves spec_version out.',
    seams: withMembers({ spec_version: undefined }),
  },
  {
    name: 'metadata-without-delivery-methods',
    breaks: 'SSF-7.1-08',
    summary: 'Does not list its delivery methods.',
    seams: withMembers({ delivery_methods_supported: undefined }),
  },
  {
    name: 'metadata-with-old-delivery-method',
    breaks: 'SSF-7.1-08',
    summary: 'Lists push under the URI of an old draft only.',
    seams: withMembers({
      delivery_methods_supported: ['https://schemas.openid.net/secevent/risc/delivery-method/push'],
    }),
  },
  {
    name: 'metadata-without-status-endpoint',
    breaks: 'SSF-8-04',
    summary: 'Offers no status endpoint.',
    seams: withMembers({ status_endpoint: undefined }),
  },
  ...(
    [
      ['jwks_uri', 'SSF-7.1-07'],
      ['configuration_endpoint', 'SSF-7.1-10'],
      ['status_endpoint', 'SSF-7.1-12'],
      ['add_subject_endpoint', 'SSF-7.1-14'],
      ['remove_subject_endpoint', 'SSF-7.1-16'],
      ['verification_endpoint', 'SSF-7.1-18'],
    ] as const
  ).map(([member, breaks]) => ({
    name: `metadata-${member.replaceAll('_', '-')}-over-http`,
    breaks,
    summary: `Gives ${member} as an http URL.`,
    seams: overHttp(member),
  })),
];
