import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { receiverChecks } from '../../receiver/index.ts';
import { transmitterChecks } from '../../transmitter/index.ts';
import { modulesOf, officialModules } from './crosswalk.ts';
import { OFFICIAL_PLANS } from './suite.ts';

const checksOf = (role: 'transmitter' | 'receiver') =>
  role === 'transmitter' ? transmitterChecks : receiverChecks;
const ROOT = path.resolve(import.meta.dirname, '../../..');
const conditions = officialModules.flatMap((module) =>
  module.conditions.map((condition) => ({ ...condition, module: module.name, role: module.role })),
);

/** Conditions that can fail a target or warn of it, or tell of it, as they were counted in reading. */
const TRANSMITTER =
  `EnsureTLS12OrLater DisallowTLS10 DisallowTLS11 EnsureTLS13PreferredOverTLS12 CheckJwksUri FetchServerKeys
EnsureJwksHasNoPrivateOrSymmetricKeyMaterial ValidateJwksStructure ParseUsableJwksKeys CheckTokenEndpointHttpStatus200
CheckIfTokenEndpointResponseError CheckForAccessTokenValue EnsureContentTypeJson EnsureHttpStatusCodeIs200 EnsureHttpStatusCodeIs201
EnsureHttpStatusCodeIs204 EnsureHttpStatusCodeIs400 EnsureHttpStatusCodeIs400or401 EnsureHttpStatusCodeIs401 EnsureHttpStatusCodeIs404
EnsureHttpStatusCodeIsAnyOf OIDSSFCheckTransmitterMetadataIssuer OIDSSFRequiredFieldsTransmitterMetadataCheck
OIDSSFSpecVersionTransmitterMetadataCheck OIDSSFEnsureHttpsUrlsTransmitterMetadataCheck OIDSSFEnsureNonEmptyArrayClaimsCheck
OIDSSFEnsureDeliveryMethodIsSupported OIDSSFCaepInteropAuthorizationSchemesTransmitterMetadataCheck OIDSSFCheckRequiredFieldJwksUri
OIDSSFCheckRequiredFieldConfigurationEndpoint OIDSSFCheckRequiredFieldStatusEndpoint OIDSSFCheckRequiredFieldVerificationEndpoint
OIDSSFStreamRequiredFieldsCheck OIDSSFCheckTransmitterMetadataIssuerMatchesIssuerInResponse OIDSSFCheckStreamAudience
OIDSSFCheckStreamDeliveryMethod OIDSSFEnsureAtLeastOneCaepInteropEventInStreamSupportedEvents OIDSSFExtractReceivedSETs
OIDSSFExtractVerificationEventFromPushRequest OIDSSFEnsureAuthorizationHeaderIsPresentInPushRequest
OIDSSFCheckVerificationAuthorizationHeader OIDSSFParseSecurityEventToken OIDSSFEnsureEventSignedWithRsa256
OIDSSFEnsureSecurityEventTokenUsesTypeSecEventJwt OIDSSFEnsureSecurityEventTokenContainsSingleEvent
OIDSSFEnsureSecurityEventTokenDoesNotContainSubClaim OIDSSFEnsureSecurityEventTokenDoesNotContainExpClaim
OIDSSFEnsureSecurityEventTokenIssuerMatchesStreamConfigurationIssuer OIDSSFEnsureSecurityEventTokenIatIsNotInFuture
OIDSSFValidateSecurityEventTokenAudClaim OIDSSFCheckVerificationEventSubjectId OIDSSFCheckVerificationEventState
OIDSSFEnsureUnsolicitedVerificationEventHasNoState OIDSSFExtractCaepEventData OIDSSFValidateCaepCommonOptionalFields
OIDSSFValidateCaepCredentialChangeEvent OIDSSFValidateCaepDeviceComplianceChangeEvent OIDSSFEnsureAllCaepInteropEventsReceived
EnsureTLS13OrLater WarnOnUnusableJwksKeys OIDSSFDefaultSubjectsTransmitterMetadataCheck OIDSSFCheckSupportedDeliveryMethods
OIDSSFCheckSupportedEventsForStream OIDSSFVerifySignatureOfSecurityEventToken OIDSSFEnsureEventContainsStreamAudience
OIDSSFEnsureNoAuthorizationHeaderIsPresentInPushRequest EnsureResponseIsJsonObject OIDSSFCheckExpectedJsonResponseContents
OIDSSFWarnNonStandardCaepCredentialChangeValues ExtractExpiresInFromTokenEndpointResponse OIDSSFEnsureShortLivedToken
OIDSSFAuthorizationSchemesTransmitterMetadataCheck OIDSSFOptionalFieldsTransmitterMetadataCheck OIDSSFStreamOptionalFieldsCheck
OIDSSFValidateSecurityEventTokenTxnClaim OIDSSFLogAcceptedUnsolicitedVerificationEvent EnsureHttpStatusCodeIs200Or404
EnsureHttpStatusCodeIs204Or404`.split(/\s+/);
const RECEIVER =
  `CheckIncomingRequestMethodIsGet OIDSSFValidateRequestedScope OIDSSFHandleStreamRequestBodyParsing
OIDSSFHandleStreamCreateRequestValidation OIDSSFHandleStreamCreateRequest OIDSSFHandleStreamLookupRequest
OIDSSFHandleStreamUpdateRequestValidation OIDSSFHandleStreamUpdateRequest OIDSSFHandleStreamReplaceRequest
OIDSSFHandleStreamDeleteRequest OIDSSFHandleStreamStatusLookup OIDSSFHandleStreamStatusUpdateRequestParsing
OIDSSFHandleStreamStatusUpdateRequest OIDSSFHandleStreamVerificationRequest OIDSSFHandleStreamSubjectAdd
OIDSSFHandleStreamSubjectRemove EnsureHttpStatusCodeIsAnyOf OIDSSFEnsureStreamContainsCaepInteropEvent
ExtractClientCredentialsFromBasicAuthorizationHeader ValidateClientIdAndSecret ExtractClientCredentialsFromFormPost
ExtractClientAssertion EnsureClientAssertionSignatureAlgorithmMatchesRegistered ValidateClientAssertionSignatureWithHMACAlgorithm
ValidateClientAssertionSignature EnsureClientAssertionTypeIsJwt ValidateClientAssertionClaims CheckForClientAssertionJtiReuse
OIDSSFHandlePushDeliveryToReceiver`.split(/\s+/);

