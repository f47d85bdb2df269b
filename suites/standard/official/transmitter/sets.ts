import type { Condition } from '../condition.ts';

/**
 * What is judged of each SET. `verification`: in the verification modules; `interop`: in the module for the CAEP profile,
 * of verification events and CAEP events alike.
 */
export function sets(module: 'verification' | 'interop'): Condition[] {
  const interop = module === 'interop';
  const one = (condition: Omit<Condition, 'own'>): Condition => ({ ...condition, own: true });
  return [
    one({
      name: 'OIDSSFVerifySignatureOfSecurityEventToken',
      about: 'the signature verifies with a key of jwks_uri',
      severity: 'W',
      answer: { checks: ['set/signature', 'set/unsigned'] },
      weak: ['W-1'],
    }),
    one({
      name: 'OIDSSFParseSecurityEventToken',
      about: 'the SET is a compact JWT',
      severity: 'F!',
      answer: { checks: ['set/compact'] },
    }),
    one({
      name: 'OIDSSFEnsureEventSignedWithRsa256',
      about: 'alg is RS256',
      severity: 'F',
      when: { profile: 'caep_interop' },
      answer: { rule: 'set-rs256', checks: ['caep-interop/algorithm'] },
    }),
    one({
      name: 'OIDSSFEnsureSecurityEventTokenUsesTypeSecEventJwt',
      about: 'typ is secevent+jwt, letter for letter',
      severity: 'F',
      answer: { rule: 'set-typ', checks: ['set/typ'] },
    }),
    one({
      name: 'OIDSSFEnsureSecurityEventTokenContainsSingleEvent',
      about: 'the SET has one event',
      severity: interop ? 'F' : { default: 'W', caep_interop: 'F' },
      answer: { rule: 'set-one-event', checks: ['set/one-event', 'caep-interop/one-event'] },
    }),
    one({
      name: 'OIDSSFEnsureSecurityEventTokenDoesNotContainSubClaim',
      about: 'the SET has no sub',
      severity: 'F',
      answer: { rule: 'set-no-sub', checks: ['set/no-sub'] },
    }),
    one({
      name: 'OIDSSFEnsureSecurityEventTokenDoesNotContainExpClaim',
      about: 'the SET has no exp',
      severity: 'F',
      answer: { rule: 'set-no-exp', checks: ['set/no-exp'] },
    }),
    one({
      name: 'OIDSSFEnsureSecurityEventTokenIssuerMatchesStreamConfigurationIssuer',
      about: 'iss is the issuer of the metadata, letter for letter',
      severity: 'F',
      answer: { rule: 'set-iss', checks: ['set/iss', 'set/iss-of-stream'] },
    }),
    one({
      name: 'OIDSSFEnsureSecurityEventTokenIatIsNotInFuture',
      about: 'iat is there and not later than our clock said when the SET came',
      severity: 'F',
      answer: { rule: 'set-iat', checks: ['set/iat'] },
      weak: ['W-5'],
    }),
    one({
      name: 'OIDSSFValidateSecurityEventTokenAudClaim',
      about: 'aud is a string or an array',
      severity: 'F',
      answer: { rule: 'set-aud', checks: ['set/aud', 'set/aud-present'] },
    }),
    one({
      name: 'OIDSSFEnsureEventContainsStreamAudience',
      about: 'every audience of the SET is one of the stream',
      severity: 'W',
      answer: { rule: 'set-stream-audience', checks: ['set/aud-of-stream'] },
    }),
    one({
      name: 'OIDSSFValidateSecurityEventTokenTxnClaim',
      about: 'whether there is a txn',
      severity: 'I',
      answer: { never: 'It is only told.' },
    }),
    one({
      name: 'OIDSSFCheckVerificationEventSubjectId',
      about: 'sub_id of a verification event is the stream, as opaque',
      severity: 'F',
      answer: { rule: 'set-sub-id', checks: ['verification/event-form'] },
      ...(interop ? {} : { weak: ['W-2'] as const }),
    }),
    ...(interop
      ? []
      : [
          one({
            name: 'OIDSSFCheckVerificationAuthorizationHeader',
            about: 'the push carries the authorization_header of the stream',
            severity: 'F',
            when: { delivery: 'push' },
            answer: { checks: ['push-delivery/authorization-header'] },
          }),
        ]),
    one({
      name: 'OIDSSFEnsureUnsolicitedVerificationEventHasNoState',
      about: 'a verification event that nobody asked for has no state',
      severity: 'F',
      when: { delivery: 'push' },
      answer: { checks: ['verification/no-state-unasked'] },
    }),
    one({
      name: 'OIDSSFCheckVerificationEventState',
      about: 'the state of the request comes back',
      severity: 'F',
      answer: { checks: ['verification/state-echo'] },
    }),
    one({
      name: 'OIDSSFLogAcceptedUnsolicitedVerificationEvent',
      about: 'a verification event without state',
      severity: 'I',
      answer: { never: 'It is only told.' },
    }),
  ];
}

/** The keys are fetched once, at the start. */
export const keys: Condition = {
  name: 'FetchServerKeys',
  about: 'jwks_uri gives a JSON object',
  severity: 'F!',
  answer: { rule: 'jwks-fetched', checks: ['jwks/advertised', 'jwks/served'] },
};

/** A push is taken from the queue. */
export function pushed(options: { authorization: boolean }): Condition[] {
  return [
    options.authorization
      ? {
          name: 'OIDSSFEnsureAuthorizationHeaderIsPresentInPushRequest',
          about: 'the push carries the authorization_header of the stream',
          severity: 'F',
          when: { delivery: 'push' },
          answer: { checks: ['push-delivery/authorization-header'] },
          own: true,
        }
      : {
          name: 'OIDSSFEnsureNoAuthorizationHeaderIsPresentInPushRequest',
          about: 'the push of a stream without authorization_header has no such header',
          severity: 'W',
          when: { delivery: 'push' },
          answer: { checks: ['push-delivery/no-authorization-header'] },
          own: true,
        },
    {
      name: 'OIDSSFExtractVerificationEventFromPushRequest',
      about: 'the body of the push is the SET',
      severity: 'F!',
      when: { delivery: 'push' },
      answer: { checks: ['push-delivery/request'], requirements: ['RFC8935-2.1-04'] },
      own: true,
    },
  ];
}

/** A poll is made. */
export const polled: readonly Condition[] = [
  {
    name: 'OIDSSFCallPollEndpoint',
    about: 'a poll is answered',
    severity: 'F!',
    when: { delivery: 'poll' },
    answer: { rule: 'call-answered', of: 'poll', checks: ['poll-delivery/answer'] },
    own: true,
  },
  {
    name: 'OIDSSFExtractReceivedSETs',
    about: 'the answer to a poll is JSON',
    severity: 'F!',
    when: { delivery: 'poll' },
    answer: { rule: 'poll-sets', of: 'poll', checks: ['poll-delivery/answer', 'poll-delivery/sets'] },
    own: true,
  },
];

/** The event comes in the time that the module gives it. */
export const arrives: Condition = {
  name: '(the module waits for the SET)',
  about: 'a verification event with the state comes within 10 s of a push request, 5 s before the one poll',
  severity: 'F',
  answer: { rule: 'set-arrives', checks: ['verification/event-arrives', 'verification/state-echo'] },
  weak: ['W-4'],
  own: true,
};
