import type { Condition, OfficialModule } from '../condition.ts';
import { metadata, tls } from './blocks.ts';
import { keys } from './sets.ts';

const own = (condition: Condition): Condition => ({ ...condition, own: true });
const jwks = { member: 'jwks_uri' };

/** A member that the profile wants. */
function member(
  name: string,
  rule: Extract<Condition['answer'], { rule: unknown }>['rule'],
  what: string,
): Condition {
  return own({
    name,
    about: `the metadata has ${what}`,
    severity: 'F',
    when: { profile: 'caep_interop' },
    answer: { rule, checks: [`caep-interop/has-${what.replaceAll('_', '-')}`] },
  });
}

/** T1: the metadata. */
export const metadataModule: OfficialModule = {
  id: 'T1',
  name: 'openid-ssf-transmitter-metadata',
  role: 'transmitter',
  plans: ['plain', 'caep'],
  conditions: [
    ...metadata({ delivery: false }).map(own),
    ...tls,
    own({
      name: 'OIDSSFCheckTransmitterMetadataIssuer',
      about: 'issuer is the one that was configured, but for a slash at the end',
      severity: 'F',
      answer: { rule: 'issuer-configured', checks: ['discovery/issuer-equals'] },
    }),
    own({
      name: 'OIDSSFEnsureHttpsUrlsTransmitterMetadataCheck',
      about: 'jwks_uri and the endpoints begin with https://',
      severity: 'F!',
      answer: { rule: 'https-urls', checks: ['metadata/https-urls', 'tls/profile-endpoints'] },
    }),
    own({
      name: 'OIDSSFRequiredFieldsTransmitterMetadataCheck',
      about: 'issuer is there',
      severity: 'F!',
      answer: { never: 'Without it the module has ended before.' },
    }),
    own({
      name: 'OIDSSFOptionalFieldsTransmitterMetadataCheck',
      about: 'which optional members there are',
      severity: 'I',
      answer: { never: 'It is only told.' },
    }),
    own({
      name: 'OIDSSFDefaultSubjectsTransmitterMetadataCheck',
      about: 'default_subjects is ALL or NONE',
      severity: 'W',
      answer: { rule: 'default-subjects', checks: ['metadata/default-subjects'] },
    }),
    own({
      name: 'OIDSSFAuthorizationSchemesTransmitterMetadataCheck',
      about: 'each authorization scheme has a URN',
      severity: 'I',
      answer: { checks: ['metadata/authorization-schemes'] },
    }),
    own({
      name: 'OIDSSFCaepInteropAuthorizationSchemesTransmitterMetadataCheck',
      about: 'authorization_schemes names OAuth 2.0',
      severity: 'F',
      when: { profile: 'caep_interop' },
      answer: {
        rule: 'oauth-scheme',
        checks: ['caep-interop/has-authorization-schemes', 'caep-interop/oauth-scheme'],
      },
    }),
    own({
      name: 'OIDSSFCheckSupportedDeliveryMethods',
      about: 'delivery_methods_supported is there',
      severity: 'W',
      answer: {
        rule: 'delivery-methods-present',
        checks: ['metadata/delivery-methods', 'caep-interop/has-delivery-methods-supported'],
      },
    }),
    own({
      name: 'OIDSSFSpecVersionTransmitterMetadataCheck',
      about: 'spec_version is 1_0-ID2 or later',
      severity: 'F',
      when: { profile: 'caep_interop' },
      answer: {
        rule: 'spec-version',
        checks: ['caep-interop/has-spec-version', 'caep-interop/spec-version', 'metadata/spec-version'],
      },
      weak: ['W-13'],
    }),
    member('OIDSSFCheckRequiredFieldJwksUri', 'has-jwks-uri', 'jwks_uri'),
    member(
      'OIDSSFCheckRequiredFieldConfigurationEndpoint',
      'has-configuration-endpoint',
      'configuration_endpoint',
    ),
    member('OIDSSFCheckRequiredFieldStatusEndpoint', 'has-status-endpoint', 'status_endpoint'),
    member(
      'OIDSSFCheckRequiredFieldVerificationEndpoint',
      'has-verification-endpoint',
      'verification_endpoint',
    ),
    own({
      name: 'OIDSSFEnsureNonEmptyArrayClaimsCheck',
      about: 'no member is an empty array',
      severity: 'F',
      answer: { rule: 'no-empty-arrays', checks: ['metadata/no-empty-arrays'] },
    }),
    own({
      name: 'CheckJwksUri',
      about: 'jwks_uri is a valid https URL',
      severity: 'F!',
      when: jwks,
      answer: { rule: 'jwks-uri-valid', checks: ['metadata/https-urls'] },
    }),
    own({ ...keys, when: jwks }),
    own({
      name: 'EnsureJwksHasNoPrivateOrSymmetricKeyMaterial',
      about: 'only public keys are published',
      severity: 'F',
      when: jwks,
      answer: { checks: ['jwks/no-private-keys'] },
    }),
    own({
      name: 'ValidateJwksStructure',
      about: 'each key has the members that its kind needs',
      severity: 'F',
      when: jwks,
      answer: { checks: ['jwks/served', 'jwks/key-type', 'jwks/public-members'] },
    }),
    own({
      name: 'ParseUsableJwksKeys',
      about: 'the keys of known kinds can be read',
      severity: 'F',
      when: jwks,
      answer: { checks: ['jwks/public-members'] },
    }),
    own({
      name: 'WarnOnUnusableJwksKeys',
      about: 'every key is of a known kind, curve and algorithm',
      severity: 'W',
      when: jwks,
      answer: { rule: 'jwks-usable', checks: ['jwks/served'] },
    }),
  ],
};