describe('the crosswalk to the official suite', () => {
  it('has its 29 modules, each once', () => {
    expect(officialModules.map(({ id }) => id)).toEqual([
      ...Array.from({ length: 22 }, (_, index) => `T${index + 1}`),
      ...Array.from({ length: 7 }, (_, index) => `R${index + 1}`),
    ]);
    expect(new Set(officialModules.map(({ name }) => name)).size).toBe(29);
  });

  it.each([
    ['openid-ssf-transmitter-test-plan', 'default', 18, 19],
    ['openid-ssf-transmitter-test-plan', 'caep_interop', 11, 12],
    ['openid-ssf-transmitter-caep-test-plan', 'caep_interop', 12, 13],
    ['openid-ssf-receiver-test-plan', 'default', 6, 6],
    ['openid-ssf-receiver-test-plan', 'caep_interop', 5, 5],
    ['openid-ssf-receiver-caep-test-plan', 'caep_interop', 5, 5],
  ] as const)('leaves of %s with %s as many modules as that suite does', (name, profile, push, poll) => {
    const plan = OFFICIAL_PLANS.find((one) => one.name === name);
    if (plan === undefined) throw new Error(name);
    const left = (['push', 'poll'] as const).map(
      (delivery) => modulesOf(plan, { ssf_profile: profile, ssf_delivery_mode: delivery }).length,
    );
    expect(left).toEqual([push, poll]);
  });

  it('has every condition that judges a target', () => {
    // 58 that can fail a Transmitter, 13 that warn, 7 that tell; 28 and 1 of a Receiver.
    expect([TRANSMITTER.length, RECEIVER.length]).toEqual([58 + 13 + 7, 28 + 1]);
    for (const [role, names] of [
      ['transmitter', TRANSMITTER],
      ['receiver', RECEIVER],
    ] as const) {
      const known = new Set(conditions.filter((one) => one.role === role).map(({ name }) => name));
      expect(names.filter((name) => !known.has(name))).toEqual([]);
    }
  });

  it('answers every condition, or says why not, by checks and requirements that there are', () => {
    const reasons = conditions.flatMap(({ answer }) => {
      if ('never' in answer) return [answer.never];
      return 'untold' in answer ? [answer.untold] : [];
    });
    expect(reasons.filter((reason) => !reason.endsWith('.'))).toEqual([]);

    const answered = conditions.flatMap(({ answer, name, role }) =>
      'checks' in answer ? [{ answer, name, role }] : [],
    );
    const unknown = answered.flatMap(({ answer, role }) => {
      const ids: readonly string[] = checksOf(role).map(({ id }) => id);
      return answer.checks.filter((id) => !ids.includes(id));
    });
    expect(unknown).toEqual([]);
    // What paths are asked for is seen of all requests, not in a check.
    const byNone = answered.filter(({ answer }) => answer.checks.length === 0).map(({ name }) => name);
    expect(new Set(byNone)).toEqual(new Set(['(the module knows what is asked for)']));

    // A requirement that none of the named checks decides would never be found broken.
    const undecided = answered.flatMap(({ answer, role }) => {
      const decided = checksOf(role)
        .filter(({ id }) => answer.checks.includes(id))
        .flatMap((check): readonly string[] => check.requirements);
      const named = 'requirements' in answer ? (answer.requirements ?? []) : [];
      return named.filter((id) => !decided.includes(id));
    });
    expect(undecided).toEqual([]);
  });

  it.each([
    ['README.md', '| # | the official suite checks | ours |'],
    ['suites/standard/official/README.md', '| # | the official suite does not check | ours, among others |'],
  ])('has 25 lines in the list of %s, each with checks that there are', async (file, head) => {
    const text = await readFile(path.join(ROOT, file), 'utf8');
    const [, after = ''] = text.split(head);
    const rows = after.split('\n').slice(2);
    const table = rows.filter((row) => row.startsWith('|')).slice(0, 25);
    expect(rows[25] ?? '').toBe('');
    expect(table.map((row) => Number(row.split('|')[1]))).toEqual(
      Array.from({ length: 25 }, (_, index) => index + 1),
    );
    const ids: readonly string[] = [...checksOf('transmitter'), ...checksOf('receiver')].map(({ id }) => id);
    for (const row of table) {
      const named = [...(row.split('|')[3] ?? '').matchAll(/`([^`]+)`/g)].map(([, id = '']) => id);
      expect(named.length).toBeGreaterThan(0);
      expect(named.filter((id) => !ids.includes(id))).toEqual([]);
    }
  });
});
