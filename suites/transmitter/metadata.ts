import { transmitterCheck } from '../harness/check.ts';
import { ENDPOINTS, isHttps, isObject, isUrl, metadataDocument } from './support/metadata.ts';

/** SSF 7.1: the members of the metadata. Members that a Transmitter leaves out are its own choice unless said so. */
export const checks = [
  transmitterCheck({
    id: 'metadata/member-types',
    title: 'The members of the metadata have the JSON types that SSF 7.1 gives them.',
    requirements: ['SSF-7.1-31', 'SSF-7.2.3-02'],
    what: 'Looks at spec_version, the URLs of endpoints and the elements of the two string arrays, as far as they are there; unknown members are fine.',
    async run(t) {
      const { document, exchange } = await metadataDocument(t);
      const say = (member: string, expected: string): void =>
        t.violates('SSF-7.1-31', {
          message: `The metadata member ${member} is of the wrong type.`,
          expected,
          actual: document[member],
          hint: 'Leave a member out when there is nothing to say; null is no value for it.',
          exchange,
        });
      if ('spec_version' in document && typeof document.spec_version !== 'string') {
        say('spec_version', 'a string such as "1_0"');
      }
      for (const member of ENDPOINTS) {
        if (member in document && !isUrl(document[member])) say(member, 'a string with an absolute URL');
      }
      for (const member of ['delivery_methods_supported', 'critical_subject_members']) {
        const value = document[member];
        if (Array.isArray(value) && !value.every((item) => typeof item === 'string')) {
          say(member, 'an array of strings');
        }
      }
    },
  }),

  transmitterCheck({
    id: 'metadata/arrays',
    title: 'Metadata members that can have several values are arrays, also with a single value.',
    requirements: ['SSF-7.2.3-05'],
    what: 'delivery_methods_supported, critical_subject_members and authorization_schemes are arrays if they are there.',
    async run(t) {
      const { document, exchange } = await metadataDocument(t);
      for (const member of [
        'delivery_methods_supported',
        'critical_subject_members',
        'authorization_schemes',
      ]) {
        t.expect(!(member in document) || Array.isArray(document[member]), 'SSF-7.2.3-05', {
          message: `The metadata member ${member} is not an array.`,
          expected: 'a JSON array',
          actual: document[member],
          exchange,
        });
      }
    },
  }),

  transmitterCheck({
    id: 'metadata/no-empty-arrays',
    title: 'Metadata members without any value are left out.',
    requirements: ['SSF-7.2.3-04', 'SSF-7.1-19'],
    what: 'Looks for empty arrays among the members of the metadata.',
    async run(t) {
      const { document, exchange } = await metadataDocument(t);
      const empty = Object.keys(document).filter((member) => {
        const value = document[member];
        return Array.isArray(value) && value.length === 0;
      });
      t.expect(empty.length === 0, 'SSF-7.2.3-04', {
        message: `The metadata has empty arrays: ${empty.slice(0, 10).join(', ')}.`,
        expected: 'members with zero elements are omitted',
        actual: `${empty.length} empty`,
        hint: 'SSF 7.2.3 forbids a member such as "critical_subject_members": []; leave it out.',
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'metadata/default-subjects',
    title: 'default_subjects is "ALL" or "NONE".',
    requirements: ['SSF-7.1-24'],
    what: 'Reads the member default_subjects; the values are case-sensitive.',
    async run(t) {
      const { document, exchange } = await metadataDocument(t);
      if (!('default_subjects' in document)) return t.notApplicable('The metadata has no default_subjects.');
      const value = document.default_subjects;
      t.expect(value === 'ALL' || value === 'NONE', 'SSF-7.1-24', {
        message: 'default_subjects has a value that SSF 7.1 does not know.',
        expected: '"ALL" or "NONE"',
        actual: value,
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'metadata/authorization-schemes',
    title: 'Each authorization scheme names its specification by a URN.',
    requirements: ['SSF-7.1.1-02', 'SSF-7.1-21'],
    what: 'Looks whether the elements of authorization_schemes are objects whose spec_urn is a URN.',
    async run(t) {
      const { document, exchange } = await metadataDocument(t);
      const schemes = document.authorization_schemes;
      if (schemes === undefined) return t.notApplicable('The metadata has no authorization_schemes.');
      if (!Array.isArray(schemes))
        return t.notTested('authorization_schemes is not an array; metadata/arrays judges that.');
      const wrong = schemes.filter((scheme: unknown) => !isObject(scheme) || !isUrn(scheme.spec_urn));
      t.expect(wrong.length === 0, 'SSF-7.1.1-02', {
        message: 'An authorization scheme does not name its specification.',
        expected: 'an object with spec_urn, for instance {"spec_urn": "urn:ietf:rfc:6749"}',
        actual: wrong[0] ?? 'nothing',
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'metadata/authorization-schemes-public',
    title: 'authorization_schemes can be read before one is authorized.',
    requirements: ['SSF-7.1-22'],
    what: 'Fetches the metadata without and with credentials: a scheme that shows only with credentials is of no use to who looks for it.',
    async run(t) {
      const open = await t.request({ method: 'GET', url: t.metadataUrl, as: 'nobody' });
      const authorized = await t.request({ method: 'GET', url: t.metadataUrl });
      const has = (json: unknown): boolean => isObject(json) && 'authorization_schemes' in json;
      if (!isObject(open.response?.json) && !isObject(authorized.response?.json)) {
        return t.notTested(
          'No Transmitter metadata could be read; discovery/document and discovery/json-object say why.',
        );
      }
      if (!has(open.response?.json) && !has(authorized.response?.json)) {
        return t.notApplicable('The metadata has no authorization_schemes.');
      }
      t.expect(has(open.response?.json), 'SSF-7.1-22', {
        message: 'authorization_schemes is shown only to those who are authorized already.',
        expected: 'authorization_schemes in the answer to a request without credentials',
        actual: `status ${open.response?.status ?? 'none'}, no such member`,
        exchange: open,
      });
    },
  }),

  transmitterCheck({
    id: 'metadata/spec-version',
    title: 'The metadata says which version of the specification the Transmitter implements.',
    requirements: ['SSF-7.1-32', 'SSF-7.1-01'],
    what: "A missing spec_version stands for the first implementer's draft, which is hardly meant. An odd value is noted.",
    async run(t) {
      const { document, exchange } = await metadataDocument(t);
      const version = document.spec_version;
      if (version === undefined) {
        t.violates('SSF-7.1-32', {
          message:
            'There is no spec_version, so by the letter the Transmitter implements 1_0-ID1, not the Final.',
          expected: '"spec_version": "1_0"',
          actual: 'no such member',
          exchange,
        });
      } else if (typeof version === 'string' && version !== '1_0') {
        t.notes('SSF-7.1-01', {
          message: /^\d+_\d+(-ID\d+)?$/.test(version)
            ? 'The Transmitter names another version than the Final of SSF 1.0; it is judged by the Final all the same.'
            : 'spec_version does not have the form of a version.',
          expected: '"1_0"',
          actual: version,
          exchange,
        });
      }
    },
  }),

  transmitterCheck({
    id: 'metadata/delivery-methods',
    title: 'The metadata lists the supported delivery methods.',
    requirements: ['SSF-7.1-08'],
    what: 'delivery_methods_supported is there and names push (urn:ietf:rfc:8935), poll (urn:ietf:rfc:8936) or both.',
    async run(t) {
      const { document, exchange } = await metadataDocument(t);
      const methods = document.delivery_methods_supported;
      if (methods !== undefined && !Array.isArray(methods)) {
        return t.notTested('delivery_methods_supported is not an array; metadata/arrays judges that.');
      }
      const standard = methods?.some(
        (method) => method === 'urn:ietf:rfc:8935' || method === 'urn:ietf:rfc:8936',
      );
      t.expect(standard, 'SSF-7.1-08', {
        message:
          methods === undefined
            ? 'The metadata does not say which delivery methods are supported.'
            : 'The metadata lists neither of the two delivery methods that SSF defines.',
        expected: 'delivery_methods_supported with urn:ietf:rfc:8935 and/or urn:ietf:rfc:8936',
        actual: methods ?? 'no such member',
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'metadata/management-api',
    title: 'The Transmitter offers status and verification.',
    requirements: ['SSF-8-04'],
    what: 'The management API is optional; of its endpoints SSF 8 recommends above all those for the status and for verification.',
    async run(t) {
      const { document, exchange } = await metadataDocument(t);
      const missing = ['status_endpoint', 'verification_endpoint'].filter((member) => !(member in document));
      t.expect(missing.length === 0, 'SSF-8-04', {
        message: `The metadata has no ${missing.join(' and no ')}.`,
        expected: 'status_endpoint and verification_endpoint',
        actual: Object.keys(document).slice(0, 40).join(', '),
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'metadata/https-urls',
    title: 'Every endpoint in the metadata is served over TLS.',
    requirements: ['SSF-7.1-10', 'SSF-7.1-07', 'SSF-7.1-12', 'SSF-7.1-14', 'SSF-7.1-16', 'SSF-7.1-18'],
    what: 'Looks at the scheme of the URLs in the metadata that SSF 7.1 defines: https.',
    https: true,
    async run(t) {
      const { document, exchange } = await metadataDocument(t);
      const rows = {
        jwks_uri: 'SSF-7.1-07',
        configuration_endpoint: 'SSF-7.1-10',
        status_endpoint: 'SSF-7.1-12',
        add_subject_endpoint: 'SSF-7.1-14',
        remove_subject_endpoint: 'SSF-7.1-16',
        verification_endpoint: 'SSF-7.1-18',
      } as const;
      for (const member of ENDPOINTS) {
        const url = document[member];
        if (!isUrl(url)) continue;
        t.expect(isHttps(url), rows[member], {
          message: `${member} is no https URL.`,
          expected: 'scheme https',
          actual: url,
          exchange,
        });
      }
    },
  }),
];

function isUrn(value: unknown): boolean {
  return typeof value === 'string' && /^urn:[a-z0-9][a-z0-9-]*:.+$/i.test(value);
}
